"""Headlines that somebody chose, as they are typed: rest=It is done."""

import re

_NAME = re.compile(r"\w+([ -]\w+)*")
"""What stands before a headline's equals sign, and not before one in a formula."""


def read(text: str) -> dict[str, str]:
    """Texts by their beats; a part without a beat's name belongs to the text before. Raises ValueError."""
    found: dict[str, str] = {}
    beat = ""
    for part in text.split("|"):
        name, equals, told = part.partition("=")
        if equals and _NAME.fullmatch(name.strip()):
            beat = name.strip()
            found[beat] = told
        elif not beat:
            raise ValueError
        else:
            found[beat] += f"|{part}"
    return found
