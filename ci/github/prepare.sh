#!/usr/bin/env bash
# What this run of the action is called, and where it writes: the category of its alerts and of its
# comment, a folder for its reports, one for its cache. Two apps of a repository have two of each.
set -euo pipefail

first=$(printf '%s\n' "${INPUT_PATH:-}" | awk 'NF { n++; if (n == 1) one = $0 } END { if (n == 1) print one }')
where=$(printf '%s\n' "${INPUT_WORKING_DIRECTORY:-}" | head -n 1)
app=$(printf '%s' "${where:+${where%/}/}$first" | sed -E 's#^[[:space:]]+##; s#[[:space:]]+$##; s#/+$##; s#(^|/)cdk\.out$##; s#^(\./)+##; s#^\.$##')
category=$(printf '%s\n' "${INPUT_CATEGORY:-}" | head -n 1)
[ -n "$category" ] || category="synthgate${app:+/$app}"

# Names of files and keys: letters, digits, dots and dashes, and what tells two of the same apart.
name=$(printf '%s' "$category" | LC_ALL=C tr -c 'A-Za-z0-9.\n' '-' | cut -c 1-60)-$(printf '%s' "$category" | cksum | cut -d ' ' -f 1)
reports=$RUNNER_TEMP/synthgate-reports/$name
cache=$RUNNER_TEMP/synthgate-cache/$name
rm -rf "$reports"
mkdir -p "$reports"
mkdir -p "$cache"
chmod 700 "$RUNNER_TEMP/synthgate-cache" "$cache" # synthgate uses no cache that others may write to

{
  printf 'category=%s\n' "$category"
  printf 'name=%s\n' "$name"
  printf 'reports=%s\n' "$reports"
  printf 'cache=%s\n' "$cache"
} >> "$GITHUB_OUTPUT"
