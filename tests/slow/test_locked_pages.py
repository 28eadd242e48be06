"""What is published stays as it is until the lock is renewed on purpose, in a commit of its own: `make lock-pages`."""

from support.locked_pages import differences, digests, locked, published


def test_every_page_and_table_is_the_one_that_is_locked(tmp_path):
    found, expected = digests(published(tmp_path)), locked()
    changed = sorted(path for path in {*found, *expected} if found.get(path) != expected.get(path))
    assert changed == [], f"{len(changed)} files changed; `make lock-pages` says how, and renews the lock"


def test_a_change_is_shown_file_by_file():
    before = {"a.html": b"<p>1</p><p>2</p>", "b.csv": b"x\n", "c.csv": b"same\n"}
    now = {"a.html": b"<p>1</p><p>3</p>", "d.csv": b"x\n", "c.csv": b"same\n"}
    assert list(differences(before, now)) == [
        *("a.html: 2 lines removed or added", "    -<p>2</p>", "    +<p>3</p>"),
        *("b.csv: gone", "d.csv: new"),
    ]
