"""Files and folders: the inputs in a data folder, copies, files written in one step, locks and temporary folders."""

import contextlib
import hashlib
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.core.problems import ParameterError

# Where the project keeps its own data: the package is installed in place (see Makefile), so this works from any folder.
OWN_DATA = Path(__file__).resolve().parents[3] / "data"
_DATA = ("*.csv", "*.json", "*.toml", "signatories/**/*", "decisions/*")
# The path of a Unix socket has at most 103 bytes, and the user's own folder for temporary files may have a long name.
_SCRATCH_PLACE = Path("/tmp" if os.name == "posix" else tempfile.gettempdir())
_SCRATCH = "briefing-build-"
# The environment variable with the private folder of what a build hands over to its kernels; set only for them.
HANDED_OVER = "BRIEFING_HANDED_OVER"


def input_files(data_dir: Path) -> dict[str, Path]:
    """Return the input files of a data folder by their path in it, without Markdown and hidden files."""
    found = sorted({file for pattern in _DATA for file in data_dir.glob(pattern) if file.is_file()})
    names = {file.relative_to(data_dir).as_posix(): file for file in found if file.suffix != ".md"}
    return {name: file for name, file in names.items() if not re.search(r"(^|/)\.", name)}


def reports_beside(data_dir: Path) -> Path:
    """Return the default folder for the reports on a data folder; symbolic links are not followed."""
    return data_dir.absolute().parent / "reports"


def command_for(name: str, month: object, data_dir: Path, out_dir: Path | None = None) -> str:
    """Return the `briefing` command for a month, with `--data` and `--out` only where they are not the default."""
    words = ["briefing", name, "--month", str(month)]
    if data_dir.resolve() != OWN_DATA:
        words += ["--data", str(data_dir.resolve())]
    if out_dir and out_dir.resolve() != reports_beside(data_dir).resolve():
        words += ["--out", str(out_dir)]
    return shlex.join(words)


def copied(folder: Path, to: Path) -> Path:
    """Copy a folder without hidden files; linked files, lists and decisions are copied, other links stay links."""
    linked = [folder / name for name in ("signatories", "decisions") if (folder / name).is_symlink()]
    to.mkdir(parents=True)
    for path in sorted({*folder.rglob("*"), *(inside for link in linked for inside in link.rglob("*"))}):
        place = to / path.relative_to(folder)
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_file():
            shutil.copyfile(path, place)
        elif path.is_symlink() and not (path in linked and path.is_dir()):
            place.symlink_to(path.readlink())
        elif path.is_dir():
            place.mkdir()
    return to


def write_in_one_step(file: Path, content: bytes, mode: int | None = None) -> None:
    """Replace a file in one step, so that readers see either the old or the new content; `mode` sets permissions."""
    write_draft(file, content)
    if mode is not None:
        draft_of(file).chmod(mode)
    draft_of(file).replace(file)


def draft_of(file: Path) -> Path:
    """Return the path of the draft of a file: beside it, so that the draft can replace the file in one step."""
    return file.with_name(f".{file.name}.unfinished")


def write_draft(file: Path, content: bytes) -> None:
    """Write the draft of a file, with the permissions of the file; a new one is only for its owner and group."""
    draft = draft_of(file)
    draft.unlink(missing_ok=True)  # left by a process that was killed, or a link that leads elsewhere
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())  # if the power fails, a page can be built again, but a decision is lost
        if file.exists():
            shutil.copymode(file, draft)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def sha256_of_data(data_dir: Path) -> str:
    """Return one SHA-256 of the names and contents of all input files of a data folder."""
    lines = (f"{name} {sha256_of(path)}\n" for name, path in input_files(data_dir).items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@contextlib.contextmanager
def locked(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock of an existing folder; without `wait`, raises ParameterError if another process has it."""
    try:
        with FileLock(folder / ".lock", timeout=-1 if wait else 0, mode=0o600):
            yield
    except Timeout:
        raise ParameterError(f"another build is writing {folder}: wait for it, or end it, and build again") from None


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder that only this account can open, and remove it at the end."""
    made = tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=_SCRATCH_PLACE, ignore_cleanup_errors=True)
    # The lock tells `remove_left_scratch` that the process is still running.
    with made as folder, locked(Path(folder), wait=True):
        yield Path(folder)


def remove_left_scratch() -> None:
    """Remove the scratch folders of processes of this account that were killed."""
    own = os.getuid() if hasattr(os, "getuid") else 0
    for folder in _SCRATCH_PLACE.glob(f"{_SCRATCH}*"):
        with contextlib.suppress(ParameterError, OSError):
            if folder.lstat().st_uid == own and not folder.is_symlink():
                with locked(folder, wait=False):
                    shutil.rmtree(folder, ignore_errors=True)
