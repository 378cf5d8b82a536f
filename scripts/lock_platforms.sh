#!/bin/sh
# Shows that everything in requirements/run.txt has a wheel wherever people have the program: nobody
# compiles. Nothing is installed. Needs uv, which knows the markers of a platform that is not this one.
set -eu
cd "$(dirname "$0")/.."
# Macs with an Intel processor have none any more: those of cryptography end with 48.
nowhere=$(mktemp -d)
trap 'rm -rf "$nowhere"' EXIT
for platform in x86_64-pc-windows-msvc aarch64-apple-darwin; do
    for version in 3.11 3.12 3.13; do
        uv pip install --quiet --dry-run --target "$nowhere" --python-platform "$platform" \
            --python-version "$version" --only-binary :all: --no-deps --require-hashes -r requirements/run.txt
        echo "$platform, Python $version: every package has a wheel"
    done
done
