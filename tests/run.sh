#!/usr/bin/env bash
# Builds everything with warnings as errors and runs every test, in real browsers too: it installs Chromium where that is
# missing, and Firefox and WebKit where it can. Prints the coverage of the packages, and ends with "N passed, N failed".
# Exit code 0 only if all passed, nothing warned and the coverage is kept.
# Without the tests that take more than five seconds, while working: dotnet test PROJECT --filter "Speed!=slow"
set -uo pipefail
cd "$(dirname "$0")/.."

# The least share of lines, in percent, that the tests of a package reach in it.
declare -A least_coverage=([CorsKit]=95 [CorsKit.Authorizer]=85 [CorsKit.Testing]=95 [CorsKit.Tool]=93)
results=$PWD/TestResults # the screenshots of the browser tests stay here
rm -rf "$results"
failed=0

# install PROGRAM PACKAGE…: makes sure that the program is there, by apt where it is not; asks nothing. A program called - never is.
install() {
  command -v "$1" > /dev/null && return
  command -v apt-get > /dev/null || return
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo -n)
  [ -n "${updated:-}" ] || "${root[@]}" apt-get update -qq < /dev/null > /dev/null 2>&1
  updated=yes
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${@:2}" < /dev/null > /dev/null 2>&1
  command -v "$1" > /dev/null
}

if [ -z "${CORSKIT_CHROMIUM:-}" ] && ! command -v chromium chromium-browser google-chrome > /dev/null && ! install chromium chromium; then
  echo "The browser tests need Chromium, and it could not be installed. Install it ('apt-get install chromium'), or name its file in CORSKIT_CHROMIUM."
  exit 1
fi
install firefox-esr firefox-esr || echo "Firefox (package firefox-esr) could not be installed: its tests are skipped."
install WebKitWebDriver webkit2gtk-driver && install Xvfb xvfb || echo "WebKit (packages webkit2gtk-driver and xvfb) could not be installed: its tests are skipped."
webkit_in_python() { /usr/bin/python3 -c "import gi; gi.require_version('WebKit2', '4.1')" > /dev/null 2>&1; }
webkit_in_python || install - python3-gi gir1.2-webkit2-4.1
webkit_in_python || echo "WebKit's bindings for Python (packages python3-gi and gir1.2-webkit2-4.1) could not be installed: the tests of apps with schemes of their own are skipped."

command -v npm > /dev/null || echo "npm is not installed: the tests of CorsKit.DynamoDB that need dynalite and those of CorsKit.Tool that need the CDK are skipped."

# Nothing here runs long enough to earn back what the runtime spends on measuring hot methods, nearly a third of the tests' time, and
# on compiling again what was called thirty times: a tenth of the build's. (The number is hexadecimal.)
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=400

# The compiler stays for all that is built, by tests too, since starting it for each project costs time, and is stopped at the end.
export UseSharedCompilation=true
trap 'dotnet build-server shutdown --vbcscompiler > /dev/null 2>&1' EXIT
dotnet build CorsKit.sln -c Release -warnaserror --nologo -v quiet || exit 1
echo "Built in $SECONDS s."

test_project() {
  local name began=$SECONDS code
  name=$(basename "$1" .csproj)
  echo "== $name"
  if grep -q coverlet.collector "$1"; then
    # Of the package alone that the project is for. The code that the compiler makes of regular expressions and the like is not ours to cover.
    # Whether a line ran is enough: counting how often takes a third more of the processor's time.
    local coverage=DataCollectionRunSettings.DataCollectors.DataCollector.Configuration
    dotnet test "$1" -c Release --no-build --nologo -v quiet --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
      --collect "XPlat Code Coverage" -- "$coverage.Include=[${name%.Tests}]*" "$coverage.ExcludeByFile=**/*.g.cs" "$coverage.SingleHit=true"
    code=$?
  else
    # As the program that it is, which takes little more than half of the processor's time of dotnet test. It is not given .runsettings.
    DOTNET_hostBuilder__reloadConfigOnChange=false dotnet "$(dirname "$1")/bin/Release/net10.0/$name.dll" -trx "$results/$name.trx" -noColor -noLogo
    code=$?
    keep_attachments "$results/$name.trx" "$results/$name"
  fi
  echo "$name took $((SECONDS - began)) s."
  return "$code"
}

# keep_attachments TRX FOLDER: what tests attached lies in temporary folders, one for each test.
keep_attachments() {
  local file folder
  grep -o '<ResultFile path="[^"]*"' "$1" 2> /dev/null | cut -d '"' -f 2 | sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g' | while read -r file; do
    folder=$(dirname "$file")
    mkdir -p "$2/$(basename "$folder")" && mv "$file" "$2/$(basename "$folder")/"
    rmdir "$folder" 2> /dev/null
  done
}

# Two at a time, those that take longest first; what each writes is shown when it has ended.
mapfile -t projects < <(dotnet sln CorsKit.sln list | tr '\\' '/' | grep '^tests/.*Tests\.csproj$' | awk '{ print ($0 ~ /BrowserTests|CorsKit\.Tests|Tool\.Tests|Templates\.Tests/ ? 0 : 1), $0 }' | sort | cut -d ' ' -f 2-)
mkdir -p "$results"
for project in "${projects[@]}"; do
  [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
  log="$results/$(basename "$project" .csproj).log"
  # An exception outside of all tests is told by the program, which may still end with 0.
  { test_project "$project" > "$log" 2>&1 && ! grep -qF "[FATAL ERROR]" "$log" || touch "$results/failed"; cat "$log"; } &
done
wait
[ ! -e "$results/failed" ] || failed=1

# Amazon's own host, and the sample that is deployed on it. Their packages are in the public gallery, and not on every source.
test_on_amazons_host() {
  local name=CorsKit.AmazonLambda.Tests output
  if ! output=$(dotnet restore "tests/$name" --nologo -v quiet 2>&1); then
    local missing=": error NU110[12]: .*Amazon\.Lambda\." # not there, or not in this version
    if grep -q "$missing" <<<"$output" && ! grep -v "$missing" <<<"$output" | grep -q ": error "; then
      echo "Amazon.Lambda.AspNetCoreServer cannot be restored from this machine's package source, so $name was not run."
      return 0
    fi
    echo "$output"
    return 1
  fi
  echo "== $name"
  dotnet build "tests/$name" -c Release --no-restore -warnaserror --nologo -v quiet &&
    dotnet test "tests/$name" -c Release --no-build --nologo -v quiet --results-directory "$results" \
      --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal"
}
test_on_amazons_host || failed=1

# <Counters total="4" executed="4" passed="4" failed="0" …>
count() { cat "$results"/*.trx | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
total=$(count total)
passed=$(count passed)
executed=$(count executed)
skipped=$((total - executed))
failures=$((executed - passed))

# Each test that was skipped, with its reason.
cat "$results"/*.trx | awk '
  /<UnitTestResult / { name = "" }
  /outcome="NotExecuted"/ { match($0, /testName="[^"]*"/); name = substr($0, RSTART + 10, RLENGTH - 11) }
  name && sub(/.*<(Message|StdOut)>/, "") { sub(/<\/(Message|StdOut)>.*/, ""); print "Skipped " name ": " substr($0, 1, 200); name = "" }'

# What load tests measured, for whoever reads on.
grep -ho "figures: [^<]*" "$results"/*.trx | sed "s/^figures: //"

echo
for package in CorsKit CorsKit.Authorizer CorsKit.Testing CorsKit.Tool; do
  coverage=$(cat "$results"/*/coverage.cobertura.xml | grep -o "<package name=\"${package//./\\.}\" line-rate=\"[0-9.]*\"" | grep -o '[0-9.]*"$' | tr -d '"' | sort -n | tail -1)
  echo "Coverage of src/$package: $(awk "BEGIN { printf \"%.1f\", ${coverage:-0} * 100 }") % of lines (at least ${least_coverage[$package]} % is kept)"
  if awk "BEGIN { exit !(${coverage:-0} * 100 < ${least_coverage[$package]}) }"; then
    echo "The coverage is too low."
    failures=$((failures + 1))
  fi
done

# A test host that crashes fails without counting.
if [ "$failed" -ne 0 ] && [ "$failures" -eq 0 ]; then
  failures=1
fi

if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failures failed, $skipped skipped"
else
  echo "$passed passed, $failures failed"
fi
[ "$failures" -eq 0 ] && [ "$passed" -gt 0 ]
