#!/bin/sh
# A run of perde as Indexed Jobs of Kubernetes (1.33 or later), each phase after the one before it; it waits until the end.
#
#   sh kubernetes.sh policy.yaml /lake/runs/R /lake/out/R
#
# Runs where the log is, with the volume of kubernetes.yaml at /lake. shard, plan and publish write the log, so they are done here;
# tasks need neither the log nor the network. The same command again goes on; remove a job that failed before (kubectl delete job).
set -eu
policy=$1
run=$2
out=$3
TARGET=${TARGET:-256MiB}

# Said twice it is the same run: first what is wrong is told, and the script ends as perde does.
perde shard "$policy" --run "$run" --out "$out" --target "$TARGET" --quiet
shards=$(perde shard "$policy" --run "$run" --out "$out" --target "$TARGET" --quiet --json | sed 's/.*"shards":\([0-9]*\).*/\1/')

pass() {
  sed "s|STEP|$1|; s|SHARDS|$shards|; s|RUN|$run|" "$(dirname "$0")/kubernetes.yaml" | kubectl apply -f -
  # `kubectl wait` for the one end never sees the other.
  while :; do
    ended=$(kubectl get job "perde-$1" -o 'jsonpath={.status.conditions[?(@.status=="True")].type}')
    case " $ended " in
      *' Complete '*) return ;;
      *' Failed '*)
        echo "the job perde-$1 failed; why: kubectl logs job/perde-$1" >&2
        exit 1
        ;;
    esac
    sleep "${LOOK:-5}"
  done
}
pass profile
perde plan --run "$run"
pass apply
perde publish --run "$run"
