"""The pages of a workbook that an analyst fills in, as tables of texts."""

from pathlib import Path

import pandas as pd


def pages_of(sheet: Path) -> dict[str, pd.DataFrame]:
    return pd.read_excel(sheet, None, dtype="str", keep_default_na=False, engine="calamine")


def with_pages(sheet: Path, pages: dict[str, pd.DataFrame]) -> Path:
    """Write pages as a spreadsheet program does: what looks like a formula stays a text."""
    texts = {"options": {"strings_to_formulas": False}}
    with pd.ExcelWriter(sheet, engine="xlsxwriter", engine_kwargs=texts) as book:
        for name, page in pages.items():
            page.to_excel(book, sheet_name=name, index=False)
    return sheet
