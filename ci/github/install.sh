#!/usr/bin/env bash
# Install synthgate as it lies around this script, which is the commit that the workflow names, into an
# environment of its own, with what requirements/action.txt locks by version and hash.
#
# No Python here looks into the working folder (-I), which may be a stranger's.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
python=${PYTHON:-}
[ -n "$python" ] || python=python3
environment=$RUNNER_TEMP/synthgate-environment
bin=$environment/bin

if ! "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "::error title=synthgate::synthgate needs Python 3.11 or newer: say python-version: \"3.13\" beside the path"
  exit 2
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1
pip() { "$bin/python" -I -m pip install --quiet --no-input "$@"; }

# A second step of the same job finds what the first one has installed.
if [ "$(cat "$environment/.from" 2> /dev/null)" != "$root" ]; then
  rm -rf "$environment"
  "$python" -I -m venv "$environment"
  pip --only-binary :all: --require-hashes --requirement "$root/requirements/action.txt"
  pip --no-deps --no-build-isolation "$root"
  printf '%s' "$root" > "$environment/.from"
fi
while IFS= read -r pack; do
  [ -z "${pack// /}" ] || pip -- "$pack"
done <<< "${INPUT_PACKS:-}"

printf 'bin=%s\n' "$bin" >> "$GITHUB_OUTPUT"
"$bin/synthgate" --version
