#!/usr/bin/env bash
# The gate's answer as the step's: 0 open, 1 closed, 2 wrong usage, 3 not everything could be scanned.
# No answer is no open gate.
set -euo pipefail

if [ "${UPLOAD:-}" = failure ]; then
  echo "::warning title=synthgate::the alerts were not uploaded: is code scanning on, and has the job security-events: write? The report is in the step's summary."
fi
case "${VERDICT:-}/${CODE:-}" in
  open/0) exit 0 ;;
  closed/1) echo "::error title=synthgate::the gate is closed" ;;
  incomplete/3) echo "::error title=synthgate::not everything could be scanned, and the gate is not open" ;;
  *) echo "::error title=synthgate::synthgate gave no answer, and the gate is not open: the summary of the scan, or its log, says why" ;;
esac
case ${CODE:-} in
  1 | 2 | 3) exit "$CODE" ;;
  *) exit 2 ;;
esac
