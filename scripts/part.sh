#!/bin/sh
# Runs one part of a longer run, ended when it takes too long, and says what it took:
#   scripts/part.sh NAME SECONDS COMMAND...
# Where PARTS names a file, its time is added to it.
set -u
name=$1
most=$2
shift 2
start=$(date +%s)
code=0
if command -v timeout >/dev/null 2>&1; then
    # In the foreground, so that Ctrl-C still reaches it; killed when it does not end by itself.
    timeout --foreground --kill-after=30 "$most" "$@" || code=$?
else
    "$@" || code=$?
fi
took=$(($(date +%s) - start))
[ "$code" -ne 124 ] || printf '%s: ended after %s s, its most\n' "$name" "$most" >&2
printf '== %s: %s s\n' "$name" "$took" >&2
[ -z "${PARTS:-}" ] || printf '%6s s  %s\n' "$took" "$name" >>"$PARTS"
exit "$code"
