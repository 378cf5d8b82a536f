#!/bin/sh
# Installs what the project needs into .venv, and the system packages that are missing.
#   scripts/install.sh run | test | conformance
# Repeatable: what is already there is left alone. Works as root, through sudo, or says what to ask for.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
venv=.venv

say() { printf '%s\n' "$*" >&2; }

have_command() { command -v "$1" >/dev/null 2>&1; }

have_font() {
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" "${HOME:-/root}/.local/share/fonts" \
        \( -name 'NotoSans-Regular.*' -o -name 'NotoSans\[*' -o -name 'DejaVuSans.ttf' \) 2>/dev/null | head -n 1)" ]
}

missing_commands() {
    python3 -c 'import ensurepip' 2>/dev/null || printf 'python3-venv '
    have_font || printf 'fonts-noto-core '
    if [ "$purpose" != run ]; then
        have_command git || printf 'git '
        ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || printf 'postgresql '
        have_command dbus-run-session || printf 'dbus-daemon '
        have_command gnome-keyring-daemon || printf 'gnome-keyring '
        have_command openssl || printf 'openssl '
        have_command Xvfb || printf 'xvfb xauth '
    fi
}

# What the installed Qt needs of the system and does not find: "library package" a line.
missing_libraries() { "$venv/bin/python" -m stockage_partage.system_libraries; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

fetch_package_lists() {
    [ -z "${lists_fetched:-}" ] || return 0
    as_root apt-get update -qq
    lists_fetched=1
}

install_packages() { # install_packages PACKAGE…
    [ $# -gt 0 ] || return 0
    if ! have_command apt-get; then
        say "Missing on this system, to be installed with its own package manager: $*"
        return 0
    fi
    if [ "$(id -u)" -ne 0 ] && ! have_command sudo; then
        say "An administrator must first run: apt-get install $*"
        exit 1
    fi
    say "Installing system packages: $*"
    fetch_package_lists
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# After the Python packages, for they say what they need; see src/stockage_partage/system_libraries.py.
install_libraries() {
    complete="$venv/.libraries-complete"
    # Looked at again once a library or a Python package was added or removed.
    [ -z "$(find "$complete" -newer /etc/ld.so.cache -newer "$stamp" 2>/dev/null)" ] || return 0
    [ -z "$(missing_libraries)" ] || install_missing_libraries
    [ -n "$(missing_libraries)" ] || : >"$complete"
}

install_missing_libraries() {
    if have_command apt-get && { [ "$(id -u)" -eq 0 ] || have_command sudo; }; then
        fetch_package_lists # some packages have another name from one Debian to the next
    fi
    # shellcheck disable=SC2046  # a list of words is meant
    install_packages $(missing_libraries | awk '{ print $NF }' | sort -u)
    lacking=$(missing_libraries | awk '{ print $1 }' | tr '\n' ' ')
    [ -z "$lacking" ] || say "Still missing: $lacking"
}

install_python_packages() {
    case $purpose in
        run) lock=requirements/run.txt ;;
        test) lock=requirements/dev.txt ;;
        conformance) lock=requirements/conformance.txt ;;
        *) say "usage: scripts/install.sh run|test|conformance"; exit 2 ;;
    esac
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "Python 3.11 or newer is needed; python3 is $(python3 --version)."
        exit 1
    }
    [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
    stamp="$venv/.installed-$purpose"
    wanted=$(cat "$lock" pyproject.toml | cksum)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    say "Installing Python packages ($lock); the first time takes a minute or two."
    # The lock names everything: with nothing left to resolve, a release of tomorrow changes nothing.
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    printf '%s\n' "$wanted" >"$stamp"
}

# shellcheck disable=SC2046  # a list of words is meant
install_packages $(missing_commands)
install_python_packages
install_libraries
