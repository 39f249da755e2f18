"""Built assets → a folder of static pages, which works from any place and asks nobody for anything."""

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String

from vizpipe.encoding import livepage, player
from vizpipe.encoding.page import escaped, filled
from vizpipe.manifest.manifest import Entry
from vizpipe.parameters.parameter import in_words
from vizpipe.publishing.embed import PLACES, snippet
from vizpipe.publishing.exhibits import Chapter, Download, Exhibit, Page, Still, Variation
from vizpipe.publishing.films import handed_over, numbers
from vizpipe.publishing.shown import Shown, shown

PICTURES, FILMS = "pictures", "films"
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
_FILES = ("latex",)
"""Places that read files, whatever the site's address."""
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
        self._used: dict[str, Callable[[], bytes]] = {}

    def files(
        self, exhibits: Iterable[Exhibit], chapters: Sequence[str], title: str, claim: str, origin: str
    ) -> Iterator[tuple[str, bytes]]:
        """Every file of the site, by its address: pages, scripts, pictures, films."""
        grouped: dict[str, list[Exhibit]] = {}
        for exhibit in exhibits:
            grouped.setdefault(exhibit.card.name, []).append(exhibit)
        pages = [(group[0].card.chapter, self._page(group)) for group in grouped.values()]
        order = list(dict.fromkeys([*chapters, *(chapter or "More" for chapter, _ in pages)]))
        all_chapters = [
            Chapter(name, f"chapter-{number}", [page for chapter, page in pages if (chapter or "More") == name])
            for number, name in enumerate(order)
        ]
        with_pages = [chapter for chapter in all_chapters if chapter.pages]
        common = {"title": title, "origin": origin, "line": origin.partition(": ")[2]}
        yield "index.html", _page_of("index.html", common, claim=claim, chapters=with_pages)
        for chapter in with_pages:
            for page in chapter.pages:
                yield page.file, _page_of("recipe.html", common, claim=page.claim, page=page)
        for name in ("site.css", "site.js"):
            yield name, (_TEMPLATES / name).read_bytes()
        frames = Path(player.__file__).with_name("frames.js").read_text(encoding="utf-8")
        yield "film.js", f"{livepage.scripts()}{frames}".encode()
        for address, content in self._used.items():
            yield address, content()

    def _page(self, group: Sequence[Exhibit]) -> Page:
        first = group[0]
        card = first.card
        varied = [
            name for name in first.parameters if any(each.parameters[name] != first.parameters[name] for each in group)
        ]
        films = [json.loads(film) for each in group if (film := self._film(each.page))]
        return Page(
            f"{card.name}.html" if card.name != "index" else "index-.html",
            card.title,
            card.claim,
            self._still(first.thumb),
            [self._variation(each, varied) for each in group],
            moments(films),
            card.parameters,
            Path(card.path).name,
            code_of(card.path),
        )

    def _still(self, name: str) -> Still:
        files = self._entries[name].files
        facts = files[f"{name}.png"]
        film = self._script(name) if f"{name}.html" in files else ""
        return Still(self._picture(f"{name}.png"), film, facts.width, facts.height)

    def _variation(self, exhibit: Exhibit, varied: Sequence[str]) -> Variation:
        entry = self._entries[exhibit.page]
        asset = self._shown(exhibit.page)
        downloads = [
            Download(name.rpartition(".")[2].upper(), self._picture(name), facts.weight)
            for name, facts in sorted(entry.files.items())
        ]
        values = {name: exhibit.parameters[name] for name in varied}
        return Variation(
            exhibit.name,
            ", ".join(f"{name.replace('_', ' ')} {in_words(value)}" for name, value in values.items()),
            exhibit.caption,
            asset.alternative,
            exhibit.line,
            self._still(exhibit.page),
            downloads,
            self._snippets(exhibit.page),
        )

    def _shown(self, name: str, *, here: bool = False) -> Shown:
        base = f"{self._base.rstrip('/')}/{PICTURES}" if self._base and not here else ""
        return shown(name, {name: self._entries[name]}, base)

    def _snippets(self, name: str) -> list[tuple[str, str]]:
        return [
            (NAMES[place], snippet(self._shown(name, here=place in _FILES), place))
            for place in PLACES
            if self._base or place not in _WHOLE_ADDRESS
        ]

    def _picture(self, name: str) -> str:
        address = f"{PICTURES}/{name}"
        self._used[address] = (self._folder / name).read_bytes
        return address

    def _film(self, name: str) -> str:
        """What the player of this name shows, as JSON; empty if there is none."""
        if f"{name}.html" not in self._entries[name].files:
            return ""
        return numbers((self._folder / f"{name}.html").read_text("utf-8"))

    def _script(self, name: str) -> str:
        """The address of a film: a script that hands it over. Its bytes are made when they are written."""
        address = f"{FILMS}/{name}.js"
        self._used[address] = functools.partial(self._handed_over, name, address)
        return address

    def _handed_over(self, name: str, address: str) -> bytes:
        facts = self._entries[name].files[f"{name}.html"]
        return handed_over(address, self._film(name), f'"size":[{facts.width},{facts.height}],')


def _page_of(template: str, common: Mapping[str, str], **more: object) -> bytes:
    return filled(__file__, template, **common, **more).encode(errors="replace")


def moments(films: Iterable[Mapping[str, Any]]) -> list[tuple[int, str, int]]:
    """One scale for several films: every moment at which any of them has a frame, and how long it stands.

    Of one alone moments are milliseconds, so that it moves between its frames, too.
    """
    films, scale = list(films), dict[int, tuple[str, int]]()
    if len(films) == 1:
        begin, alone = 0, []
        for duration, words, _ in _frames(films[0]):
            alone.append((begin, words, duration))
            begin += duration
        return alone
    for film in films:
        stands: dict[int, int] = {}
        for duration, words, at in _frames(film):
            stands[at] = stands.get(at, 0) + duration
            scale[at] = scale.get(at, (words, 0))
        scale |= {at: (scale[at][0], max(scale[at][1], stand)) for at, stand in stands.items()}
    return [(at, *scale[at]) for at in sorted(scale)]


def _frames(film: Mapping[str, Any]) -> Iterator[tuple[int, str, int]]:
    """Of each frame how long it stands, when it is in words, and as a number."""
    if "film" in film:
        yield from zip(film["film"]["ms"], film["words"], film["at"], strict=True)
    else:
        yield from ((duration, words, at) for _, duration, words, at in film["frames"])


def code_of(path: str) -> Markup:
    """A recipe's file, as pages show it."""
    return highlighted(Path(path).read_text(encoding="utf-8"))


@functools.cache
def highlighted(code: str) -> Markup:
    """Python as markup, with a few kinds of words told apart; everything is escaped. It takes long, and is kept."""
    tokens = PythonLexer().get_tokens(code)
    named = ((_kind(token), text) for token, text in tokens)
    parts = []
    for name, group in groupby(named, itemgetter(0)):
        part = escaped("".join(text for _, text in group))
        parts.append(Markup('<span class="{}">{}</span>').format(name, part) if name else part)
    return Markup("").join(parts)


def _kind(token: Any) -> str:  # noqa: ANN401 - pygments'
    return next((_KINDS[each] for each in reversed(token.split()) if each in _KINDS), "")
