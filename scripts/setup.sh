#!/bin/sh
# Makes an isolated environment of exactly the locked packages, and this project in it:
#
#     sh scripts/setup.sh .venv requirements.lock
#
# Quick when nothing changed: the environment remembers the lock file it was made from.
# With requirements-dev.lock it sees to the browser of the tests too.
# PYTHON names the interpreter to use (default: python3).
set -eu

venv=$1
lock=$2
python=${PYTHON:-python3}
stamp=$venv/.made-from-$(basename "$lock")

say() { echo "set-up: $*"; }
fail() { say "$*" >&2; exit 1; }

# Packages are compiled once, at installation; otherwise every start of Python compiles them again.
unset PYTHONDONTWRITEBYTECODE PIP_NO_COMPILE PYTHONPATH PYTHONHOME || true
export UV_COMPILE_BYTECODE=1
pip="$venv/bin/python -m pip --disable-pip-version-check --no-input --quiet"

# What the environment is made from: another lock file or another entry point makes it anew.
fingerprint() { cat "$lock" pyproject.toml | cksum; }

# Installs Debian packages where we may, else prints the line that does; either way says so.
debian_packages() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing $* (Debian packages)"
        DEBIAN_FRONTEND=noninteractive
        export DEBIAN_FRONTEND
        apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    else
        say "on Debian or Ubuntu, an administrator installs what is missing with: apt-get install $*" >&2
        return 1
    fi
}

check_python() {
    command -v "$python" >/dev/null || fail "no $python found: install Python 3.11 or newer, or give PYTHON=..."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$python is $("$python" -V 2>&1), too old: 3.11 or newer is needed; give another one with PYTHON=..."
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "$python can't make environments"
        debian_packages "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" || exit 1
    fi
}

make_environment() {
    check_python
    say "making $venv with $("$python" -V) (takes half a minute or more)"
    "$python" -m venv --clear "$venv"
}

install_packages() {
    say "installing the packages of $lock"
    if $pip install --require-hashes --requirement requirements-uv.lock 2>/dev/null &&
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes --requirement "$lock"; then
        :
    else
        say "without uv: with pip, which takes longer"
        $pip install --require-hashes --requirement "$lock"
    fi
    # The project itself, in place; all it needs is there, so nothing is fetched.
    $pip install --no-index --no-deps --no-build-isolation --editable .
}

# The tests look at the pages in a browser; who only makes briefings needs none. Playwright, which drives it, brings a Node
# that needs libatomic.
check_browser() {
    missing=
    for name in chromium-headless-shell chromium google-chrome none; do
        ! command -v $name >/dev/null || break
    done
    [ $name != none ] || missing=chromium-headless-shell
    "$venv"/lib/python3*/site-packages/playwright/driver/node --version >/dev/null 2>&1 || missing="$missing libatomic1"
    if [ -n "$missing" ]; then
        say "the tests look at the pages in a browser, for which is missing:" $missing
        debian_packages $missing || say "without Chromium the tests in a browser are skipped" >&2
    fi
}

is_ours() { "$venv/bin/python" -m pip --version >/dev/null 2>&1 && ls "$venv"/.made-from-* >/dev/null 2>&1; }

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ] && "$venv/bin/python" -c '' 2>/dev/null; then
    exit 0
fi
# An environment of an older lock file is not repaired but made anew: only then does it hold just what the lock says.
if [ -f "$stamp" ] || ! is_ours; then
    make_environment
fi
install_packages
[ "$lock" != requirements-dev.lock ] || check_browser
fingerprint >"$stamp"
