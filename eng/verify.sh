#!/usr/bin/env bash
# Fails where the tree is not what its generators make of it: each writes over a saved copy, the two are compared, and the copy is put
# back, so that verifying changes nothing. Also: formatting, and that every make target which a README names exists.
set -uo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd); cd "$ROOT"
exec < /dev/null
COPY=$(mktemp -d); trap 'rm -rf "$COPY"' EXIT
FAILED=0

# Generated files, and what writes them.
CRDS=(crds charts/kustomize/legacy/crds)
GOLDEN=(test/Operator.Tests bench/results docs)

verdict() { # what, exit code
  if [ "$2" -eq 0 ]; then echo "   ok      $1"; else echo "   FAILED  $1"; FAILED=$((FAILED + 1)); fi
}

# generated NAME COMMAND -- FOLDERS: runs the command and compares the folders with what they were.
generated() {
  local name=$1 command=$2 folder outcome=0; shift 3
  for folder in "$@"; do mkdir -p "$COPY/$name/$folder"; cp -a "$folder/." "$COPY/$name/$folder/"; done
  bash -c "$command" > "$COPY/$name.log" 2>&1 || { cat "$COPY/$name.log"; outcome=1; }
  for folder in "$@"; do
    diff -ru --exclude=bin --exclude=obj --exclude=artifacts "$COPY/$name/$folder" "$folder" || outcome=1
    rm -rf "$folder"; mkdir -p "$folder"; cp -a "$COPY/$name/$folder/." "$folder/"
  done
  verdict "$name is current" $outcome
}

documented_targets_exist() {
  local target missing=0
  for target in $(grep -hoE '(^    |`)make [a-z]+(-[a-z]+)*' README.md test/README.md bench/README.md docs/decisions/*.md 2>/dev/null | sed -E 's/.*make //' | sort -u); do
    grep -qE "^$target:" Makefile || { echo "   a README names 'make $target', which is no target"; missing=1; }
  done
  return $missing
}

echo "== verify"
generated crds 'make generate' -- "${CRDS[@]}"
generated golden 'make golden' -- "${GOLDEN[@]}"
dotnet format whitespace . --folder --verify-no-changes --exclude artifacts/ > "$COPY/format.log" 2>&1; outcome=$?
[ $outcome -eq 0 ] || head -20 "$COPY/format.log"
verdict "whitespace" $outcome
documented_targets_exist; verdict "documented targets exist" $?
[ $FAILED -eq 0 ]
