"""A command line's words → values."""

from vizpipe.parameters.parameter import Parameter, Value, check


def parse(parameter: Parameter, text: str, whose: str = "") -> Value:
    """Read a command line's word as the parameter's type, then check it."""
    value: object = text
    if parameter.kind == "flag":
        value = {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    elif parameter.kind == "choice":
        value = {str(choice): choice for choice in parameter.choices}.get(text, text)
    elif parameter.kind in ("number", "integer"):
        try:
            value = int(text) if parameter.kind == "integer" else float(text)
        except ValueError:
            value = text
    return check(parameter, value, whose)
