#!/bin/sh
# A run of perde as array jobs of Slurm, each phase after the one before it.
#
#   sh slurm.sh policy.yaml /lake/runs/R /lake/out/R
#
# Every node sees the policy, its files, the inputs and the run's folder under the same paths, and the policy names its key as a
# file that only you can read. PER_TASK shards go into one task: an element of an array costs the scheduler more than a shard
# costs perde, and MaxArraySize is a limit.
set -eu
policy=$1
run=$2
out=$3
PER_TASK=${PER_TASK:-4}
AT_ONCE=${AT_ONCE:-50}

shards=$(perde shard "$policy" --run "$run" --out "$out" --json | sed 's/.*"shards":\([0-9]*\).*/\1/')
last=$(((shards + PER_TASK - 1) / PER_TASK - 1))

task() {
  sbatch --parsable --array="0-$last%$AT_ONCE" --cpus-per-task=1 --mem=1G --requeue "$@"
}
profile=$(task --wrap "perde profile --run '$run' --shard auto --per-task $PER_TASK --workers 1")
plan=$(sbatch --parsable --dependency="afterok:$profile" --wrap "perde plan --run '$run'")
apply=$(task --dependency="afterok:$plan" --wrap "perde apply --run '$run' --shard auto --per-task $PER_TASK --workers 1")
sbatch --dependency="afterok:$apply" --mem=4G --wrap "perde publish --run '$run'"
