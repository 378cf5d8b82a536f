#!/bin/sh
# Rewrites requirements/*.txt from pyproject.toml, for every platform, with hashes and no registry's name.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet "$@"; }
compile --extra build -o requirements/run.txt
compile --extra build --extra dev -c requirements/run.txt -o requirements/dev.txt
compile --extra build --extra dev --extra conformance -c requirements/dev.txt -o requirements/conformance.txt
