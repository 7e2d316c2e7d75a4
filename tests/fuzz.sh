#!/usr/bin/env bash
# bash tests/fuzz.sh MINUTES: gives each fuzz target so many minutes, two at a time, and writes what was tried into tests/README.md.
# A failure names its seed: CsCheck_Seed=SEED dotnet test PROJECT --filter "FullyQualifiedName~TARGET" repeats it.
set -euo pipefail
cd "$(dirname "$0")/.."
minutes=${1:?"how many minutes for each target? bash tests/fuzz.sh MINUTES"}
results=$PWD/TestResults/fuzz
rm -rf "$results" && mkdir -p "$results"
dotnet build CorsKit.sln -c Release --nologo -v quiet
failed=0
for project in Tests Testing.Tests Authorizer.Tests Tool.Tests; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || failed=1; done
  CORSKIT_FUZZ_SECONDS=$(awk "BEGIN { printf \"%d\", $minutes * 60 }") dotnet test "tests/CorsKit.$project" -c Release --no-build --nologo -v quiet --filter "Lane=fuzz" \
    --results-directory "$results" --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" &
done
while [ "$(jobs -rp | wc -l)" -gt 0 ]; do wait -n || failed=1; done
rows=$(grep -ho "figures: |[^<]*" "$results"/*.trx | sed "s/^figures: //" | sort)
ROWS=$rows awk '
  /^<!-- fuzz -->/ { print; print "| tests | what holds | inputs | seconds |"; print "|---|---|---:|---:|"; print ENVIRON["ROWS"]; skip = 1 }
  /^<!-- \/fuzz -->/ { skip = 0 }
  !skip' tests/README.md > "$results/README.md"
cp "$results/README.md" tests/README.md
echo "$rows"
exit "$failed"
