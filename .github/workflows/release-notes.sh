#!/usr/bin/env bash
# release-notes.sh v1.2.3: the section of CHANGELOG.md about this version, without its heading. Exit code 1 where there is none.
set -euo pipefail
cd "$(dirname "$0")/../.."
notes=$(awk -v heading="## [${1#v}]" '
  index($0, heading) == 1 { inside = 1; next }
  inside && (/^## / || /^\[[^]]*\]: /) { exit }
  inside' CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "CHANGELOG.md has no section [${1#v}]: give what stands under [Unreleased] this heading before the tag is set." >&2
  exit 1
fi
printf '%s\n' "$notes"
