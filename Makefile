# Every task of this project is a target here; CI runs nothing else. `make` alone lists them.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

.PHONY: help build demo demo-cluster test test-unit test-sidecar test-guardrails test-egress test-sdk test-conformance test-budget test-apiserver test-cluster test-bypass generate golden verify \
        bench bench-egress bench-fleet bench-registry bench-guardrails bench-limits bench-inforce plugin images clean

help:  ## This list.
	@sed -nE 's/^([a-z-]+):.*## (.*)$$/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

build:  ## Builds everything; warnings are errors.
	dotnet build AiGateway.sln --nologo -v q

demo:  ## Operator, sidecar, fake provider and a scripted agent on this machine, without a cluster; a table of what happened.
	@bash demo/run.sh

demo-cluster:  ## The same inside pods of a real cluster, which it starts and stops.
	@bash demo/cluster.sh

test:  ## All tiers, from fast to real; ends with one line: N passed, N failed, N skipped.
	@bash eng/test.sh unit sidecar guardrails egress sdk conformance budget apiserver cluster

test-unit:  ## Tier 1: architecture, contracts, compiler, patches, golden files.
	@bash eng/test.sh unit

test-sidecar:  ## Tier 2: the whole sidecar in memory, against a fake provider.
	@bash eng/test.sh sidecar

test-guardrails:  ## Tier 3: what guardrails find on a corpus that is drawn from a stated seed; prints precision and recall a check and a rule.
	@bash eng/test.sh guardrails

test-egress:  ## Tier 4: the redirect of a pod in network namespaces of its own; wants root.
	@bash eng/test.sh egress

test-sdk:  ## Tier 5: the official clients of every dialect against the ahead-of-time binary, at every kind of provider and at real tool servers.
	@bash eng/test.sh sdk

test-conformance:  ## Tier 6: the official conformance suite of MCP at a tool server, and through the sidecar before it.
	@bash eng/test.sh conformance

test-budget:  ## Tier 7: fifty sidecars share one Budget while the leader is killed five times; the provider's book, the sidecars and the ledger agree to the nano.
	@bash eng/test.sh budget

test-apiserver:  ## Tier 8: the operator against a real kube-apiserver and etcd.
	@bash eng/test.sh apiserver

test-cluster:  ## Tier 9: real pods in a real cluster. AIGATEWAY_CLUSTER=keep leaves it running for a fast loop.
	@bash eng/test.sh cluster

test-bypass:  ## Of tier 9 the part that attacks: every way round the sidecar that is known, tried from inside a real pod.
	@ONLY='*BypassTests' bash eng/test.sh cluster

generate:  ## Writes crds/ from the C# types, and the legacy form of them.
	@bash eng/generate.sh

golden:  ## Rewrites the golden bundles and patches, what guardrails find and where they act, from what the code does now; read the diff.
	@bash eng/golden.sh

verify:  ## Fails where something generated is stale, badly formatted, or named in a README and not there.
	@bash eng/verify.sh

bench:  ## This sidecar beside nginx, a bare YARP forwarder and Portkey's gateway, and its redirect beside nginx's stream proxy; writes bench/results/.
	@bash bench/run.sh
	@bash bench/egress.sh

bench-egress:  ## The redirect alone: tunnels beside nginx's stream proxy, in network namespaces of their own; wants root.
	@bash bench/egress.sh

bench-fleet:  ## 1,000 stream clients and 10,000 pods against one operator.
	@bash bench/fleet.sh

bench-registry:  ## 1,000 agents in the registry, against a real kube-apiserver and etcd: writes a second and memory; seven minutes.
	@bash bench/registry.sh

bench-inforce:  ## How soon an edit is in force in running pods: a real cluster, three passes, ten minutes; writes bench/results/inforce.md.
	@bash bench/inforce.sh

bench-guardrails:  ## What the checks of guardrails cost on a prompt of 4 KB and on a stream; a minute; writes bench/results/guardrails-cost.md.
	@bash bench/guardrails.sh

bench-limits:  ## What ten limits on one call cost it; seconds; writes bench/results/limits.md.
	@bash bench/limits.sh

plugin:  ## The plugin of kubectl, one file: artifacts/publish/cli/kubectl-aigateway.
	@bash eng/publish.sh cli

images:  ## Both images, by docker, podman or buildah.
	@bash eng/images.sh

clean:  ## Removes what was built; caches outside the checkout stay.
	rm -rf artifacts
