#!/bin/sh
# mypy --strict over everything, in one run, and over the program for Windows and macOS too. Options are
# mypy's, and then nothing more is run: scripts/types.sh --python-version 3.13
set -eu
cd "$(dirname "$0")/.."
[ $# -eq 0 ] || exec .venv/bin/python scripts/check_types.py "$@"
others() { # the tests' bench is for POSIX alone
    failed=0
    for system in win32 darwin; do
        said=$(.venv/bin/mypy --no-error-summary --platform "$system" --cache-dir ".mypy_cache/$system" src) || {
            failed=1
            printf '%s:\n%s\n' "$system" "$said"
        }
    done
    return $failed
}
others & # beside the whole, on another processor
elsewhere=$!
failed=0
.venv/bin/python scripts/check_types.py || failed=1
wait "$elsewhere" || failed=1
exit $failed
