"""Command lines and project files that nobody would write, by the thousand."""

import shutil
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sweeps import Count, make_project
from sweeps.damage import here

VERBS = ["list", "info", "run", "build", "check", "clean", "buidl", ""]
FLAGS = {
    "list": ["--json", "--help", "-h", "--jsn"],
    "info": ["--json", "--help"],
    "build": ["--dry-run", "--why", "--locked", "--json", "--force", "--gallery", "-j", "-C", "--timeout", "--frames"],
    "check": ["--no-exec", "--json", "--against", "--accept", "--junit", "--report", "-C", "-j"],
    "clean": ["--gallery", "-C", "--help"],
    "run": ["--size", "--seed", "--epochs", "--frames", "--fps", "--loop", "--hold", "--theme", "--name", "-f", "-o"],
}
NAMES = ["tiny", "one", "gates", "hidden-mapping", "t*", "../x", "/etc/x", "a" * 300, "ONE", "öne", "-", "--"]
VALUES = ["0", "-1", "1e999", "nan", "inf", "3", "64x64", "0x0", "none", "light", "²", "", "gif,png", "drawing", "HEAD"]
text = st.text(max_size=12).filter(lambda each: "\x00" not in each)
"""What a shell can hand over: no NUL, and no half characters."""
word = st.one_of(st.sampled_from(NAMES), st.sampled_from(VALUES), text.filter(str.isprintable))


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A verb, some of its options and others', names and values. What would train for long is only planned."""
    verb = draw(st.sampled_from(VERBS))
    options = FLAGS.get(verb, ["--help"])
    words = draw(st.lists(st.one_of(st.sampled_from(options), word), max_size=5))
    if verb == "build":
        words = ["--dry-run", *words]
    if verb == "check":
        words = ["--no-exec", *words]
    if verb == "run":
        words = [draw(st.sampled_from(NAMES)), "--fps", "0", *words]  # 2 at the latest when all else is right
    return [verb, *words]


number = st.one_of(st.integers(-3, 10**20), st.floats())
value: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), number, text, st.sampled_from(NAMES + VALUES)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=4,
)
asset = st.fixed_dictionaries(
    {"recipe": st.one_of(st.just("tiny"), value)},
    optional=dict.fromkeys(
        ("formats", "size", "theme", "seeds", "frames", "fps", "loop", "hold", "parameters", "matrix", "x"), value
    ),
)
project_files = st.one_of(
    st.fixed_dictionaries(
        {"assets": st.dictionaries(st.one_of(st.sampled_from(NAMES), text), st.one_of(asset, value), max_size=3)},
        optional={"recipes": st.one_of(st.just("figures"), value), "outputs": value, "fail-on": value, "y": value},
    ),
    st.dictionaries(text, value, max_size=3),
)


def _thorough(examples: int) -> settings:
    """So many examples, however long they take; a failure is told as it is found."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def lines(place: Path, examples: int) -> Count:
    """Command lines in a project: 0 to 4, a line or two of error at most, no traceback."""
    project = make_project(place / "lines")
    failures: list[str] = []
    tried = [0]

    @_thorough(examples)
    @given(command_lines())
    def one(words: list[str]) -> None:
        tried[0] += 1
        done = here(words, project)
        if not done.tidy or done.code == 130 or len(done.err.splitlines()) > 2 or done.code not in range(5):
            failures.append(f"{words}: {done}")

    one()
    return Count(tried[0], failures)


def files(place: Path, examples: int) -> Count:
    """Project files: 0 to 4, no traceback, nothing outside of the project, nothing written by a plan."""
    project = make_project(place / "files", committed=False)
    whole = (project / "vizpipe.toml").read_text()
    failures: list[str] = []
    tried = [0]

    damaged = st.tuples(st.integers(0, 80), text).map(lambda at: whole[: at[0]] + at[1] + whole[at[0] :])

    @_thorough(examples)
    @given(st.one_of(project_files.map(_toml), damaged))
    def one(toml: str) -> None:
        tried[0] += 1
        (project / "vizpipe.toml").write_text(toml, encoding="utf-8", errors="replace")
        before = sorted(place.rglob("*"))
        for words in (["build", "--dry-run"], ["check", "--no-exec"]):
            done = here(words, project)
            if not done.tidy or done.code not in range(5) or sorted(place.rglob("*")) != before:
                failures.append(f"{words} {toml!r}: {done}")

    one()
    shutil.rmtree(project)
    return Count(tried[0], failures)


def _toml(table: dict[str, Any]) -> str:
    return "\n".join(f"{_key(key)} = {_value(each)}" for key, each in table.items()) + "\n"


def _key(key: str) -> str:
    return _value(key)


def _value(each: object) -> str:
    if isinstance(each, bool):
        return str(each).lower()
    if isinstance(each, dict):
        return "{" + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in each.items()) + "}"
    if isinstance(each, list):
        return "[" + ", ".join(map(_value, each)) + "]"
    if isinstance(each, str):
        letters = (f"\\U{ord(c):08X}" if not " " <= c <= "~" or c in '"\\' else c for c in each)
        return '"' + "".join(letters) + '"'
    return "''" if each is None else str(each)
