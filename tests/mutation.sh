#!/usr/bin/env bash
# Changes the product in every small way that dotnet-stryker knows, one at a time, and counts what no test notices:
#   bash tests/mutation.sh [NAME…]     all parts, or those named: the names stand in "parts" below
# Writes a row for each part into the table of tests/README.md. What survived is listed in TestResults/mutation/NAME.txt, and the page to
# look at it in is in the folder NAME beside that. Exit code 0 only if each part has at least its score. All of it takes hours.
# CORSKIT_MUTATE names the files of a part instead, such as CORSKIT_MUTATE="**/Origins/OriginIndex.cs", and then the table is left alone.
set -uo pipefail
cd "$(dirname "$0")/.."

# Sources; the files that are changed; the project that tests them; of its tests the folders and files that count, since every change is
# tried against all of them that run it; the least score in percent.
names=(origins policies selection sources configuration middleware authorizer browser rules)
declare -A parts=(
  [origins]="CorsKit Origins/ CorsKit.Tests Origins/,Policies/ 92"
  [policies]="CorsKit Policies/,Headers/,Methods/ CorsKit.Tests Policies/,Origins/OriginTableTests,Origins/PublicSuffixTests,Sources/OriginRuleTests,Middleware/PreflightCacheTests 92"
  [selection]="CorsKit Selection/ CorsKit.Tests Selection/ 92"
  [sources]="CorsKit Sources/ CorsKit.Tests Sources/ 92"
  [configuration]="CorsKit Configuration/ CorsKit.Tests Configuration/,Sources/OriginSourceOptionsTests,Sources/OriginSourceTests 92"
  [middleware]="CorsKit Middleware/ CorsKit.Tests Middleware/,Selection/SelectionTests,Sources/OriginSourceTests,Configuration/PolicyProviderTests,Configuration/ReloadTests,Configuration/SectionTests,Configuration/StartupTests 92"
  [authorizer]="CorsKit.Authorizer / CorsKit.Authorizer.Tests / 92"
  [browser]="CorsKit.Testing Browsers/ CorsKit.Testing.Tests Browsers/ 85"
  [rules]="CorsKit.Tool Rules/ CorsKit.Tool.Tests CorpusTests,RulePairTests,RoutingTests,StageCacheTests,OriginTableTests,TerraformTests,RulebookTests,WordsTests,CombinationTests 85"
)
[ $# -eq 0 ] || names=("$@")
for name in "${names[@]}"; do
  [ -n "${parts[$name]:-}" ] || { echo "No part is called \"$name\"."; exit 2; }
done

# The version must be the same whether MSBuild builds or Stryker does, which runs no target of MinVer. What is left out is no style.
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_TieredPGO=0 UseSharedCompilation=true RunAnalyzers=false MinVerSkip=true MinVerMajor=0 MinVerMinor=0 MinVerPatch=0
root=$PWD
results=$root/TestResults/mutation
mkdir -p "$results"

# It changes what was built, so it works in a clone. The tool is installed outside of the repository.
work=$(mktemp -d)
trap 'rm -rf "$work"; dotnet build-server shutdown --vbcscompiler > /dev/null 2>&1' EXIT
dotnet tool install dotnet-stryker --tool-path "$work/tool" --version 5.1.0 > /dev/null || exit 1
git clone --quiet "$root" "$work/clone" || exit 1

# keep PROJECT FOLDER,FILE…: leaves no tests in the clone but those there, without those that take long, are random, or count bytes: Stryker's
# runner for Microsoft.Testing.Platform takes no filter (stryker-net#3843).
keep() {
  local file attributes
  for file in $(cd "$work/clone/tests/$1" && grep -rlE '\[(Fact|Theory|Fuzz)\]' --include='*.cs' .); do
    attributes='Fact|Theory|Fuzz'
    for folder in ${2//,/ }; do
      [[ "/${file#./}" != *"/${folder#/}"* ]] || attributes=Fuzz
    done
    ! grep -qE 'Speed", "slow"|class (Lambda)?Allocation' "$work/clone/tests/$1/$file" || attributes='Fact|Theory|Fuzz'
    sed -i -E "s/\[($attributes)\]//" "$work/clone/tests/$1/$file"
  done
}

failed=0
for name in "${names[@]}"; do
  read -r source files tests counted least <<< "${parts[$name]}"
  git -C "$work/clone" checkout --quiet --force .
  keep "$tests" "$counted"
  cp tests/MutationStart.cs "$work/clone/tests/$tests/"
  export CORSKIT_CHANGED=$source
  mutate="\"${CORSKIT_MUTATE:-}\""
  [ -n "${CORSKIT_MUTATE:-}" ] || mutate=$(for folder in ${files//,/ }; do echo "\"**/$source/${folder#/}**/*.cs\""; done | paste -sd ,)
  cat > "$work/clone/tests/$tests/stryker-config.json" << JSON
{ "stryker-config": {
  "project": "$source.csproj",
  "mutate": [$mutate, "!**/obj/**"],
  "configuration": "Release",
  "test-runner": "mtp",
  "coverage-analysis": "perTest",
  "ignore-methods": ["ConfigureAwait"],
  "concurrency": 2,
  "reporters": ["json", "html", "progress"]
} }
JSON
  rm -f "$results/$name.log"

  # xunit.v3 is run by Microsoft.Testing.Platform: by VSTest no mutant would be active in the process that runs the tests.
  (cd "$work/clone/tests/$tests" && "$work/tool/dotnet-stryker" --output "$results/$name" --skip-version-check) > "$results/$name.log" 2>&1 &

  # What holds all the changes is put back at the end; it lies where the tests find the repository and the configuration that they were built in.
  until grep -q "mutants will be tested" "$results/$name.log" 2> /dev/null || ! kill -0 $! 2> /dev/null; do sleep 1; done
  changed=$work/clone/tests/$tests/bin/Release/changed
  rm -rf "$changed"
  cp -r "$work/clone/tests/$tests/bin/Release/net10.0" "$changed"
  wait $!
  tail -3 "$results/$name.log"

  # Such a test runs for every change, and what survives looks ended by the clock: put it where no part counts it.
  if grep "marking as Dubious" "$results/$name.log"; then
    echo "A test ran into the clock before anything was changed, so the score of $name says nothing."
    failed=1
    continue
  fi
  dotnet run tests/mutation.cs -- "$results/$name/reports/mutation-report.json" "$name" "$least" "$changed/$tests.dll" ${CORSKIT_MUTATE:+"no table"} > "$results/$name.txt" || failed=1
  tail -2 "$results/$name.txt"
done
exit "$failed"
