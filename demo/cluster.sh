#!/usr/bin/env bash
# The demo inside pods of a real cluster, which it starts and stops: see test/cluster/up.sh for what a machine needs.
#   cluster.sh          AIGATEWAY_CLUSTER=keep uses a running cluster and leaves it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source test/cluster/common.sh

keep=; [ "${AIGATEWAY_CLUSTER:-}" != keep ] || keep=--keep
[ -n "$keep" ] || trap 'bash test/cluster/down.sh' EXIT
trap 'exit 130' INT TERM

bash eng/images.sh
bash test/images/build.sh artifacts/images
bash test/cluster/up.sh $keep
bash test/cluster/load.sh artifacts/images/*.tar
KUBECONFIG="$CLUSTER_RUN/admin.kubeconfig" node demo/cluster.mjs < /dev/null
