"""Headlines that somebody chose, as they are typed: rest=It is done."""


def read(text: str) -> dict[str, str]:
    """Texts by their beats; a part without an equals sign belongs to the text before. Raises ValueError."""
    found: dict[str, str] = {}
    beat = ""
    for part in text.split("|"):
        name, equals, told = part.partition("=")
        if equals and name.strip():
            beat = name.strip()
            found[beat] = told
        elif not beat:
            raise ValueError
        else:
            found[beat] += f"|{part}"
    return found
