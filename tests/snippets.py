"""Assets as a page sees them, and the elements of a snippet."""

from html.parser import HTMLParser

from vizpipe.encoding.formats import FORMATS
from vizpipe.manifest.manifest import Entry, File, Keys
from vizpipe.parameters.parameter import Value
from vizpipe.publishing.shown import Shown, shown

EVIL = """Ends "here" <script>alert('1')</script> & {x} 90 % of $a_b$ ](x) `}} {{ \\"""
BASE = "https://example.org/pictures"


def file(width: int = 960, height: int = 400, duration: int = 8_000, alt: str = EVIL) -> File:
    """A file's facts."""
    return File("", "", 10, width, height, 9 if duration else 1, duration, alt, kept=True)


def entry(name: str, endings: dict[str, int], size: tuple[int, int] = (960, 400)) -> Entry:
    """An asset with these files, each of so many milliseconds."""
    files = {f"{name}{ending}": file(*size, duration) for ending, duration in endings.items()}
    return Entry("gates", {"seed": 1}, Keys("", "", {}, {}), 9, "", "", [], files)


def built_as(*formats: str, fps: float = 10.0, loop: int = 0, frames: int = 9, dropped: str = "") -> Shown:
    """An asset that was built in these formats, as a page sees it; ``dropped`` is no longer asked for."""
    files, made = {}, {}
    for name in (*formats, *([dropped] if dropped else [])):
        form = FORMATS[name]
        paged = form.moves or form.takes == "pages"
        facts = file(duration=800 if form.moves else 0)
        files[f"a{form.ending}"] = File(
            "", "", 10, 960, 400, frames if paged else 1, facts.duration_ms, EVIL, kept=True
        )
        if name != dropped:
            made[f"a{form.ending}"] = {"fps": fps, "loop": loop} if paged else {"words": EVIL}
    ingredients: dict[str, dict[str, Value]] = {name: dict(said) for name, said in made.items()}
    keys = Keys("", "", dict.fromkeys(made, ""), ingredients)
    return shown("a", {"a": Entry("gates", {}, keys, frames, "", "", [], files)}, "")


GIFS = {"a": entry("a", {".gif": 8_000, ".png": 0})}
TWINS = GIFS | {
    "a-dark": entry("a-dark", {".gif": 8_000, ".png": 0}),
    "a-column": entry("a-column", {".gif": 8_000, ".png": 0}, (400, 900)),
}
VIDEOS = {"a": entry("a", {".mp4": 8_000, ".webm": 8_000, ".gif": 8_000, ".png": 0})}
STILLS = {"a": entry("a", {".png": 0, ".pdf": 0})}
BUILT = {"gifs": GIFS, "twins": TWINS, "videos": VIDEOS, "stills": STILLS}


class Elements(HTMLParser):
    """All elements with their attributes; fails at an end that doesn't match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.found.append((tag, dict(attrs)))
        if tag not in ("img", "source", "meta"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it, closed."""
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of this kind."""
        return [attributes for name, attributes in self.found if name == tag]


def asset(built: str, base: str = BASE) -> Shown:
    """One of the sets of files as a page sees it."""
    return shown("a", BUILT[built], base)
