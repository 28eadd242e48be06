#!/bin/sh
# Tries the two commands of the README on a bare Debian: no pip, no fonts, no caches, nothing of this machine.
#
#     sh scripts/bare_debian.sh FOLDER [TARGET ...]
#
# As root, with debootstrap and git. Makes a root of Debian in FOLDER (a new one), puts a clone of what is committed there,
# and runs `make TARGET` in it, by default `briefing` and `test`. SUITE is a release of Debian (trixie), MIRROR its archive.
# Settings of pip in the environment (PIP_...) and the machine's certificates go along, so that a local index serves.
set -eu

root=$1
shift
suite=${SUITE:-trixie}
mirror=${MIRROR:-http://deb.debian.org/debian}
project=$(cd "$(dirname "$0")/.." && pwd)

say() { echo "bare Debian: $*"; }

leave() { for each in dev/pts dev/shm dev sys proc; do umount "$root/$each" 2>/dev/null || true; done; }

enter() {
    trap leave EXIT INT TERM
    mount -t proc proc "$root/proc"
    for each in sys dev dev/shm dev/pts; do mount --bind "/$each" "$root/$each"; done
}

[ ! -e "$root" ] || { say "$root is there already: give a new folder" >&2; exit 1; }
say "a root of $suite in $root"
debootstrap --variant=minbase --include=python3,make,ca-certificates "$suite" "$root" "$mirror" >"$root.debootstrap" 2>&1 ||
    { tail -3 "$root.debootstrap" >&2; exit 1; }
rm "$root.debootstrap"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp /etc/hosts "$root/etc/hosts"
[ ! -f /etc/ssl/certs/ca-certificates.crt ] || cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
git clone --quiet "$project" "$root/project"
enter
say "there: $(chroot "$root" python3 -V), $(chroot "$root" dpkg-query -f '.' -W | wc -c) packages"
for name in pip fc-list chromium; do
    if chroot "$root" sh -c "command -v $name" >/dev/null; then say "it has $name already" >&2; exit 1; fi
done
for target in ${*:-briefing test}; do
    say "make $target"
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root CI=true $(env | grep '^PIP_' | grep -v FIND_LINKS) \
        chroot "$root" make -C /project "$target"
done
say "done: $(du -smx "$root" | cut -f1) MB"
