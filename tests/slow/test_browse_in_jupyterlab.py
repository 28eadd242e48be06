"""A table that is browsed in JupyterLab can be searched, asks nothing outside, and can be read in the dark theme."""

import chromium
import nbformat
import pytest

from support.browser import needs_chromium
from support.lab import ERRORS, jupyterlab, needs_lab, open_notebook, run_all_cells

pytestmark = [needs_lab, needs_chromium]

CELLS = [
    'from analysis import desk\nmonth_reconciled = desk.open_month(month="2021-03", data_dir="")',
    'desk.browse(month_reconciled, "printed_figures")',
]
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
DARK = '{"theme": "JupyterLab Dark"}'


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(CELLS)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), folder / "a.ipynb")
    themes = home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
    themes.parent.mkdir(parents=True)
    themes.write_text(DARK, encoding="utf-8")
    requests: list[str] = []
    with jupyterlab(folder, home) as address, chromium.chromium() as browser:
        tab = browser.new_page()
        tab.context.on("request", lambda request: requests.append(request.url))
        open_notebook(tab, address)
        run_all_cells(tab)
        table = tab.locator("table.dataTable")
        table.wait_for()
        every = table.locator("tbody tr").count()
        tab.locator(".dt-search input").fill("MIU-2007-2011-EN")
        tab.get_by_text("filtered from").wait_for()
        ground = tab.locator(".dt-container").evaluate("element => getComputedStyle(element).backgroundColor")
        found = table.locator("tbody tr").all_inner_texts()
        errors = tab.locator(ERRORS).count()
    own = (address.partition("/lab")[0], "data:", "blob:")
    outside = [url for url in requests if not url.startswith(own)]
    return {"every": every, "found": found, "ground": ground, "errors": errors, "outside": outside}


def test_a_table_is_searched_without_asking_anything_outside(seen):
    found = seen["found"]
    assert seen["every"] == 10
    assert found and all("MIU-2007-2011-EN" in row for row in found)
    assert (seen["errors"], seen["outside"]) == (0, [])


def test_a_table_has_the_ground_of_the_theme(seen):
    assert seen["ground"] == "rgba(0, 0, 0, 0)"
