#!/bin/sh
# A run of perde as array jobs of Slurm, each phase after the one before it.
#
#   sh slurm.sh policy.yaml /lake/runs/R /lake/out/R
#
# Every node sees the policy, its files, the inputs and the run's folder under the same paths, and the policy names its key as a
# file that only you can read. PER_TASK shards of about TARGET bytes go into one task: an element of an array costs the scheduler
# more than a shard costs perde, and MaxArraySize is a limit. Where a task fails, the phases behind it are cancelled; the same
# command again, when what was wrong is mended, does what is left.
set -eu
policy=$1
run=$2
out=$3
PER_TASK=${PER_TASK:-4}
AT_ONCE=${AT_ONCE:-50}
TARGET=${TARGET:-256MiB}

# Said twice it is the same run: first what is wrong is told, and the script ends as perde does.
perde shard "$policy" --run "$run" --out "$out" --target "$TARGET" --quiet
shards=$(perde shard "$policy" --run "$run" --out "$out" --target "$TARGET" --quiet --json | sed 's/.*"shards":\([0-9]*\).*/\1/')
last=$(((shards + PER_TASK - 1) / PER_TASK - 1))

submit() {
  # Else a phase whose dependency failed would stay in the queue for ever.
  sbatch --parsable --kill-on-invalid-dep=yes "$@"
}
task() {
  submit --array="0-$last%$AT_ONCE" --cpus-per-task=1 --mem=1G --requeue "$@"
}
profile=$(task --wrap "perde profile --run '$run' --shard auto --per-task $PER_TASK --workers 1")
plan=$(submit --dependency="afterok:$profile" --wrap "perde plan --run '$run'")
apply=$(task --dependency="afterok:$plan" --wrap "perde apply --run '$run' --shard auto --per-task $PER_TASK --workers 1")
submit --dependency="afterok:$apply" --mem=4G --wrap "perde publish --run '$run'"
