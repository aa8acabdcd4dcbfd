#!/bin/sh
# A Slurm of one node on the loopback address, in a folder of its own: slurm.sh start|node|stop FOLDER. `node` starts the node alone,
# after its loss. It has its own key, ports and configuration (FOLDER/slurm.conf, to be named in SLURM_CONF), and touches no other Slurm.
set -eu
PATH=$PATH:/usr/sbin

step=$1 folder=$2
export SLURM_CONF="$folder/slurm.conf"

wait_for_node() {
    for _ in $(seq 60); do
        if sinfo -h -o %T 2>/dev/null | grep -qx -e idle -e mixed -e allocated; then return 0; fi
        sleep 1
    done
    echo "Slurm's node did not come up; its logs lie in $folder" >&2
    tail -n 5 "$folder"/*.log >&2
    exit 1
}

case $step in
start)
    mkdir -p "$folder/munge" "$folder/state" "$folder/spool"
    chmod 700 "$folder" "$folder/munge"
    dd if=/dev/urandom of="$folder/munge/key" bs=1024 count=1 2>/dev/null
    chmod 600 "$folder/munge/key"
    # A lost node is missed after 10 s rather than 300, and what is queued again may start after 10 s rather than 120.
    cat >"$SLURM_CONF" <<CONF
ClusterName=loopback
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=10
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SlurmdTimeout=10
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
    munged --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
        --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" --force --num-threads=2
    slurmctld -f "$SLURM_CONF"
    slurmd -f "$SLURM_CONF"
    wait_for_node
    ;;
node)
    slurmd -f "$SLURM_CONF"
    wait_for_node
    ;;
stop)
    # What still runs would outlive its cluster.
    timeout 10 scancel --full --signal=KILL --user="$(id -un)" 2>/dev/null || true
    for file in "$folder/slurmd.pid" "$folder/slurmctld.pid" "$folder/munge/pid"; do
        [ -s "$file" ] || continue
        pid=$(cat "$file")
        kill "$pid" 2>/dev/null || continue
        # The folder is deleted next. A daemon takes its file with it.
        for _ in $(seq 100); do
            [ -e "$file" ] || break
            sleep 0.1
        done
    done
    ;;
esac
