#!/bin/sh
# Makes a release of the version that CHANGELOG.md has at its top: dates it, tries and builds everything,
# tags it, then opens the next minor version. Nothing is sent anywhere: `git push --follow-tags` is the
# last word of whoever made it.
#   scripts/release.sh [YYYY-MM-DD]      (today by default)
# Stopped half-way, the only trace is a commit without a tag, which git can take back.
set -eu
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*" >&2; }
refuse() { say "$*"; exit 1; }

day=${1:-$(date +%F)}
about=src/stockage_partage/__init__.py
version=$(sed -n 's/^__version__ = "\([0-9]*\.[0-9]*\.[0-9]*\).*"$/\1/p' "$about")
[ -n "$version" ] || refuse "No version in $about."
[ -z "$(git status --porcelain)" ] || refuse "There are changes that are not committed."
! git rev-parse -q --verify "refs/tags/v$version" >/dev/null || refuse "v$version exists already."
grep -q "^## \[$version\] – non publiée$" CHANGELOG.md || refuse "CHANGELOG.md has no open section for $version."

open_next() { # the minor version that follows, with an empty section of its own
    next=$(printf '%s' "$version" | awk -F. '{ print $1 "." $2 + 1 ".0" }')
    sed -i "s/^__version__ = .*/__version__ = \"$next.dev0\"/" "$about"
    sed -i "s/^## \[$version\] – $day$/## [$next] – non publiée\n\n&/" CHANGELOG.md
    git commit -q -a -m "release: $next begins" -m "What follows $version is collected under its number."
}

sed -i "s/^__version__ = .*/__version__ = \"$version\"/" "$about"
sed -i "s/^## \[$version\] – non publiée$/## [$version] – $day/" CHANGELOG.md
git commit -q -a -m "release: $version" -m "Dated in the changelog; what people install says this number."
if command -v uv >/dev/null; then scripts/lock_platforms.sh; else say "Without uv, wheels for Windows and macOS are not looked for."; fi
make test
make dist
if [ "$(id -u)" -eq 0 ]; then scripts/bare_debian.sh bookworm dist; else say "Only root can try it on a bare Debian."; fi
git tag -a "v$version" -m "Stockage et partage $version"
open_next
say "v$version is in dist/ and tagged. To publish: git push --follow-tags."
