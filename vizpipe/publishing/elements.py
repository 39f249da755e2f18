"""Elements of pages as a tree, written as HTML or as JSX; every word in them is escaped."""

import html
import json
import re
from typing import NamedTuple, Union

_VOID = ("img", "source", "meta")
_JSX = {"srcset": "srcSet", "autoplay": "autoPlay", "playsinline": "playsInline", "class": "className"}


class Element(NamedTuple):
    """An element: attributes that are None or False are left out, those that are True have no value."""

    tag: str
    attributes: dict[str, object]
    inside: tuple[Union["Element", str], ...] = ()


def element(tag: str, *inside: Element | str, **attributes: object) -> Element:
    """An element; an underscore in an attribute's name is a dash, one at its end goes."""
    names = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    present = {key: value for key, value in names.items() if value is not None and value is not False}
    return Element(tag, present, inside)


def attributes(**values: object) -> str:
    """Attributes as HTML."""
    return _html_attributes(element("", **values))


def _html_attributes(node: Element) -> str:
    return " ".join(
        key if value is True else f'{key}="{html.escape(str(value), quote=True)}"'
        for key, value in node.attributes.items()
    )


def as_html(node: Element) -> str:
    """The element as HTML, its children on lines of their own."""
    text = _html_attributes(node)
    opening = f"<{node.tag} {text}>" if text else f"<{node.tag}>"
    if node.tag in _VOID:
        return opening
    parts = [html.escape(each, quote=False) if isinstance(each, str) else as_html(each) for each in node.inside]
    return _joined(node, opening, parts)


def as_jsx(node: Element) -> str:
    """The element as JSX, which closes every element, and whose handlers would be functions: they are left out."""
    text = "".join(f" {_jsx_attribute(key, value)}" for key, value in node.attributes.items() if key[:2] != "on")
    if node.tag in _VOID or not node.inside:
        return f"<{node.tag}{text} />"
    parts = [f"{{{literal(each)}}}" if isinstance(each, str) else as_jsx(each) for each in node.inside]
    return _joined(node, f"<{node.tag}{text}>", parts)


def _jsx_attribute(key: str, value: object) -> str:
    name = _JSX.get(key, key)
    if value is True:
        return name
    if key == "style":
        pairs = [part.split(":", 1) for part in str(value).split(";") if part.strip()]
        rules = ", ".join(f"{_camel(rule.strip())}: {literal(setting.strip())}" for rule, setting in pairs)
        return f"style={{{{{rules}}}}}"
    return f"{name}={{{value if isinstance(value, int | float) else literal(str(value))}}}"


def _camel(name: str) -> str:
    return re.sub("-(.)", lambda match: match[1].upper(), name)


def _joined(node: Element, opening: str, parts: list[str]) -> str:
    closing = f"</{node.tag}>"
    if not any(isinstance(each, Element) for each in node.inside) or node.tag == "p":
        return f"{opening}{''.join(parts)}{closing}"
    lines = [f"  {line}" for part in parts for line in part.splitlines()]
    return "\n".join([opening, *lines, closing])


def literal(text: str) -> str:
    """A text between quotes as JavaScript and Python read it."""
    return json.dumps(text, ensure_ascii=False)
