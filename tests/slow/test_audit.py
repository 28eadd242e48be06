"""`make audit` never passes without having looked."""

import os
import subprocess

from support.project import PROJECT


def test_an_audit_that_reaches_nobody_fails_and_names_the_file():
    nobody = os.environ | dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:9")
    ended = subprocess.run(["make", "audit"], cwd=PROJECT, env=nobody, capture_output=True, text=True)
    assert ended.returncode != 0
    assert ".lock: a package has a known vulnerability, or one could not be looked up" in ended.stderr
