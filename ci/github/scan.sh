#!/usr/bin/env bash
# Scan, and keep the gate's answer for gate.sh: alerts, summary and comment come first, above all where
# the gate is closed.
set -euo pipefail

arguments=(scan)
# $(each NAME): the lines of an input that say something, without blanks around them.
each() { printf '%s\n' "${1:-}" | sed -E 's|^[[:space:]]+||; s|[[:space:]]+$||; /^$/d'; }
# option NAME VALUE: nothing where the input says nothing.
option() { [ -z "$2" ] || arguments+=("$1=$2"); }

option --profile "${INPUT_PROFILE:-}"
option --baseline "${INPUT_BASELINE:-}"
option --against "${INPUT_AGAINST:-}"
option --accepted-from "${INPUT_ACCEPTED_FROM:-}"
option --fail-on "${INPUT_FAIL_ON:-}"
option --environment "${INPUT_ENVIRONMENT:-}"
option --lang "${INPUT_LANG:-}"
while IFS= read -r line; do option --policy "$line"; done < <(each "${INPUT_POLICY:-}")
while IFS= read -r line; do option --gate-on "$line"; done < <(each "${INPUT_GATE_ON:-}")
while IFS= read -r line; do
  case $line in
    *=*) arguments+=("--format=$line") ;;
    *) arguments+=("--format=$line=$REPORTS/report.$line") ;;
  esac
done < <(each "${INPUT_FORMATS:-}")

# A fork's pull request is a stranger's.
stranger=$("$BIN/python" -I - << 'PYTHON'
import json, os
path = os.environ.get("GITHUB_EVENT_PATH")
event = json.load(open(path, encoding="utf-8")) if path and os.path.exists(path) else {}
head = (event.get("pull_request") or {}).get("head")
own = os.environ.get("GITHUB_REPOSITORY")
print("true" if head is not None and (head.get("repo") or {}).get("full_name") != own else "false")
PYTHON
)
case ${INPUT_UNTRUSTED:-auto} in
  auto) untrusted=$stranger ;;
  true | false) untrusted=$INPUT_UNTRUSTED ;;
  *)
    echo "::error title=synthgate::untrusted is one of auto, true, false"
    exit 2
    ;;
esac
[ "$untrusted" = false ] || arguments+=(--untrusted)

if [ -n "${SYNTHGATE_CACHE_KEY:-}" ]; then
  export SYNTHGATE_CACHE=$CACHE
else
  # Empty counts as a variable that is set, and there is nothing to sign with.
  unset SYNTHGATE_CACHE_KEY
  arguments+=(--no-cache)
fi

arguments+=(
  --stamp
  "--sarif-category=$CATEGORY"
  "--format=text"
  "--format=github=$REPORTS/annotations.txt"
  "--format=markdown=$REPORTS/summary.md"
  "--format=sarif-github=$REPORTS/synthgate.sarif"
  "--format=results=$REPORTS/results.json"
)
while IFS= read -r line; do arguments+=("$line"); done < <(each "${INPUT_PATH:-}" | sed 's|^-|./-|')

# The report shows names that a stranger has chosen: no line of it is a command to the runner.
token=$("$BIN/python" -I -c 'import secrets; print(secrets.token_hex(16))')
echo "::stop-commands::$token"
code=0
errors=$REPORTS/errors.txt
(
  cd -- "${INPUT_WORKING_DIRECTORY:-.}" || exit 2
  exec "$BIN/synthgate" "${arguments[@]}"
) 2> "$errors" || code=$?
cat "$errors" >&2
echo "::$token::"

case $code in
  0) verdict=open ;;
  1) verdict=closed ;;
  3) verdict=incomplete ;;
  *) verdict=error ;;
esac
# No report, or one that something has come after: what stood in the pull request before is no verdict
# on this change. A report that says itself what is wrong stays.
if [ "$verdict" = error ] && ! grep -qs '^## ⚠ ' "$REPORTS/summary.md"; then
  CODE=$code ERRORS=$errors SUMMARY=$REPORTS/summary.md \
    "$BIN/python" -I "$GITHUB_ACTION_PATH/ci/github/no_answer.py"
fi
{
  printf 'exit-code=%s\n' "$code"
  printf 'verdict=%s\n' "$verdict"
  [ ! -f "$REPORTS/synthgate.sarif" ] || printf 'sarif=%s\n' "$REPORTS/synthgate.sarif"
  [ ! -f "$REPORTS/summary.md" ] || printf 'summary=%s\n' "$REPORTS/summary.md"
  [ ! -f "$REPORTS/results.json" ] || printf 'results=%s\n' "$REPORTS/results.json"
} >> "$GITHUB_OUTPUT"

if [ -f "$REPORTS/summary.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$REPORTS/summary.md" >> "$GITHUB_STEP_SUMMARY"
fi
if [ "${INPUT_ANNOTATIONS:-true}" = true ] && [ -f "$REPORTS/annotations.txt" ]; then
  cat "$REPORTS/annotations.txt"
fi
