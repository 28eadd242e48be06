"""Writes data/README.md, the dictionary of the data, from its contract: `make dictionary`."""

from typing import Any

from analysis.sources.contracts import OWN_DATA, article_of, expectation, own_contract

_INTRODUCTION = """# The dictionary of the data

Generated from `datapackage.json` by `make dictionary`; do not edit it by hand. Each table is UTF-8 CSV with a comma
between cells and a header row. An empty cell is unknown or does not apply, never zero. Several values in one cell are
separated by `|`. Nothing here is case-level data about victims, and no table holds birth dates or addresses: `briefing
check` refuses what looks like it ([privacy](../docs/privacy.md#nothing-about-a-single-victim)). A text is one line of
characters that can be seen, from left to right; only `note` and `reason` may have several lines.

`signatories/` holds the lists of signatories as received, and `decisions/` what analysts decided, with who, when and
why. Lists of persons, and decisions on them, are never in the repository: a political opinion is special personal data.
`house/snapshot.json` is what `briefing update` last read in the House's open data, one record a line; no month is made
of it.
"""


def dictionary(contract: dict[str, Any]) -> str:
    """Return the dictionary as Markdown: each table with its row, sources, licence and certainty, then each column."""
    return "\n".join([_INTRODUCTION, *(_table(table) for table in contract["resources"])])


def _table(table: dict[str, Any]) -> str:
    schema = table["schema"]
    references = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", [])}
    sources = "; ".join(f"[{s['title']}]({s['path']})" if "path" in s else s["title"] for s in table["sources"])
    lines = [
        f"## {table['title']}: `{table['path']}`",
        "",
        table["description"],
        "",
        f"- One row is: {table['oneRowIs']}. Key: {', '.join(f'`{k}`' for k in schema['primaryKey'])}."
        + (" The file may be absent." if table.get("optional") else ""),
        f"- Sources: {sources}.",
        f"- Licence: {'; '.join(licence['title'] for licence in table['licenses'])}.",
        f"- How sure: {table['certainty']}",
        "",
        "| column | meaning | format | unit |",
        "|---|---|---|---|",
        *(_column(field, references.get(field["name"])) for field in schema["fields"]),
        "",
    ]
    return "\n".join(lines)


def _column(field: dict[str, Any], reference: dict[str, Any] | None) -> str:
    form = expectation(field)
    if reference:
        column = reference["fields"][0]
        form = f"{article_of(column)} `{column}` of `{reference['resource']}`"
    elif "listOf" in field:
        form = f"each a `{field['listOf']['field']}` of `{field['listOf']['resource']}`, separated by |"
    form += "" if field.get("constraints", {}).get("required") else "; may be empty"
    cells = [f"`{field['name']}`", field["description"], form, field.get("unit", "")]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    (OWN_DATA / "README.md").write_text(dictionary(own_contract()), encoding="utf-8")
