#!/bin/sh
# A Slurm of one node on the loopback address, in a folder of its own: slurm.sh start FOLDER, slurm.sh stop FOLDER.
# It has its own key, ports and configuration (FOLDER/slurm.conf, to be named in SLURM_CONF), and touches no other Slurm.
set -eu
PATH=$PATH:/usr/sbin

folder=$2
case $1 in
start)
    mkdir -p "$folder/munge" "$folder/state" "$folder/spool"
    chmod 700 "$folder" "$folder/munge"
    dd if=/dev/urandom of="$folder/munge/key" bs=1024 count=1 2>/dev/null
    chmod 600 "$folder/munge/key"
    cat >"$folder/slurm.conf" <<CONF
ClusterName=loopback
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=1,sched_interval=5
ReturnToService=2
MpiDefault=none
KillWait=5
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
    export SLURM_CONF="$folder/slurm.conf"
    munged --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
        --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" --force --num-threads=2
    slurmctld -f "$SLURM_CONF"
    slurmd -f "$SLURM_CONF"
    for _ in $(seq 60); do
        if sinfo -h -o %T 2>/dev/null | grep -q -e idle -e mixed -e allocated; then exit 0; fi
        sleep 1
    done
    echo "Slurm's node did not come up; its logs lie in $folder" >&2
    exit 1
    ;;
stop)
    for pid in "$folder/slurmd.pid" "$folder/slurmctld.pid" "$folder/munge/pid"; do
        [ ! -s "$pid" ] || kill "$(cat "$pid")" 2>/dev/null || true
    done
    ;;
esac
