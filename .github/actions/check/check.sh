#!/usr/bin/env bash
# Runs corskit check on $TEMPLATES (one a line), prints the findings, and writes them to the file $SARIF too.
# The exit code is that of corskit: 0 clean, 1 findings, 2 a file that cannot be used.
set -uo pipefail

templates=()
while IFS= read -r template; do
  template=${template%$'\r'}
  [ -z "${template//[[:space:]]/}" ] || templates+=("$template")
done <<< "$TEMPLATES"

arguments=("${templates[@]}" --fail-on "${FAIL_ON:-warning}")
[ -z "${SETTINGS:-}" ] || arguments+=(--settings "$SETTINGS")

corskit check "${arguments[@]}" --format sarif > "$SARIF" 2> /dev/null
exec corskit check "${arguments[@]}"
