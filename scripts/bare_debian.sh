#!/bin/sh
# Shows that this checkout runs, and passes its tests, on a bare Debian that has only python3 and make.
#   scripts/bare_debian.sh bookworm|trixie [run|test|dist]      (as root; debootstrap is installed if need be)
# `run` (the default) is `make run`, which plays the journey where there is no screen; `test` is `make run`,
# then `make test`. `dist` needs neither Python nor make there: it plays the journey by the program that
# `make dist` built, once the libraries that the program names itself are installed. The new system lies in a folder of its own and goes away with the script:
# BARE_DEBIAN_FOLDER says where (needs 6 GB; /var/tmp otherwise), BARE_DEBIAN_KEEP=1 leaves it there.
#
# Package registries are reached as this machine reaches them: its apt sources, its pip configuration and
# its certificates are copied, nothing else of it is.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
usage() { say "usage: scripts/bare_debian.sh bookworm|trixie [run|test|dist]"; exit 2; }

[ $# -ge 1 ] || usage
suite=$1
purpose=${2:-run}
case $purpose in run | test | dist) ;; *) usage ;; esac
[ "$(id -u)" -eq 0 ] || { say "This has to be run as root."; exit 1; }
[ "$purpose" != dist ] || [ -x dist/stockage-partage/stockage-partage ] || { say "Run make dist first."; exit 1; }
if ! command -v debootstrap >/dev/null && command -v apt-get >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi
command -v debootstrap >/dev/null || { say "debootstrap is missing: apt-get install debootstrap"; exit 1; }

# In a world of its own: its mounts and processes end with it, however it ends.
if [ -z "${BARE_DEBIAN_INSIDE:-}" ]; then
    root=$(mktemp -d "${BARE_DEBIAN_FOLDER:-/var/tmp}/bare-$suite-XXXXXX")
    chmod 755 "$root" # apt downloads as a user of its own
    remove() {
        # Only what lies on this file system: should a mount be left, what it shows stays untouched.
        [ -n "${BARE_DEBIAN_KEEP:-}" ] || rm -rf --one-file-system "$root"
    }
    trap remove EXIT
    # Everything inside ends with the process waited for here, which heeds no gentler signal.
    trap 'kill -KILL "$inside"; wait "$inside" || :; exit 143' INT TERM
    code=0
    BARE_DEBIAN_INSIDE=$root unshare --mount --pid --fork --kill-child -- "$0" "$suite" "$purpose" &
    inside=$!
    wait "$inside" || code=$?
    [ -z "${BARE_DEBIAN_KEEP:-}" ] || say "Kept: $root"
    exit "$code"
fi
root=$BARE_DEBIAN_INSIDE
unset BARE_DEBIAN_INSIDE

started=$(date +%s)
timed() { # timed WHAT COMMAND…: says how long it took, and whether it went well
    what=$1
    shift
    begun=$(date +%s)
    code=0
    "$@" || code=$?
    took=$(($(date +%s) - begun))
    if [ "$code" -eq 0 ]; then
        say "$suite · $what: passed in $took s"
    else
        say "$suite · $what: FAILED after $took s (exit code $code)"
        exit "$code"
    fi
}

# The addresses of this machine's own Debian sources; nothing where it is no Debian.
debian_sources() {
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [ -f "$file" ] && grep -Eq '/debian(-security)?/?( |$)' "$file" && printf '%s\n' "$file"
    done
    return 0
}

debian_mirror() {
    debian_sources | while read -r file; do
        grep -Eo '[a-z+]+://[^ ]*/debian/?( |$)' "$file"
    done | head -n 1 | tr -d ' '
}

bootstrap() {
    # python3 without its venv module, as an ordinary minimal machine has it.
    [ "$purpose" = dist ] && has= || has=--include=python3,make
    # shellcheck disable=SC2046,SC2086  # no mirror, no argument: debootstrap has one of its own
    debootstrap --variant=minbase $has "$suite" "$root" $(debian_mirror) >"$root.log" 2>&1 || {
        tail -n 20 "$root.log" >&2
        return 1
    }
    rm -f "$root.log"
}

mount_kernel() {
    mount --make-rprivate /
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
}

copy_into() { # copy_into PATH…: at the same place in the new system, links followed
    for path in "$@"; do
        [ -e "$path" ] || continue
        mkdir -p "$root$(dirname "$path")"
        cp -rL "$path" "$root$(dirname "$path")/"
    done
}

reach_registries() {
    copy_into /etc/resolv.conf /etc/hosts /etc/apt/auth.conf.d
    here=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    if [ -n "$(debian_sources)" ] && [ -n "$here" ]; then
        rm -f "$root/etc/apt/sources.list"
        debian_sources | while read -r file; do
            copy_into "$file"
            sed -i "s/\b$here\b/$suite/g" "$root$file"
        done
    fi
    grep -ls '^ *Acquire::' /etc/apt/apt.conf /etc/apt/apt.conf.d/* | while read -r file; do
        copy_into "$file"
    done
    copy_into /etc/pip.conf /etc/xdg/pip "$HOME/.config/pip" "$HOME/.pip"
    # Under another name: the package ca-certificates writes its own list over the usual one.
    certificates=${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}
    mkdir -p "$root/etc/ssl"
    [ ! -f "$certificates" ] || cp -L "$certificates" "$root/etc/ssl/registries.crt"
    # Folders of this machine in which its pip finds packages.
    {
        env | grep '^PIP_' || true
        cat /etc/pip.conf /etc/xdg/pip/pip.conf "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf" \
            2>/dev/null || true
    } | tr '= ' '\n' | sed 's,^file://,,' | grep '^/' | sort -u | while read -r path; do
        [ -d "$path" ] || continue
        # A package index and the files that it names lie side by side.
        [ "$(basename "$path")" != simple ] || path=$(dirname "$path")
        mkdir -p "$root$path"
        mount --bind -o ro "$path" "$root$path"
    done
}

copy_checkout() {
    mkdir -p "$root/checkout"
    # What is committed and what is about to be; not what was installed or measured here.
    git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
        tar --null --ignore-failed-read -cf - -T - 2>/dev/null | tar -C "$root/checkout" -xf -
    # A chroot has no init: services are not started by their packages.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
}

inside() { # inside COMMAND…: in the new system's checkout, with no more of this environment than it needs
    carried=$(env | grep -E '^(PIP_|https?_proxy=|HTTPS?_PROXY=|no_proxy=|NO_PROXY=)' || true)
    [ ! -f "$root/etc/ssl/registries.crt" ] || carried="$carried
PIP_CERT=/etc/ssl/registries.crt"
    IFS='
'
    # shellcheck disable=SC2086  # one variable a line
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root $carried \
        chroot "$root" sh -c 'cd /checkout && exec "$@"' sh "$@" </dev/null
}

program=/opt/stockage-partage/stockage-partage

copy_program() {
    mkdir -p "$root/checkout" "$root/opt"
    cp -a dist/stockage-partage "$root/opt/"
}

packages_named() { # out of « … installer les paquets libegl1 libgl1. », one a line
    grep -Eo 'paquets? [^.]*' | tr ' ' '\n' | grep '^lib' | sort -u
}

# A font, and what the program's own diagnosis asks for; asked again, as Qt may then look further.
install_what_it_names() {
    inside apt-get update -qq
    wanted=fonts-noto-core
    for _ in 1 2 3; do
        # shellcheck disable=SC2086  # one package a line, as `inside` splits words
        inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
        wanted=$(inside env LANG=C.UTF-8 "$program" diagnostic | packages_named)
        [ -n "$wanted" ] || return 0
        say "$suite · installing what it names: $wanted"
    done
}

timed "debootstrap" bootstrap
mount_kernel
reach_registries
if [ "$purpose" = dist ]; then
    copy_program
    ! inside sh -c 'command -v python3' || { say "Python is there: this proves nothing."; exit 1; }
    timed "packages" install_what_it_names
    timed "the installed program's journey" inside env LANG=C.UTF-8 "$program" parcours
    exit
fi
copy_checkout
timed "make run" inside make run
[ "$purpose" != test ] || timed "make test" inside make test
say "$suite · all of it took $(($(date +%s) - started)) s"
