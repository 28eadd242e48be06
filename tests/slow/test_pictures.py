"""The pictures of the README are made as they are asked for."""

import chromium
import pictures

from support.browser import needs_chromium


@needs_chromium
def test_a_view_has_its_size_and_colours_and_begins_where_it_is_to_begin(tmp_path):
    page = tmp_path / "page.html"
    style = "div, main { height: 900px } main { background: #0f0 }"
    dark = "@media (prefers-color-scheme: dark) { :root { background: #000 } }"
    page.write_text(f"<style>{style} {dark}</style><div></div><main></main>", encoding="utf-8")
    seen = []
    with chromium.chromium() as browser:
        for colour, heading in (("light", ""), ("dark", ""), ("dark", "main")):
            window = {"viewport": {"width": 100, "height": 50}, "device_scale_factor": 2, "color_scheme": colour}
            taken = pictures.on_screen(browser, page, window, heading)
            assert taken.size == (200, 100)
            seen.append(taken.convert("RGB").getpixel((20, 2)))
    assert seen == [(255, 255, 255), (0, 0, 0), (0, 255, 0)]
