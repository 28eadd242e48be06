"""What is published stays as it is until the lock is renewed on purpose, in a commit of its own: `make lock-pages`."""

import pytest

from support.known_answers import fail_with
from support.locked_pages import differences, lock_of, locked, published


@pytest.mark.known_now
def test_every_page_and_table_is_the_one_that_is_locked(tmp_path):
    changed = differences(locked(), lock_of(published(tmp_path)))
    fail_with(changed, "if each of these is meant: `make lock-pages`, in a commit of its own")


def test_a_change_of_a_page_is_shown_in_its_words_and_a_change_without_words_by_the_name_of_the_file():
    def lock(number: int, table: str = "", css: str = "") -> dict[str, str]:
        page = f"<style>{css}</style><table><tr><td>{number}</td><td>2023</td></tr></table><p>All <b>of</b> them.</p>"
        pages = {f"real/2026-10/share/en/{party}.html": page.encode() for party in ("d66", "pro")}
        return lock_of(pages | {"real/2026-10/share/data/figures.csv": table.encode()})

    said = [f"real-2026-10-en.txt: {line}" for line in ("-[every party] 1 | 2023", "+[every party] 2 | 2023")]
    assert differences(lock(1), lock(2)) == said
    of_table = "checksums.csv: real/2026-10/share/data/figures.csv"
    assert differences(lock(1), lock(2, table="f001")) == [*said, of_table]
    of_pages = [f"checksums.csv: real/2026-10/share/en/{party}.html" for party in ("d66", "pro")]
    assert differences(lock(1), lock(1, css="p {}")) == of_pages
    assert differences(lock(1), lock(1)) == []
