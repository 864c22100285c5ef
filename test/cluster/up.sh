#!/usr/bin/env bash
# Starts a real one-node Kubernetes on this machine and waits until its node is ready.
#
#   up.sh [--run DIR] [--keep]
#     --run DIR   where everything of it lives; defaults to /tmp/aigateway-cluster
#     --keep      use a cluster that runs there already, for a fast loop; without it a left-over is stopped first
#
# Afterwards: export KUBECONFIG=DIR/admin.kubeconfig. Images: load.sh. One sidecar cut off: cut.sh. The end: down.sh.
# Outside names for pods: lines as in /etc/hosts in DIR/dns/extra.hosts, read at once. Pods reach this machine at 10.244.0.1.
#
# With a docker engine and k3d it is a k3d cluster; else, on Debian as root, etcd, containerd, runc, the CNI plugins and dnsmasq
# from Debian's packages and the five programs of build.sh. Exit code 3: this machine can do neither.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$HERE/common.sh"

BRIDGE=aigw0 GATEWAY=10.244.0.1 PODS=10.244.0.0/24 ALL_PODS=10.244.0.0/16 SERVICES=10.96.0.0/16 FIRST_SERVICE=10.96.0.1
RUN=$CLUSTER_RUN KEEP=

main() {
  while [ $# -gt 0 ]; do
    case $1 in
      --run) RUN=${2:?--run wants a folder}; shift 2 ;;
      --keep) KEEP=yes; shift ;;
      -h|--help) sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
      *) die "unknown argument: $1" ;;
    esac
  done
  export KUBECONFIG=$RUN/admin.kubeconfig
  if [ -n "$KEEP" ] && kubectl get --raw /readyz >/dev/null 2>&1; then say "using the cluster that runs in $RUN"; return; fi
  [ ! -e "$RUN" ] || bash "$HERE/down.sh" --run "$RUN"

  case $(cluster_engine) in
    k3d) start_k3d ;;
    debian) start_debian ;;
    *) cannot "a cluster wants docker with k3d, or Debian and root" ;;
  esac
  say "ready: export KUBECONFIG=$RUN/admin.kubeconfig"
}

# --- k3d -----------------------------------------------------------------------------------------------------------------

start_k3d() {
  mkdir -p "$RUN"; echo k3d > "$RUN/engine"
  say "starting k3d"
  k3d cluster create $CLUSTER_NAME --no-lb --wait --timeout 180s --kubeconfig-update-default=false --kubeconfig-switch-context=false \
    --k3s-arg '--disable=traefik,servicelb,metrics-server@server:0' >&2 || die "k3d could not start a cluster"
  k3d kubeconfig get $CLUSTER_NAME > "$KUBECONFIG"
  kubectl wait --for=condition=Ready node --all --timeout=120s >&2
}

# --- Debian --------------------------------------------------------------------------------------------------------------

start_debian() {
  bash "$HERE/build.sh" --out "$KUBE_BIN"
  install_packages etcd-server containerd runc containernetworking-plugins iptables iproute2 procps conntrack socat ebtables \
    dnsmasq-base openssl gcc libc6-dev
  command -v kubectl >/dev/null || install_packages kubernetes-client
  refuse_a_second_kubernetes

  mkdir -p "$RUN"/{pki,logs,etcd,cni,containerd,kubelet,dns}
  echo debian > "$RUN/engine"
  cd "$RUN"
  trap 'broken $?' EXIT
  API_PORT=$(free_port 26443) ETCD_PORT=$(free_port 23790) ETCD_PEERS=$(free_port 23800)
  remember_the_machine
  make_certificates
  make_kubeconfigs
  start_control_plane
  lay_the_network
  start_containers
  start_node
  start_names
  say "waiting for the node"
  until_ok node_is_ready
  trap - EXIT
}

# down.sh removes network state by pattern, which would take another Kubernetes' rules with it.
refuse_a_second_kubernetes() {
  if pgrep -x --runstates R,S,D kubelet >/dev/null || iptables-save 2>/dev/null | grep -q '^:KUBE-'; then
    cannot "another Kubernetes runs on this machine, and this one would remove its network rules"
  fi
}

broken() {
  say "did not come up; the ends of its logs:"
  tail -n 5 "$RUN"/logs/*.log >&2 || true
  cd /; bash "$HERE/down.sh" --run "$RUN"
  exit "$1"
}

free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

# What down.sh puts back. The first use of `ip netns` mounts its folder over itself, and what stood there before could not be removed any more:
# so it is used once before there are pods.
remember_the_machine() {
  ip netns add aigateway-first && ip netns del aigateway-first
  ip netns list 2>/dev/null | grep -o '^cni-[^ ]*' > netns.before || true
  cat /proc/sys/net/ipv4/ip_forward > ip_forward.before
}

make_certificates() {
  say "making certificates"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout pki/ca.key -subj /CN=aigateway-test-ca -days 30 -out pki/ca.crt 2>/dev/null
  certificate apiserver /CN=kube-apiserver \
    "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:$FIRST_SERVICE,IP:$GATEWAY"
  certificate admin /O=system:masters/CN=admin DNS:admin
  certificate controller-manager /CN=system:kube-controller-manager DNS:controller-manager
  certificate scheduler /CN=system:kube-scheduler DNS:scheduler
  certificate kubelet /O=system:nodes/CN=system:node:node1 "DNS:node1,IP:127.0.0.1,IP:$GATEWAY"
  certificate proxy /CN=system:kube-proxy DNS:proxy
  openssl genrsa -out pki/sa.key 2048 2>/dev/null
  openssl rsa -in pki/sa.key -pubout -out pki/sa.pub 2>/dev/null
}

certificate() { # name, subject, alternative names
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "pki/$1.key" -subj "$2" -out "pki/$1.csr" 2>/dev/null
  openssl x509 -req -in "pki/$1.csr" -CA pki/ca.crt -CAkey pki/ca.key -CAcreateserial -days 30 -out "pki/$1.crt" \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=clientAuth,serverAuth\n' "$3") 2>/dev/null
}

make_kubeconfigs() {
  local who config
  for who in admin controller-manager scheduler kubelet proxy; do
    config="kubectl --kubeconfig=$RUN/$who.kubeconfig config"
    $config set-cluster local --server="https://127.0.0.1:$API_PORT" --certificate-authority=pki/ca.crt --embed-certs >/dev/null
    $config set-credentials me --client-certificate="pki/$who.crt" --client-key="pki/$who.key" --embed-certs >/dev/null
    $config set-context local --cluster=local --user=me >/dev/null
    $config use-context local >/dev/null
  done
}

# Each in a session of its own, so that a terminal's interrupt ends the script and not the cluster; down.sh ends it by its pid file.
start() { # name, command...
  local name=$1; shift
  setsid "$@" > "logs/$name.log" 2>&1 < /dev/null &
  echo $! > "$name.pid"
}

until_ok() {
  local _
  for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return 0; sleep 0.2; done
  say "gave up waiting for: $*"
  return 1
}

node_is_ready() { [ "$(kubectl get node node1 -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }

start_control_plane() {
  say "starting etcd and the control plane"
  start etcd etcd --data-dir etcd --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls "http://127.0.0.1:$ETCD_PEERS" --initial-advertise-peer-urls "http://127.0.0.1:$ETCD_PEERS" \
    --initial-cluster "default=http://127.0.0.1:$ETCD_PEERS" --unsafe-no-fsync
  start apiserver "$KUBE_BIN/kube-apiserver" --etcd-servers="http://127.0.0.1:$ETCD_PORT" --secure-port="$API_PORT" --advertise-address=$GATEWAY \
    --tls-cert-file=pki/apiserver.crt --tls-private-key-file=pki/apiserver.key --client-ca-file=pki/ca.crt \
    --service-account-key-file=pki/sa.pub --service-account-signing-key-file=pki/sa.key \
    --service-account-issuer=https://kubernetes.default.svc --api-audiences=https://kubernetes.default.svc \
    --service-cluster-ip-range=$SERVICES --authorization-mode=Node,RBAC --allow-privileged=true \
    --kubelet-client-certificate=pki/admin.crt --kubelet-client-key=pki/admin.key --kubelet-preferred-address-types=InternalIP
  until_ok kubectl get --raw /readyz
  start controller-manager "$KUBE_BIN/kube-controller-manager" --kubeconfig=controller-manager.kubeconfig --use-service-account-credentials=true \
    --service-account-private-key-file=pki/sa.key --root-ca-file=pki/ca.crt --cluster-signing-cert-file=pki/ca.crt \
    --cluster-signing-key-file=pki/ca.key --leader-elect=false --port=0
  start scheduler "$KUBE_BIN/kube-scheduler" --kubeconfig=scheduler.kubeconfig --leader-elect=false --port=0
}

# No packet for a pod or a service may leave the machine. Pods: a black hole, over which the bridge's own route wins. Services: the bridge, where
# nobody answers; a black hole would refuse the API server's own connections to a webhook before kube-proxy's rules see them.
lay_the_network() {
  ip link show $BRIDGE >/dev/null 2>&1 || ip link add $BRIDGE type bridge
  ip addr replace $GATEWAY/24 dev $BRIDGE
  ip link set $BRIDGE up
  ip route replace blackhole $ALL_PODS
  ip route replace $SERVICES dev $BRIDGE src $GATEWAY
  sysctl -qw net.ipv4.ip_forward=1
  cat > cni/10-aigateway.conflist <<CNI
{"cniVersion":"0.4.0","name":"aigateway","plugins":[
 {"type":"bridge","bridge":"$BRIDGE","isGateway":true,"ipMasq":false,"hairpinMode":true,
  "ipam":{"type":"host-local","dataDir":"$RUN/cni/leases","ranges":[[{"subnet":"$PODS"}]],"routes":[{"dst":"0.0.0.0/0"}]}},
 {"type":"portmap","capabilities":{"portMappings":true}}]}
CNI
}

# restrict_oom_score_adj: without CAP_SYS_RESOURCE a sandbox fails with "can't get final child's PID from pipe".
start_containers() {
  say "starting containerd"
  cat > containerd/config.toml <<TOML
version = 2
root = "$RUN/containerd/root"
state = "$RUN/containerd/state"
[grpc]
  address = "$RUN/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$RUN/cni"
TOML
  start containerd containerd -c containerd/config.toml
  make_pause_image
  until_ok ctr -a containerd/containerd.sock version
  bash "$HERE/load.sh" --run "$RUN" "$RUN/pause-image.tar"
}

# The pause image, from nothing: no registry is asked.
make_pause_image() {
  cat > pause.c <<'C'
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static void end(int signal) { exit(0); }
static void reap(int signal) { while (waitpid(-1, 0, WNOHANG) > 0); }
int main() { signal(SIGINT, end); signal(SIGTERM, end); signal(SIGCHLD, reap); for (;;) pause(); }
C
  gcc -static -O2 -s pause.c -o pause
  tar --owner=0 --group=0 -cf layer.tar pause
  printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":["/pause"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(dpkg --print-architecture)" "$(sha256sum layer.tar | cut -d' ' -f1)" > config.json
  printf '[{"Config":"config.json","RepoTags":["localhost/pause:1"],"Layers":["layer.tar"]}]' > manifest.json
  tar -cf pause-image.tar config.json manifest.json layer.tar
}

start_node() {
  say "starting the node"
  cat > kubelet.yaml <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $RUN/pki/ca.crt}}
authorization: {mode: Webhook}
cgroupDriver: cgroupfs
clusterDNS: ["$GATEWAY"]
clusterDomain: cluster.local
failSwapOn: false
evictionHard: {memory.available: "100Mi", nodefs.available: "1%", imagefs.available: "1%"}
imageGCHighThresholdPercent: 100
# One machine with few cores runs everything; its own limits on how fast pods may start are for large nodes.
registryPullQPS: 0
eventRecordQPS: 0
kubeAPIQPS: 50
kubeAPIBurst: 100
serializeImagePulls: false
syncFrequency: 10s
tlsCertFile: $RUN/pki/kubelet.crt
tlsPrivateKeyFile: $RUN/pki/kubelet.key
YAML
  start kubelet "$KUBE_BIN/kubelet" --config=kubelet.yaml --kubeconfig=kubelet.kubeconfig --container-runtime=remote \
    --container-runtime-endpoint="unix://$RUN/containerd/containerd.sock" --hostname-override=node1 --root-dir="$RUN/kubelet" --node-ip=$GATEWAY
  start proxy "$KUBE_BIN/kube-proxy" --kubeconfig=proxy.kubeconfig --hostname-override=node1 --cluster-cidr=$ALL_PODS --proxy-mode=iptables
}

# Names: the services, from the API once a second, and what dns/extra.hosts says. Nothing is ever asked of an outside server, and what
# is not known does not exist (NXDOMAIN): a refusal would end glibc's walk through the search domains.
start_names() {
  touch dns/services.hosts dns/extra.hosts
  start dnsmasq dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --local=/#/ --bind-interfaces --except-interface=lo \
    --listen-address=$GATEWAY --hostsdir="$RUN/dns" --pid-file= --log-facility=-
  cat > dns-sync.sh <<'SYNC'
names='{range .items[?(@.spec.clusterIP!="None")]}{.spec.clusterIP}{" "}{.metadata.name}.{.metadata.namespace}{".svc.cluster.local "}{.metadata.name}.{.metadata.namespace}{".svc\n"}{end}'
while sleep 1; do
  kubectl get services -A -o jsonpath="$names" > services.new 2>/dev/null || continue
  cmp -s services.new dns/services.hosts || cp services.new dns/services.hosts
done
SYNC
  start dns-sync bash dns-sync.sh
}

main "$@"; exit
