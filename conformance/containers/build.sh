#!/usr/bin/env bash
# Make the images localhost/astami-asterisk:22.10, :16.28 and :22.11 with podman (or docker: ENGINE=docker).
#
#   conformance/containers/build.sh            22.10 and 16.28, which CI plays
#   conformance/containers/build.sh 22.11      one
#
# The container file starts FROM debian:SUITE. Where no image registry is reachable, the base image is made from
# Debian's packages with mmdebstrap (needs root). An image that is there is kept; REBUILD=1 makes it anew.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
engine=${ENGINE:-podman}
[ "$engine" = podman ] && export CONTAINERS_CONF=${CONTAINERS_CONF:-$here/containers.conf}

suite_of() {
    case "$1" in
        22.10) echo sid ;;
        16.28) echo bullseye ;;
        22.11) echo sid experimental ;; # Asterisk itself from experimental, the rest from sid
        *) echo "build.sh: no release '$1'; there are 22.10, 16.28 and 22.11" >&2; exit 2 ;;
    esac
}

ensure_base() { # suite
    local image=docker.io/library/debian:$1-slim tar
    "$engine" image inspect "$image" >/dev/null 2>&1 && return
    if timeout 60 "$engine" pull -q "$image" >/dev/null 2>&1; then return; fi
    command -v mmdebstrap >/dev/null || {
        echo "build.sh: no image registry answers and mmdebstrap is not installed (apt-get install mmdebstrap)" >&2
        exit 3
    }
    tar=$(mktemp --suffix=.tar)
    # sid's Release file may be past its date on a mirror that stands still
    mmdebstrap --quiet --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' "$1" "$tar"
    "$engine" import "$tar" "$image" >/dev/null
    rm -f "$tar"
}

for release in "${@:-22.10 16.28}"; do
    for one in $release; do
        image=localhost/astami-asterisk:$one
        if [ -z "${REBUILD:-}" ] && "$engine" image inspect "$image" >/dev/null 2>&1; then
            echo "$image: kept"
            continue
        fi
        suites=$(suite_of "$one")
        read -r suite newer <<<"$suites"
        ensure_base "$suite"
        "$engine" build -q --network=host --build-arg "SUITE=$suite-slim" --build-arg "NEWER=${newer:-}" \
            -t "$image" "$here/asterisk" >/dev/null
        version=$("$engine" run --rm --network=none "$image" asterisk -V)
        case "$version" in
            "Asterisk $one."*) echo "$image: $version" ;;
            *)
                "$engine" rmi "$image" >/dev/null
                echo "build.sh: Debian's ${newer:-$suite} now has $version, not $one: record that release (CONTRIBUTING.md)" >&2
                exit 3
                ;;
        esac
    done
done
