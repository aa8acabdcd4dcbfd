#!/bin/sh
# Hands out the shards of a sweep as a Slurm job array, and puts them together in a job that waits for it.
#
#   slurm_sweep.sh SWEEP_DIR RESULTS_DIR [sbatch options, such as --partition=short --time=30 --cpus-per-task=4]
#
# SWEEP_DIR is what `convene sweep plan` wrote, on a disk that every node sees under the same path. Run it again after a loss: only
# what is missing is handed out. CONVENE names the program, MOST_TASKS the largest array that the cluster takes.
# Prints the numbers of the two jobs. Exit code: 0 handed out, or merged already; 2 the sweep is at fault.
set -eu

if [ $# -lt 2 ]; then
    echo "usage: $0 SWEEP_DIR RESULTS_DIR [sbatch options]" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
sweep=$(cd "$1" && pwd)
case $2 in /*) results=$2 ;; *) results=$PWD/$2 ;; esac
shift 2
CONVENE=${CONVENE:-convene}
MOST_TASKS=${MOST_TASKS:-1000} # one less than Slurm's usual MaxArraySize
export CONVENE

# The list is kept: what is missing changes while the array runs.
list=$(mktemp "$sweep/missing-XXXXXX")
code=0
"$CONVENE" sweep missing "$sweep" >"$list" || code=$?
if [ "$code" -gt 1 ]; then
    rm -f "$list"
    exit "$code"
fi
n=$(wc -l <"$list")
if [ "$n" -eq 0 ]; then
    rm -f "$list"
    exec "$CONVENE" sweep merge "$sweep" --out "$results"
fi
tasks=$((n < MOST_TASKS ? n : MOST_TASKS))
logs=$sweep/logs
mkdir -p "$logs"

array=$(sbatch --parsable --job-name=convene-sweep --requeue --array="0-$((tasks - 1))" \
    --output="$logs/%A-%a.txt" "$@" "$here/slurm_sweep.sbatch" shards "$sweep" "$list" "$tasks")
# A shard that failed must not keep the merge waiting for ever: it says itself what is missing.
merge=$(sbatch --parsable --job-name=convene-merge --dependency="afterany:$array" \
    --output="$logs/%j-merge.txt" "$@" "$here/slurm_sweep.sbatch" merge "$sweep" "$list" "$results")
echo "array $array"
echo "merge $merge"
