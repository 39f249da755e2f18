"""The one engine for pages of HTML: a room's template is filled, and every value in it is escaped unless it is marked.

Templates lie in ``templates`` beside the code that fills them: those of a room that encodes count in the keys of files.
"""

import functools
import html
import json
from pathlib import Path
from typing import TYPE_CHECKING

from vizpipe.parameters.parameter import in_words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def filled(room: str, template: str, **values: object) -> str:
    """A template of the room whose module has the path ``room``, with these values. A name without one is an error."""
    return _environment(Path(room).parent / "templates").get_template(template).render(**values)


def escaped(value: object) -> "Markup":
    """A value as text in a page, in an attribute too; what is marked as HTML stays as it is."""
    from markupsafe import Markup  # noqa: PLC0415 - jinja2's, see below

    return Markup(value if hasattr(value, "__html__") else html.escape(str(value)))  # noqa: S704 - it is escaped


def data(value: object) -> "Markup":
    """A value as JSON inside a script element, which no text in it can end."""
    from markupsafe import Markup  # noqa: PLC0415 - jinja2's, see below

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no tag can begin in it


@functools.cache
def _environment(templates: Path) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only where a page is made

    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"in_words": in_words, "json": json.dumps, "data": data}
    return environment
