#!/usr/bin/env bash
# Changes the product in every small way that dotnet-stryker knows, one at a time, and counts what no test notices:
#   bash tests/mutation.sh [NAME…]     all parts, or those named: the names stand in "parts" below
# Writes a row for each part into the table of tests/README.md. What survived is listed in TestResults/mutation/NAME.txt, and the page to
# look at it is in the folder NAME beside that. Exit code 0 only if each part has at least its score. Takes hours: CORSKIT_MUTATE names
# the files of a part instead, such as CORSKIT_MUTATE="**/Origins/*.cs", and then the table is left alone.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_UI_LANGUAGE=en UseSharedCompilation=true

# Sources, the project that tests them, the files, and the least score in percent.
names=(engine authorizer browser rules)
declare -A parts=(
  [engine]="CorsKit CorsKit.Tests **/*.cs 92"
  [authorizer]="CorsKit.Authorizer CorsKit.Authorizer.Tests **/*.cs 92"
  [browser]="CorsKit.Testing CorsKit.Testing.Tests **/Browsers/*.cs 85"
  [rules]="CorsKit.Tool CorsKit.Tool.Tests **/Rules/**/*.cs 85"
)
[ $# -eq 0 ] || names=("$@")
for name in "${names[@]}"; do
  [ -n "${parts[$name]:-}" ] || { echo "No part is called \"$name\"."; exit 2; }
done

root=$PWD
results=$root/TestResults/mutation
tool=$root/artifacts/stryker
[ -x "$tool/dotnet-stryker" ] || dotnet tool install dotnet-stryker --tool-path "$tool" --version 5.1.0 || exit 1

# It changes what was built, so it works in a clone.
work=$(mktemp -d)
trap 'rm -rf "$work"; dotnet build-server shutdown --vbcscompiler > /dev/null 2>&1' EXIT
git clone --quiet "$root" "$work" || exit 1

failed=0
for name in "${names[@]}"; do
  read -r source tests files least <<< "${parts[$name]}"
  mkdir -p "$results"
  # What takes long and what is random says nothing of a mutant that the rest does not.
  cat > "$work/tests/$tests/stryker-config.json" << JSON
{ "stryker-config": {
  "project": "$source.csproj",
  "mutate": ["${CORSKIT_MUTATE:-$files}", "!**/obj/**"],
  "configuration": "Release",
  "test-case-filter": "Speed!=slow&Lane!=fuzz&FullyQualifiedName!~Allocat",
  "coverage-analysis": "perTest",
  "concurrency": 2,
  "reporters": ["json", "html", "progress"],
  "thresholds": { "high": 100, "low": $least, "break": 0 }
} }
JSON
  (cd "$work/tests/$tests" && "$tool/dotnet-stryker" --output "$results/$name" --skip-version-check) || { echo "dotnet-stryker ended without a score for $name."; failed=1; continue; }
  dotnet run tests/mutation.cs -- "$results/$name/reports/mutation-report.json" "$name" "$least" "${CORSKIT_MUTATE:+no table}" > "$results/$name.txt" || failed=1
  cat "$results/$name.txt"
done
exit "$failed"
