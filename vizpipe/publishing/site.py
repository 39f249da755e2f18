"""Built assets → a folder of static pages, which works from any place and asks nobody for anything."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String

from vizpipe.encoding import player
from vizpipe.manifest import Entry, File
from vizpipe.parameters import Value
from vizpipe.publishing import embed
from vizpipe.publishing.exhibits import Chapter, Download, Exhibit, Option, Page, Still, Thumb, Variation
from vizpipe.registry import Card

PICTURES, FILMS = "pictures", "films"
MEDIA = {"dark": "(prefers-color-scheme: dark)", "column": "(max-width: 600px)"}
PHONE_AND_DARK = "column-dark"
NAMES = {
    "html": "A page: HTML",
    "markdown": "A README: Markdown",
    "hugo": "Hugo",
    "astro": "Astro",
    "mdx": "MDX",
    "reveal": "Slides: reveal.js",
    "latex": "A paper: LaTeX",
    "jupyter": "A notebook: Jupyter",
    "feed": "A feed: RSS and Atom",
    "opengraph": "Link previews: Open Graph",
}
"""What each kind of snippet is called."""
_WHOLE_ADDRESS = ("feed", "opengraph")
_MEGABYTE = 1_000_000
_TEMPLATES = Path(__file__).parent / "templates"
_KINDS = {
    Comment: "c",
    Keyword: "k",
    Number: "m",
    Operator.Word: "ow",
    String: "s",
    Name.Function: "f",
    Name.Class: "f",
}


class Site:
    """The pages for some exhibits, whose files lie in one folder."""

    def __init__(self, folder: Path, entries: Mapping[str, Entry], base: str = "") -> None:
        """Take what was made into ``folder``; addresses in snippets begin with ``base``."""
        self._folder, self._entries, self._base = folder, entries, base
        self._env = Environment(
            loader=PackageLoader("vizpipe.publishing"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._used: dict[str, bytes | Path] = {}

    def files(
        self, exhibits: Iterable[Exhibit], chapters: Sequence[str], title: str, claim: str, origin: str
    ) -> Iterator[tuple[str, bytes]]:
        """Every file of the site, by its address: pages, scripts, pictures, films."""
        grouped: dict[str, list[Exhibit]] = {}
        for exhibit in exhibits:
            grouped.setdefault(exhibit.card.name, []).append(exhibit)
        pages = [(group[0].card.chapter, self._page(group)) for group in grouped.values()]
        order = list(dict.fromkeys([*chapters, *(chapter or "More" for chapter, _ in pages)]))
        found = [
            Chapter(name, f"chapter-{number}", [page for chapter, page in pages if (chapter or "More") == name])
            for number, name in enumerate(order)
        ]
        shown = [chapter for chapter in found if chapter.pages]
        common = {"title": title, "origin": origin, "line": origin.partition(": ")[2]}
        yield "index.html", self._rendered("index.html", common, claim=claim, chapters=shown)
        for chapter in shown:
            for page in chapter.pages:
                yield page.file, self._rendered("recipe.html", common, claim=page.claim, page=page)
        for name in ("site.css", "site.js"):
            yield name, (_TEMPLATES / name).read_bytes()
        yield "film.js", Path(player.__file__).with_name("film.js").read_bytes()
        for address, content in self._used.items():
            yield address, content if isinstance(content, bytes) else content.read_bytes()

    def _rendered(self, template: str, common: dict[str, str], **more: object) -> bytes:
        text = self._env.get_template(template).render(common, **more)
        return text.encode(errors="replace")

    def _page(self, group: Sequence[Exhibit]) -> Page:
        first = group[0]
        card = first.card
        varied = [
            name for name in first.parameters if any(each.parameters[name] != first.parameters[name] for each in group)
        ]
        films = [film for each in group if (film := self._film(each.looks.pages[""]))]
        return Page(
            f"{card.name}.html" if card.name != "index" else "index-.html",
            card.title,
            card.claim,
            self._thumb(first.looks.thumbs[""]),
            self._thumb(first.looks.thumbs["dark"]) if "dark" in first.looks.thumbs else None,
            [self._variation(each, varied) for each in group],
            moments(films),
            [_option(card, name) for name in first.parameters],
            Path(card.path).name,
            highlighted(Path(card.path).read_text(encoding="utf-8")),
        )

    def _thumb(self, name: str) -> Thumb:
        files = self._entries[name].files
        still = files[f"{name}.png"]
        moving = self._picture(f"{name}.gif") if f"{name}.gif" in files else ""
        return Thumb(self._picture(f"{name}.png"), moving, still.width, still.height)

    def _variation(self, exhibit: Exhibit, varied: Sequence[str]) -> Variation:
        pages = exhibit.looks.pages
        entry = self._entries[pages[""]]
        stills = [
            self._still(pages[media], " and ".join(MEDIA[each] for each in media.split("-") if each))
            for media in ("", PHONE_AND_DARK, "column", "dark")
            if media in pages
        ]
        films = {media: address for media, name in pages.items() if (address := self._film_address(name))}
        downloads = [
            Download(name.rpartition(".")[2].upper(), self._picture(name), size(facts))
            for name, facts in sorted(entry.files.items())
            if not name.endswith(".html")
        ]
        given = {name: exhibit.parameters[name] for name in varied}
        return Variation(
            exhibit.name,
            ", ".join(f"{name.replace('_', ' ')} {_word(value)}" for name, value in given.items()),
            exhibit.caption,
            stills_alternative(entry),
            exhibit.line,
            stills,
            films,
            downloads,
            self._snippets(pages[""]),
        )

    def _still(self, name: str, media: str) -> Still:
        facts = self._entries[name].files[f"{name}.png"]
        return Still(self._picture(f"{name}.png"), facts.width, facts.height, media)

    def _snippets(self, name: str) -> list[tuple[str, str]]:
        entry = self._entries[name]
        shown = embed.shown(name, {name: entry}, f"{self._base.rstrip('/')}/{PICTURES}" if self._base else "")
        return [
            (NAMES[place], embed.snippet(shown, place))
            for place in embed.PLACES
            if self._base or place not in _WHOLE_ADDRESS
        ]

    def _picture(self, name: str) -> str:
        address = f"{PICTURES}/{name}"
        self._used[address] = self._folder / name
        return address

    def _film(self, name: str) -> dict[str, Any]:
        """What the player of this name shows; empty if there is none."""
        path = self._folder / f"{name}.html"
        if not path.exists():
            return {}
        found = re.search(
            r'<script type="application/json" id="film">(.*?)</script>', path.read_text("utf-8"), re.DOTALL
        )
        assert found is not None  # noqa: S101 - our own player
        film: dict[str, Any] = json.loads(found[1])
        return film

    def _film_address(self, name: str) -> str:
        """A film as a script that hands it over; empty if there is none."""
        film = self._film(name)
        if not film:
            return ""
        address = f"{FILMS}/{name}.js"
        facts = self._entries[name].files[f"{name}.html"]
        data = json.dumps(film | {"size": [facts.width, facts.height]}, separators=(",", ":"))
        self._used[address] = f"(globalThis.vizpipeFilms ??= {{}})[{json.dumps(address)}] = {data};\n".encode()
        return address


def stills_alternative(entry: Entry) -> str:
    """What is said to those who can't see it."""
    return next((file.alt for file in entry.files.values() if file.alt), "")


def size(facts: File) -> str:
    """How large a file is, in words."""
    return f"{facts.bytes / _MEGABYTE:.1f} MB" if facts.bytes >= _MEGABYTE else f"{max(round(facts.bytes / 1e3), 1)} kB"


def moments(films: Iterable[Mapping[str, Any]]) -> list[tuple[int, str, int]]:
    """One scale for several films: every moment at which any of them has a frame, and how long it stands."""
    found: dict[int, tuple[str, int]] = {}
    for film in films:
        for _, duration, words, at in film["frames"]:
            known = found.get(at, (words, 0))
            found[at] = known[0], max(known[1], duration)
    return [(at, *found[at]) for at in sorted(found)]


def highlighted(code: str) -> Markup:
    """Python as markup, with a few kinds of words told apart; everything is escaped."""
    parts = []
    for kind, text in PythonLexer().get_tokens(code):
        name = next((_KINDS[each] for each in reversed(kind.split()) if each in _KINDS), "")
        part = escape(text)
        parts.append(Markup('<span class="{}">{}</span>').format(name, part) if name else part)
    return Markup("").join(parts)


def _option(card: Card, name: str) -> Option:
    parameter = next(each for each in card.parameters if each.name == name)
    about = f"{parameter.help}: {parameter.limits}" if parameter.help else parameter.limits
    return Option(f"--{name.replace('_', '-')}", _word(parameter.default), about)


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
