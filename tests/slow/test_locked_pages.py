"""What is published stays as it is until the lock is renewed on purpose, in a commit of its own: `make lock-pages`."""

from support.locked_pages import differences, lock_of, locked, published


def test_every_page_and_table_is_the_one_that_is_locked(tmp_path):
    assert list(differences(locked(), lock_of(published(tmp_path)))) == [], "`make lock-pages` renews the lock"


def test_a_change_of_a_page_is_shown_in_its_words():
    def lock(number: int) -> dict[str, str]:
        page = f"<table><tr><td>{number}</td><td>2023</td></tr></table><p>All <b>of</b> them.</p>".encode()
        return lock_of({f"real/2026-10/share/en/{party}.html": page for party in ("d66", "pro")})

    changed = list(differences(lock(1), lock(2)))
    assert changed[:2] == [
        f"real-2026-10-en.txt: {line}" for line in ("-[every party] 1 | 2023", "+[every party] 2 | 2023")
    ]
    assert len(changed) == 6
