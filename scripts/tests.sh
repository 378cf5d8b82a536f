#!/bin/sh
# Runs tests, WORKERS at a time (0: in this process), then once more, one by one, the few that failed:
#   scripts/tests.sh WORKERS PYTEST-ARGUMENT...
# On a busy machine a test may miss a moment that it has by itself; such a one is named. What fails twice is a
# fault, and so is anything else: more than five, a worker that died at the end, nothing collected.
set -u
cd "$(dirname "$0")/.."
workers=$1
shift
pytest=.venv/bin/pytest
failed=.pytest_cache/v/cache/lastfailed

rm -f "$failed"
code=0
"$pytest" --durations=20 -n "$workers" --dist worksteal "$@" || code=$?
[ "$code" -eq 1 ] && [ -f "$failed" ] || exit "$code"
[ "$(grep -c '": true' "$failed")" -le 5 ] || exit "$code"
printf '== once more, one by one:\n' >&2
grep '": true' "$failed" >&2
exec "$pytest" --last-failed --last-failed-no-failures none "$@"
