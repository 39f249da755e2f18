"""Scripts of the live player in a browser, asked for what Python works out too."""

import json
from collections.abc import Sequence
from typing import Any

from vizpipe.encoding.livepage import scripts

SCHEDULE = ("sharing.js", "stops.js", "pacing.js", "schedule.js")
SOLVE = ("trees.js", "grids.js", "stances.js", "filling.js", "pages.js")
"""Each after those that it uses."""


def answers(browser: Any, names: Sequence[str], function: str, asked: Sequence[Sequence[Any]]) -> list[Any]:
    """What a function of these scripts gives for each list of arguments, behind all that plays a film.

    An error is its message, as ``{"says": …}``. Arguments and answers are JSON, as they are on a page.
    """
    page = browser.new_page()
    page.add_script_tag(content=scripts(*names))
    told = page.evaluate(
        f"""(asked) => JSON.stringify(JSON.parse(asked).map((each) => {{
            try {{ return {function}(...each); }} catch (error) {{ return {{ says: error.message }}; }}
        }}))""",
        json.dumps(asked),
    )
    page.close()
    found: list[Any] = json.loads(told)
    return found
