#!/usr/bin/env bash
# Breaks the product on purpose and looks who notices: applies one patch of tests/mutants at a time to a clone of HEAD, builds, runs
# the lanes that the patch names, and takes it back. Prints a table, and writes it to tests/README.md when it ran all of them.
# Exit code 0 only if each patch applied and built, and every lane that it names, three at least, turned red.
#   bash tests/mutants.sh [NAME…]      all of them, or those named: "vary-twice" is tests/mutants/vary-twice.patch
# What the tests printed is in TestResults/mutants. CORSKIT_MUTANTS=FOLDER keeps the clone there, with what is built, for the next time.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_TieredPGO=0 UseSharedCompilation=true

# Each lane sees the product through another door, and no test is in two: a project of tests, and which of its tests count. Those that
# count bytes and those that take long are left out; of the browsers' matrix Chromium's part.
fast='Speed!=slow&FullyQualifiedName!~Allocat'
declare -A lanes=(
  [policies]="CorsKit.Tests $fast&FullyQualifiedName~CorsKit.Tests.Policies."
  [origins]="CorsKit.Tests $fast&FullyQualifiedName~CorsKit.Tests.Origins."
  [configuration]="CorsKit.Tests $fast&FullyQualifiedName~CorsKit.Tests.Configuration."
  [sources]="CorsKit.Tests $fast&FullyQualifiedName~CorsKit.Tests.Sources."
  [middleware]="CorsKit.Tests $fast&FullyQualifiedName~CorsKit.Tests.Middleware."
  [proxies]="CorsKit.Tests $fast&FullyQualifiedName~CorsKit.Tests.Proxies."
  [pages]="CorsKit.Tests $fast&FullyQualifiedName~CorsKit.Tests.Readme."
  [front-doors]="CorsKit.Testing.Tests $fast"
  [probe]="CorsKit.Tool.Tests $fast&FullyQualifiedName~CorsKit.Tool.Tests.Probing."
  [check]="CorsKit.Tool.Tests $fast&FullyQualifiedName!~CorsKit.Tool.Tests.Probing."
  [authorizer]="CorsKit.Authorizer.Tests $fast&FullyQualifiedName!~Tenants"
  [tenants]="CorsKit.Authorizer.Tests $fast&FullyQualifiedName~Tenants"
  [dynamodb]="CorsKit.DynamoDB.Tests $fast"
  [analyzers]="CorsKit.Analyzers.Tests $fast"
  [browsers]="CorsKit.BrowserTests FullyQualifiedName~AgreementTests&DisplayName~Chromium"
)

root=$PWD
logs=$root/TestResults/mutants
mkdir -p "$logs"
names=("$@")
[ $# -gt 0 ] || for patch in tests/mutants/*.patch; do names+=("$(basename "$patch" .patch)"); done
for name in "${names[@]}"; do
  [ -f "tests/mutants/$name.patch" ] || { echo "There is no tests/mutants/$name.patch."; exit 2; }
done

work=${CORSKIT_MUTANTS:-}
if [ -z "$work" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
[ -d "$work/.git" ] || git clone --quiet "$root" "$work" || exit 1
git -C "$work" fetch --quiet "$root" HEAD && git -C "$work" checkout --quiet --force --detach FETCH_HEAD || exit 1

lanes_of() { sed -n 's/^# lanes: //p' "tests/mutants/$1.patch"; }

# build LOG LANE…: the projects of the lanes and what they use.
build() {
  local log=$1 lane projects
  shift
  projects=$(for lane in "$@"; do echo "${lanes[$lane]%% *}"; done | sort -u | sed 's|.*|"tests/&/&.csproj"|' | paste -sd ,)
  echo "{\"solution\":{\"path\":\"CorsKit.sln\",\"projects\":[$projects]}}" > "$work/mutants.slnf"
  (cd "$work" && dotnet build mutants.slnf -c Release --nologo -v quiet -p:RunAnalyzers=false) > "$log" 2>&1
}

# run LOG LANE: prints how many tests failed; nothing if none ran.
run() {
  local project filter
  read -r project filter <<< "${lanes[$2]}"
  (cd "$work" && dotnet test "tests/$project" -c Release --no-build --nologo -v quiet --logger "console;verbosity=minimal" --filter "$filter") > "$1" 2>&1
  sed -n 's/.* - Failed: *\([0-9]*\), Passed: .*/\1/p' "$1" | tail -1
}

# Red says something only of a lane that is green without the mutant.
mapfile -t needed < <(for name in "${names[@]}"; do lanes_of "$name" | tr ' ' '\n'; done | sort -u)
for lane in "${needed[@]}"; do
  [ -n "${lanes[$lane]:-}" ] || { echo "No lane is called \"$lane\"."; exit 2; }
done
build "$logs/build.log" "${needed[@]}" || { echo "HEAD does not build: $logs/build.log"; exit 1; }
for lane in "${needed[@]}"; do
  failed=$(run "$logs/$lane.log" "$lane")
  [ "$failed" = 0 ] || { echo "Without a mutant $lane is not green: $logs/$lane.log"; exit 1; }
done
echo "Green without a mutant: ${needed[*]} ($SECONDS s)"

rows='| mutant | what a user would suffer | lanes, and how many of their tests failed | verdict |
|---|---|---|---|'
code=0
for name in "${names[@]}"; do
  patch=$root/tests/mutants/$name.patch
  read -ra mine <<< "$(lanes_of "$name")"
  suffered=$(sed -n '/^# lanes: /q; s/^# //p' "$patch" | paste -sd ' ')
  seen=() red=0 verdict=survives
  if ! git -C "$work" apply "$patch" 2> "$logs/$name.log"; then
    verdict='does not apply'
  elif ! build "$logs/$name.log" "${mine[@]}"; then
    verdict='does not build'
  else
    for lane in "${mine[@]}"; do
      failed=$(run "$logs/$name.$lane.log" "$lane")
      seen+=("$lane ${failed:-?}")
      [ "${failed:-0}" -eq 0 ] || red=$((red + 1))
    done
    [ "$red" -lt 3 ] || [ "$red" -lt ${#mine[@]} ] || verdict=caught
  fi
  git -C "$work" checkout --quiet --force .
  [ "$verdict" = caught ] || code=1
  row="| [$name](mutants/$name.patch) | $suffered | $(printf '%s, ' "${seen[@]}" | sed 's/, $//') | $verdict |"
  rows+=$'\n'$row
  echo "$name: ${seen[*]} - $verdict ($SECONDS s)"
done

echo
echo "$rows"
if [ $# -eq 0 ]; then
  rows=$rows awk '/^<!-- \/mutants -->/ { skipping = 0 } !skipping { print } /^<!-- mutants -->/ { print ENVIRON["rows"]; skipping = 1 }' \
    tests/README.md > "$logs/README.md" && cp "$logs/README.md" tests/README.md
fi
exit "$code"
