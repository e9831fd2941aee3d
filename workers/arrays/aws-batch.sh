#!/bin/sh
# A run of perde as array jobs of AWS Batch, each phase after the one before it.
#
#   sh aws-batch.sh policy.yaml /lake/runs/R /lake/out/R QUEUE DEFINITION
#
# DEFINITION is a job definition of yours: an image with Node 20 and this package, one vCPU, 1 GiB, a volume of EFS or FSx that
# is mounted under the same path everywhere, the key of the policy as a mounted file, and a retryStrategy that tells apart
#   exit 65, 77, 78, 2 → EXIT (the record, the denial or the policy stays as it is), anything else → RETRY.
# An array has 2 to 10,000 tasks: PER_TASK shards of about TARGET bytes go into one. One task is a job without an array.
set -eu
policy=$1
run=$2
out=$3
queue=$4
definition=$5
PER_TASK=${PER_TASK:-1}
TARGET=${TARGET:-256MiB}

# Said twice it is the same run: first what is wrong is told, and the script ends as perde does.
perde shard "$policy" --run "$run" --out "$out" --target "$TARGET" --quiet
shards=$(perde shard "$policy" --run "$run" --out "$out" --target "$TARGET" --quiet --json | sed 's/.*"shards":\([0-9]*\).*/\1/')
tasks=$(((shards + PER_TASK - 1) / PER_TASK))
if [ "$tasks" -gt 1 ]; then array=$tasks shard=auto; else array='' shard=0; fi

submit() { # name, job before it, tasks of an array or '', rest: the command
  name=$1 before=$2 size=$3
  shift 3
  command=$(printf ',"%s"' "$@")
  aws batch submit-job --job-name "perde-$name" --job-queue "$queue" --job-definition "$definition" \
    ${before:+--depends-on "jobId=$before"} ${size:+--array-properties "size=$size"} \
    --container-overrides "{\"command\":[${command#,}]}" --query jobId --output text
}
profile=$(submit profile '' "$array" perde profile --run "$run" --shard "$shard" --per-task "$PER_TASK" --workers 1)
plan=$(submit plan "$profile" '' perde plan --run "$run")
apply=$(submit apply "$plan" "$array" perde apply --run "$run" --shard "$shard" --per-task "$PER_TASK" --workers 1)
submit publish "$apply" '' perde publish --run "$run"
