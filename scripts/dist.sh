#!/bin/sh
# Builds what is given to people, into dist/: the wheel, the program with its own Python in one folder
# (dist/stockage-partage) and that folder packed, each named in SHA256SUMS.
#   scripts/dist.sh [wheel]      `wheel`: the wheel alone
# The wheel is the same byte for byte wherever it is built from the same commit: its files carry the
# commit's date, and nothing of this machine.
set -eu
cd "$(dirname "$0")/.."
# Until here and not further: an editor's or a test's leftovers are no part of a release.
umask 022
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -c safe.directory='*' log -1 --format=%ct)}
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0
python=.venv/bin/python
out=${DIST:-dist}
mkdir -p "$out"

version=$("$python" -c 'import stockage_partage; print(stockage_partage.__version__)')

build_wheel() {
    rm -f "$out"/stockage_partage-*.whl
    "$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$out" .
}

build_program() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    .venv/bin/pyinstaller --noconfirm --log-level=ERROR --distpath "$out" --workpath "$work" \
        installer/stockage-partage.spec
    # A program that cannot say its version is no program.
    said=$("$out/stockage-partage/stockage-partage" --version)
    [ "$said" = "stockage-partage $version" ] || { echo "It says: $said" >&2; exit 1; }
    archive="stockage-partage-$version-linux-$(uname -m).tar.gz"
    rm -f "$out"/stockage-partage-*.tar.gz
    tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -cf - \
        stockage-partage | gzip -n >"$out/$archive"
}

build_wheel
[ "${1:-}" = wheel ] || build_program
(cd "$out" && sha256sum ./*.whl $(ls ./*.tar.gz 2>/dev/null) >SHA256SUMS && cat SHA256SUMS)
