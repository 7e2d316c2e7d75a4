#!/usr/bin/env bash
# The load tests in their long form: a week of a warm function, and requests that run while everything changes. Writes what they measured into README.md
# here. bash tests/soak.sh [REQUESTS]: 5,000,000 for the week, and a fifth as many at the same time. About eight minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
export CORSKIT_SOAK_REQUESTS=${1:-5000000}
output=$(mktemp)
trap 'rm -f "$output"' EXIT

dotnet build tests/CorsKit.Tests -c Release -warnaserror --nologo -v quiet
dotnet test tests/CorsKit.Tests -c Release --no-build --nologo --filter "FullyQualifiedName~CorsKit.Tests.Load" --logger "console;verbosity=detailed" | tee "$output"

# figures: load: NAME: N requests, N a second, N KB more per 100,000, N handles (+N), N threads (+N), N wrong, N versions; and more
rows=$(grep -o "figures: load: .*" "$output" | sed 's/^figures: load: //; s/;.*//' | sort | awk -F ', |: ' '{
  slope = handles = threads = ""
  for (i = 3; i <= NF; i++) {
    if ($i ~ / KB more /) slope = $i
    sub(/ KB more .*/, " KB", slope)
    if ($i ~ / handles /) { handles = $i; sub(" handles", "", handles) }
    if ($i ~ / threads /) { threads = $i; sub(" threads", "", threads) }
  }
  print "| " $1 " | " $2 + 0 " | " $3 + 0 " | " slope " | " handles " | " threads " | " $(NF - 1) + 0 " | " $NF + 0 " |"
}')
awk -v rows="$rows" '
  /^<!-- figures of soak.sh/ { print; print ""; print "| load | requests | a second | memory per 100,000 | handles | threads | wrong | versions |"; print "|---|---|---|---|---|---|---|---|"; print rows; print ""; skip = 1 }
  /^<!-- end of figures/ { skip = 0 }
  !skip' tests/README.md > "$output" && cat "$output" > tests/README.md
