"""`verify` opens the pages that are cited, and says of each figure whether its words still stand there."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner

from analysis.cli import main
from analysis.core.problems import ParameterError
from analysis.updates.verified import Verified, outcome_in, verify
from support.cited_site import CitedSite, cite, cited_site
from support.csv_rows import rows_in
from support.planted_faults import spoil

DAY = datetime.date(2031, 5, 6)
WORDS = "In 2024 waren er 1.012 slachtoffers van mensenhandel"
PAGE = f"<title>Nieuws</title><p>Lees hier wat er vorig jaar is gemeld.</p><p>{WORDS}, zegt men.</p>"
OTHER = "<p>Er werden dat jaar 1.012 mensen gemeld.</p><p>Slachtoffers van mensenhandel, zo waren er meer in 2024.</p>"
GONE = "<p>Er waren slachtoffers van mensenhandel, maar hoeveel precies zegt deze bladzijde niet meer.</p>"
TEXT = "Een bladzijde over iets anders, met genoeg letters om gelezen te worden."
# Path of the cited page, what becomes of the figure with these words, and the page, or where its address leads to.
CASES = {
    "/nieuws": ("there", {"content": PAGE}),
    "/rapport.pdf": ("there", {"Content_Type": "application/pdf"}),
    "/anders": ("other_words", {"content": OTHER}),
    "/getal-weg": ("number_gone", {"content": GONE}),
    "/weg": ("page_gone", {"status": 404}),
    "/opgeheven": ("page_gone", {"status": 410}),
    "/naar-voren": ("page_gone", "/"),
    "/rond": ("page_gone", "/rond"),
    "/verhuisd": ("moved", "/nieuws"),
    "/verhuisd-en-anders": ("other_words", "/anders"),
    "/slash": ("there", "/slash/"),
    "/besloten": ("not_allowed", {"content": "Alleen voor abonnees", "status": 403}),
    "/prive/cijfers": ("not_allowed", {"content": PAGE}),
    "/naar-prive": ("not_allowed", "/prive/x"),
    "/bezet": ("unread", {"status": 503, "Retry_After": "0"}),
    "/leeg": ("unread", {"content": "<script>vul()</script>"}),
    "/kapot.pdf": ("unread", {"content": b"%PDF-1.7 en dan niets", "Content_Type": "application/pdf"}),
}


@pytest.fixture(scope="module")
def site() -> Iterator[CitedSite]:
    with cited_site() as running:
        running.page("/robots.txt", "User-agent: *\nAllow: /prive/open\nDisallow: /prive*\n", Content_Type="text/plain")
        for path, (_, page) in CASES.items():
            running.page(path, **({"status": 301, "Location": page} if isinstance(page, str) else page))
        pdf = typst.compile(f"Tabel 1.\n\n{WORDS}.".encode(), format="pdf")
        running.page("/rapport.pdf", pdf, **CASES["/rapport.pdf"][1])
        running.page("/", TEXT)
        running.page("/slash/", PAGE)
        running.keeps_copy("/archive", "https://archive.example/2026/weg")
        yield running


Verify = Callable[..., list[Verified]]


@pytest.fixture
def verified(data: Path, site: CitedSite) -> Verify:
    return lambda names, day=DAY: verify(data, site.opened(), day, names)


def name_of(path: str) -> str:
    return path.strip("/").upper().replace("/", "-").replace(".", "-")


def cited(data: Path, site: CitedSite, *paths: str) -> list[str]:
    for number, path in enumerate(paths):
        cite(data, name_of(path), f"{site.address}{path[1:]}", {f"f9{number:02}": ("1012", WORDS)})
    return [name_of(path) for path in paths]


def test_each_outcome_is_told_from_the_others_and_written(data: Path, site: CitedSite, verified: Verify) -> None:
    found, outcomes = verified(cited(data, site, *CASES)), {name_of(path): case[0] for path, case in CASES.items()}
    assert {each.publication: each.outcome for each in found} == outcomes
    rows = {row["publication"]: row for row in rows_in(data / "verified.csv")}
    assert {name: row["outcome"] for name, row in rows.items()} == outcomes
    assert all(row["day"] == "2031-05-06" and row["figures"] for row in rows.values())
    assert rows["VERHUISD"]["moved_to"] == f"{site.address}nieuws"
    assert rows["VERHUISD"]["sha256"] == rows["NIEUWS"]["sha256"] != ""
    copies = {name for name, row in rows.items() if row["archived_url"]}
    assert copies == {name for name, row in rows.items() if row["outcome"] == "page_gone"}
    said = {each.publication: each.said for each in found}
    assert said["WEG"] == "the status 404"
    assert "robots.txt forbids it" in said["NAAR-PRIVE"]
    assert said["BEZET"].startswith("the status 503")
    assert said["LEEG"] == "a page without text that can be read"
    assert site.asked.count("/bezet") == 2


def test_figures_of_one_page_are_told_apart_and_one_without_words_is_not_judged(data, site, verified) -> None:
    url = f"{site.address}nieuws"
    words = {"f901": ("1012", WORDS), "f902": ("88", "Daarvan waren er 88 minderjarig"), "f903": ("7", "")}
    cite(data, "EEN", url, words)
    cite(data, "ZONDER", url, {"f904": ("9", "")})
    verified(["EEN", "ZONDER"])
    rows = [(row["publication"], row["outcome"], row["figures"]) for row in rows_in(data / "verified.csv")]
    assert rows == [("EEN", "there", "f901"), ("EEN", "number_gone", "f902"), ("ZONDER", "there", "")]


def test_a_page_is_read_in_the_charset_that_its_site_or_it_itself_names(data, site, verified) -> None:
    words = "1.012 cliënten in één jaar"
    text = f"<p>{TEXT} Er waren {words}, zo meldt men.</p>"
    site.page("/latin", text.encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")
    site.page("/meta", f'<meta charset="windows-1252">{text}'.encode("cp1252"), Content_Type="text/html")
    for name in ("LATIN", "META"):
        cite(data, name, f"{site.address}{name.lower()}", {f"f99{len(name)}": ("1012", words)})
    assert [each.outcome for each in verified(["LATIN", "META"])] == ["there", "there"]


def test_publications_that_were_not_named_keep_their_rows_and_a_copy_that_was_typed_stays(data, site, verified) -> None:
    cited(data, site, "/nieuws", "/weg")
    verified(["NIEUWS", "WEG"])
    typed = "https://archive.example/mine"
    spoil(data, "verified.csv", "https://archive.example/2026/weg", typed)
    verified(["WEG"], datetime.date(2031, 6, 1))
    rows = {row["publication"]: row for row in rows_in(data / "verified.csv")}
    assert (rows["NIEUWS"]["day"], rows["WEG"]["day"]) == ("2031-05-06", "2031-06-01")
    assert rows["WEG"]["archived_url"] == typed


def test_a_site_that_gives_no_answer_for_robots_txt_is_asked_for_nothing(data: Path) -> None:
    with cited_site() as silent:
        silent.page("/robots.txt", status=500)
        silent.page("/nieuws", PAGE)
        (found,) = verify(data, silent.opened(), DAY, cited(data, silent, "/nieuws"))
        assert found.outcome == "unread"
        assert {*silent.asked} == {"/robots.txt"}


def test_an_unknown_publication_is_named_and_nothing_is_asked(data, site, verified) -> None:
    site.asked.clear()
    with pytest.raises(ParameterError, match="publication: found 'JC-1999'"):
        verified(["JC-1999"])
    assert site.asked == [] and not (data / "verified.csv").exists()


@pytest.mark.parametrize(
    ("words", "value", "text", "outcome"),
    [
        ("283 unieke bezoekers", 283, "Er kwamen 283  unieke\nbezoekers.", "there"),
        ("283 unieke bezoekers", 283, "Er kwamen 1.283 unieke bezoekers.", "number_gone"),
        ("6,3 procent van hen", 6.3, "63 procent van hen", "number_gone"),
        ("zo’n duizend slachtoffers", 1000, "zo'n duizend slacht-\noffers", "there"),
        ("659 minderjarigen … is de vorm bekend", 659, "659 minderjarigen, zegt men, is de vorm bekend", "there"),
        ("659 minderjarigen … is de vorm bekend", 659, "is de vorm bekend van 659 minderjarigen", "other_words"),
        ("een op de vijf slachtoffers", 20, "20 procent van de slachtoffers", "other_words"),
        ("220 230 114", 230, "2015 2016 2017\n220\n230\n114", "there"),
        ("tientallen slachtoffers", 30, "Er waren slachtoffers.", "number_gone"),
    ],
)
def test_spaces_quotation_marks_and_hyphens_are_no_difference_and_a_sign_in_a_number_is(
    words: str, value: float, text: str, outcome: str
) -> None:
    figure = {"printed_text": words, "value": value, "lower": None, "upper": None}
    figure["unit"] = "percent" if value in (6.3, 20) else "persons"
    assert outcome_in(text, figure, "nl") == outcome


def test_the_command_says_what_is_not_there_any_more_and_where_the_rest_is(data, site) -> None:
    words = {"f901": ("1012", WORDS), "f902": ("88", "Daarvan waren 88 minderjarig")}
    cite(data, "EEN", f"{site.address}nieuws", words)
    said = CliRunner().invoke(main, ["verify", "EEN", "--data", str(data)])
    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        f"EEN f902: number gone; {site.address}nieuws",
        f"1 pages opened; see {data / 'verified.csv'} and briefing check",
    ]
