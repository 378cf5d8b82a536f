#!/bin/sh
# Installs what the project needs into .venv, and the system packages that are missing.
#   scripts/install.sh run | test | conformance
# Repeatable: what is already there is left alone. Works as root, through sudo, or says what to ask for.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
venv=.venv

say() { printf '%s\n' "$*" >&2; }

have_library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }
have_command() { command -v "$1" >/dev/null 2>&1; }

# soname -> Debian package. The list was found on a bare Debian 12 with ldd (docs/decisions/0001).
missing_packages() {
    while read -r soname package; do
        have_library "$soname" || printf '%s ' "$package"
    done <<LIBRARIES
libEGL.so.1 libegl1
libGL.so.1 libgl1
libfontconfig.so.1 libfontconfig1
libdbus-1.so.3 libdbus-1-3
libglib-2.0.so.0 libglib2.0-0
libxkbcommon.so.0 libxkbcommon0
libXcomposite.so.1 libxcomposite1
libXdamage.so.1 libxdamage1
libXrandr.so.2 libxrandr2
libXtst.so.6 libxtst6
libasound.so.2 libasound2
libnss3.so libnss3
libxkbfile.so.1 libxkbfile1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
LIBRARIES
    python3 -c 'import ensurepip' 2>/dev/null || printf 'python3-venv '
    fc-list 2>/dev/null | grep -qi 'noto sans\|dejavu sans' || printf 'fonts-noto-core '
    if [ "$purpose" != run ]; then
        have_command git || printf 'git '
        ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || printf 'postgresql '
        have_command dbus-run-session || printf 'dbus-daemon '
        have_command gnome-keyring-daemon || printf 'gnome-keyring '
        have_command Xvfb || printf 'xvfb xauth '
    fi
}

install_system_packages() {
    packages=$(missing_packages)
    [ -n "$packages" ] || return 0
    if ! have_command apt-get; then
        say "Missing system libraries, to be installed with this system's own package manager: $packages"
        return 0
    fi
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! have_command sudo; then
            say "An administrator must first run: apt-get install $packages"
            exit 1
        fi
        as_root=sudo
    fi
    say "Installing system packages: $packages"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086  # a list of words is meant
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
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

install_system_packages
install_python_packages
