"""Looks for known vulnerabilities in whatever the lock files hold: `make audit`.

Ends with 0 if none is known, 1 if one is, and 2 if it could not look: the list of known ones is asked of PyPI, so a
machine without a network can't know. pip-audit ends with 1 for either.
"""

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-lab.lock")
PIP_AUDIT = (sys.executable, "-m", "pip_audit")


def audit(lock: Path, command: tuple[str, ...] = PIP_AUDIT) -> tuple[int, str]:
    """Return how a look at one lock file ended (0, 1 or 2), and a line that says so for a human."""
    asked = ["--disable-pip", "--require-hashes", "--requirement", str(lock), "--format", "json"]
    done = subprocess.run([*command, *asked, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        said = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
        return 2, f"{lock.name}: could not look, so nothing is known: {said}"
    # What PyPI does not know was skipped: of that nothing is known either.
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    found = [f"{each['name']} {each['version']}: {_ids(each)}" for each in packages if each.get("vulns")]
    if found:
        return 1, f"{lock.name}: known vulnerabilities:\n  " + "\n  ".join(found)
    if skipped or not packages:
        some = ", ".join(skipped[:5]) + (", ..." if len(skipped) > 5 else "")
        return 2, f"{lock.name}: nothing is known of {len(skipped)} of {len(packages)} packages ({some})"
    return 0, f"{lock.name}: none known in {len(packages)} packages"


def _ids(package: dict[str, list[dict[str, str]]]) -> str:
    return ", ".join(sorted(vulnerability["id"] for vulnerability in package["vulns"]))


def main() -> int:
    """Look at every lock file; a known vulnerability weighs more than one that could not be looked at."""
    ends = [audit(PROJECT / lock) for lock in LOCKS]
    print("\n".join(said for _, said in ends))
    codes = {code for code, _ in ends}
    return 1 if 1 in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())
