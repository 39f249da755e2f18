"""What can be computed about any sentence that is drawn: its numbers, their nouns, their order, what they compare.

Nothing here knows a recipe. Every check gives what is wrong with a text, in words.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_DOWN = str.maketrans(RAISED, "-0123456789")
NUMBER = rf"−?(?:\d[\d,]*(?:\.\d+)?(?:·10[{RAISED}]+)?|10[{RAISED}]+)(?![\d{RAISED}])"
"""A number as sentences set it: 0.26, 1,797, −3, 10⁻⁷, 3.75·10¹²⁸."""
_NOUNS = {
    "batch": "batches",
    "case": "cases",
    "class": "classes",
    "curve": "curves",
    "digit": "digits",
    "epoch": "epochs",
    "frame": "frames",
    "function": "functions",
    "image": "images",
    "iteration": "iterations",
    "layer": "layers",
    "mini-batch": "mini-batches",
    "neuron": "neurons",
    "node": "nodes",
    "parameter": "parameters",
    "point": "points",
    "sample": "samples",
    "seed": "seeds",
    "step": "steps",
    "time": "times",
    "unit": "units",
    "update": "updates",
}
_BETWEEN = r"(?:(?:hidden|sigmoid|linear|tanh|ReLU|softmax|training|test|unseen|more|other) )?"
_ONE = re.compile(rf"(?<![\w.,·−⁻-])1 {_BETWEEN}({'|'.join(_NOUNS.values())})\b")
_MANY = re.compile(rf"(?<![\w.,·−-])(?:0|[2-9]|\d[\d,]*\d|\d+\.\d+) {_BETWEEN}({'|'.join(_NOUNS)})\b(?![-’'])")
_RULES = {
    "an ASCII hyphen for a minus": re.compile(r"(?<![\w)])-\d"),
    "minus nought": re.compile(r"[-−]0(?:\.0+)?(?!\.?\d|[,·]\d)"),
    "no number": re.compile(r"\b(?:nan|inf|True|False)\b|(?<!\? )\bNone\b(?! (?:has|of|is))"),
    "a number as a program writes it": re.compile(r"\d[eE][+−-]?\d"),
    "a number next to a number": re.compile(rf"[\d{RAISED}](?:\s?%)? +−?\d|\d\u00a0%\s\d"),
    "a plural of one": _ONE,
    "a singular of many": _MANY,
    "a hole in a template": re.compile(r"[{}]"),
}
_PROSE = {"two blanks or two stops": re.compile(r"  |\.\.(?!\.)|,,|\s[,.;:](?!\d)")}
_DIRECTION = {"falls": -1, "fall": -1, "fell": -1, "rises": 1, "rise": 1, "grows": 1, "stays": 0, "stay": 0}
_FROM = re.compile(rf"\b({'|'.join(_DIRECTION)})\b(?: [a-z]+)? from ({NUMBER})[\u00a0 ]?%? to ({NUMBER})")
_SHARE = re.compile(rf"({NUMBER})\u00a0?%")
_COUNTS = {
    "one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_COUNTED = re.compile(
    rf"\b({'|'.join(_COUNTS)}) (?:[a-z]+ )?(panels?|planes?|columns?|rows?|curves?)\b(?! of dots)", re.IGNORECASE
)
"""Rows of dots stand in one panel."""


class Counted(NamedTuple):
    """What a text says how many there are of."""

    number: int
    noun: str
    words: str


def read(text: str) -> float:
    """The number that a text says."""
    text = text.replace(",", "").replace("−", "-")
    power = re.fullmatch(rf"(-?[\d.]*?)·?10([{RAISED}]+)", text)
    if power and (not power[1] or "·" in text or power[1] == "-"):
        digits = power[1] if power[1].strip("-") else power[1] + "1"
        return float(f"{digits}e{power[2].translate(_DOWN)}")
    return float(text)


def faults(text: str, *, prose: bool = True) -> Iterator[str]:
    """What is wrong with a text, whatever it is about; labels are no ``prose``."""
    for name, rule in (_RULES | (_PROSE if prose else {})).items():
        for found in rule.finditer(text):
            yield f"{name}: {_around(text, found)!r}"
    for found in _FROM.finditer(text):
        verb, before, after = found[1], read(found[2]), read(found[3])
        if _DIRECTION[verb] != (after > before) - (after < before) or verb.startswith("stay"):
            yield f"a number that {verb} so does not: {_around(text, found)!r}"
    for found in _SHARE.finditer(text):
        if not 0.0 <= read(found[1]) <= 100.0:
            yield f"a share that is none: {_around(text, found)!r}"


def misnamed(text: str, parameters: Mapping[str, object]) -> Iterator[str]:
    """Numbers that are said of a parameter, and are not its value: 60 samples, rate 0.001, seed 4."""
    rates = [value for name, value in parameters.items() if name.endswith("rate") and isinstance(value, float)]
    rates += [value for name, value in parameters.items() if name.startswith("too_") and isinstance(value, float)]
    for found in re.finditer(rf"\brate ({NUMBER})", text):
        if rates and read(found[1]) not in rates:
            yield f"no rate that was given: {_around(text, found)!r}, given {rates}"
    for name, value in parameters.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        noun = name.replace("_", " ")
        one = next((single for single, many in _NOUNS.items() if many == noun), None)
        if one is None:
            continue
        for found in re.finditer(rf"(?<![\w.,])({NUMBER}) (?:{one}|{noun})\b", text):
            if read(found[1]) != value:
                yield f"{name} is {value}: {_around(text, found)!r}"


def counted(text: str) -> Iterator[Counted]:
    """Panels, planes, columns, rows and curves that a text counts."""
    for found in _COUNTED.finditer(text):
        yield Counted(_COUNTS[found[1].lower()], found[2].rstrip("s"), found[0])


_BESIDE = re.compile(r"\b(?:at|on|from|in) the (?:left|right)\b(?! (?:side|class|place|one))|\bside by side\b")
_MIDDLE = re.compile(r"\bin the middle\b")
_BELOW = re.compile(r"\b(?:below each|above each|curves below|below them)\b")


def placed(text: str) -> tuple[bool, bool, bool]:
    """Whether a text speaks of what stands beside something, in the middle, and below it."""
    return bool(_BESIDE.search(text)), bool(_MIDDLE.search(text)), bool(_BELOW.search(text))


def _around(text: str, found: re.Match[str], letters: int = 24) -> str:
    return text[max(found.start() - letters, 0) : found.end() + letters]
