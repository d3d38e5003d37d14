#!/usr/bin/env bash
# Run a command with podman's Docker API behind DOCKER_HOST, for testcontainers; the service ends with the command.
#
#   conformance/containers/with-podman.sh astami-conformance check --target container:localhost/astami-asterisk:22.10
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export CONTAINERS_CONF=${CONTAINERS_CONF:-$here/containers.conf}
dir=$(mktemp -d)
podman system service --time=0 "unix://$dir/podman.sock" >"$dir/log" 2>&1 &
service=$!
trap 'kill "$service" 2>/dev/null || true; wait "$service" 2>/dev/null || true; rm -rf "$dir"' EXIT
for _ in $(seq 100); do
    [ -S "$dir/podman.sock" ] && break
    kill -0 "$service" 2>/dev/null || { cat "$dir/log" >&2; echo "with-podman.sh: podman's service did not start" >&2; exit 3; }
    sleep 0.1
done
export DOCKER_HOST=unix://$dir/podman.sock TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CONNECTION_MODE=docker_host
"$@"
