"""Pictures of every kind of page for docs/pages: wide and light, narrow and dark; of a few wide and dark, too.

python -m tests.browser.screenshots [NAME ...]
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.kinds import PAGES
from tests.browser.sample import served
from tests.services import chromium

FOLDER = Path(__file__).parents[2] / "docs" / "pages"
SCREENS = [(1280, 900, "light"), (390, 800, "dark"), (1280, 900, "dark")]
ALSO_WIDE_AND_DARK = {"home", "release", "models"}
COLOURS = 256


def main(names: list[str]) -> None:
    """Takes the pictures, of all kinds or of those named."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as site,
        sync_playwright() as p,
    ):
        browser = p.chromium.launch(executable_path=chromium.require(), args=list(chromium.ARGS))
        for width, height, scheme in SCREENS:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page = context.new_page()
            for kind in names or PAGES:
                if (width, scheme) == (1280, "dark") and kind not in ALSO_WIDE_AND_DARK:
                    continue
                page.goto(f"{site}{PAGES[kind]}", wait_until="networkidle")
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                file = FOLDER / f"{kind}-{width}-{scheme}.png"
                picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
                print(file.relative_to(FOLDER.parents[1]))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
