#!/bin/sh
# mypy --strict over everything. Test folders one by one: each has a conftest of its own.
set -eu
cd "$(dirname "$0")/.."
mypy=.venv/bin/mypy
failed=0
"$mypy" src scripts/*.py benchmarks/*.py tests/*.py || failed=1
for folder in $(find tests -mindepth 1 -type d); do
    case $folder in
        *conformance*) continue ;; # other people's clients, untyped, in another environment
    esac
    ls "$folder"/*.py >/dev/null 2>&1 || continue
    "$mypy" "$folder"/*.py || failed=1
done
exit $failed
