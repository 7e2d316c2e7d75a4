#!/usr/bin/env bash
# Runs every fuzz target for some minutes, one for each core, and writes what it did into tests/README.md: bash tests/fuzz.sh MINUTES [NAME]
# With NAME, those whose name has it; the rows of the others stay. Exit code 0 only if none found a fault. What is found stands in
# TestResults/fuzz, made small, with the seed that repeats it: CsCheck_Seed=… dotnet test PROJECT --filter ….
set -uo pipefail
cd "$(dirname "$0")/.."

minutes=${1:?Say for how many minutes each target runs.}
only=${2:-}
results=$PWD/TestResults/fuzz
rm -rf "$results"
mkdir -p "$results"

targets=()
for project in $(grep -l CsCheck tests/*/*.csproj); do
  project=$(dirname "$project")
  dotnet build "$project" -c Release -warnaserror --nologo -v quiet || exit 1
  for target in $(dotnet test "$project" -c Release --no-build --list-tests --filter Lane=fuzz | grep -o "^    CorsKit\.[A-Za-z_.]*" | grep -F -- "$only"); do
    targets+=("$project $target")
  done
done

# run PROJECT TARGET: each has one thread, and what it took of the processor is noted. A target has twice its time to shrink what it found and to end.
run() {
  local TIMEFORMAT=%0U
  {
    time CsCheck_Time=$((minutes * 60)) timeout $((minutes * 120 + 300)) \
      dotnet test "$1" -c Release --no-build --nologo -v quiet --filter "FullyQualifiedName=$2" --results-directory "$results" --logger "trx;LogFileName=$2.trx" > "$results/$2.log" 2>&1
  } 2> "$results/$2.processor"
}
export -f run
export minutes results
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -L 1 bash -c 'run "$@"' run

# row TARGET: inputs, seconds, those of the processor, and faults, of what CsCheck says: "Passed 1,234 iterations." or "(1 shrinks, 2 skipped, 1,234 total)".
row() {
  local trx=$results/$1.trx said inputs time seconds faults=1
  said=$(grep -ohE "Passed [0-9,]+ iterations|[0-9,]+ total\)" "$trx" 2> /dev/null | head -1)
  inputs=$(tr -dc '0-9,' <<<"$said")
  time=$(grep -oE ' duration="[0-9:]+' "$trx" 2> /dev/null | head -1 | tr -dc '0-9:')
  seconds=$(awk -F: '{ print $1 * 3600 + $2 * 60 + $3 }' <<<"${time:-0:0:0}")
  grep -q 'outcome="Passed"' "$trx" 2> /dev/null && faults=0
  [ "$faults" -eq 0 ] || failed=1
  echo "| \`${1#CorsKit.}\` | ${inputs:-?} | $seconds | $(cat "$results/$1.processor") | $faults |"
}

failed=0
rows=$results/rows.md
for target in "${targets[@]}"; do
  row "${target#* }"
done > "$rows"
table=$results/table.md
{
  echo "| target | inputs | seconds | of the processor | faults |"
  echo "|---|---:|---:|---:|---:|"
  {
    sed '1,/<!-- fuzz -->/d; /<!-- \/fuzz -->/,$d' tests/README.md | grep '^| `' | grep -vFf <(cut -d ' ' -f 2 "$rows")
    cat "$rows"
  } | sort
} > "$table"
cat "$table"
sed -i -e "/<!-- fuzz -->/,/<!-- \/fuzz -->/ { /<!-- \/fuzz -->/ ! { /<!-- fuzz -->/ ! d } }" -e "/<!-- fuzz -->/r $table" tests/README.md
[ "$failed" -eq 0 ] || echo "Faults were found: see TestResults/fuzz."
[ "$failed" -eq 0 ] && [ "${#targets[@]}" -gt 0 ]
