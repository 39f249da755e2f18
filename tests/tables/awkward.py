"""Tables as people have them: each a file's bytes, what is asked of it, and what comes of it."""

import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

RNG = np.random.default_rng(5)
POINTS = np.concatenate([RNG.normal(0.0, 1.0, (30, 2)), RNG.normal(3.0, 1.0, (30, 2))])
NAMES = ["finch"] * 30 + ["wren"] * 30


class Case(NamedTuple):
    """One table: its file, options, and the words of its refusal, or how many classes are drawn."""

    name: str
    file: str
    data: bytes
    options: dict[str, str]
    says: str
    """Part of the line that refuses it; nothing where it is drawn."""
    classes: int = 2
    notes: str = ""
    """What the caption must say."""


def rows(header: str = "height,width,kind", form: Callable[[float, float, str], str] | None = None) -> list[str]:
    """Sixty rows of two classes, and a header."""
    write = form or (lambda a, b, name: f"{a:.3f},{b:.3f},{name}")
    return [header, *(write(a, b, name) for (a, b), name in zip(POINTS, NAMES, strict=True))]


def text(lines: list[str], encoding: str = "utf-8", end: str = "\n") -> bytes:
    """Lines as a file has them."""
    return (end.join(lines) + end).encode(encoding)


def changed(line: int, new: str) -> bytes:
    """The plain table with another line."""
    lines = rows()
    lines[line - 1] = new
    return text(lines)


def npz(**arrays: object) -> bytes:
    """Arrays as an NPZ file; objects are pickled."""
    np.savez(stream := io.BytesIO(), allow_pickle=True, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def drawn() -> Iterator[Case]:
    """Those that give a right picture."""
    plain: dict[str, str] = {}
    commas = rows("height;width;kind", lambda a, b, name: f"{a:.3f};{b:.3f};{name}".replace(".", ","))
    yield Case("plain", "plain.csv", text(rows()), plain, "")
    yield Case("byte order mark", "mark.csv", text(rows(), "utf-8-sig"), plain, "")
    yield Case("utf-16", "wide.csv", text(rows(), "utf-16"), plain, "")
    yield Case("windows lines", "lines.csv", text(rows(), end="\r\n"), plain, "")
    yield Case("semicolons and decimal commas", "german.csv", text(commas), plain, "")
    tabs = rows("height\twidth\tkind", lambda a, b, name: f"{a}\t{b}\t{name}")
    yield Case("tabs", "tabs.tsv", text(tabs), plain, "")
    quoted = rows('"height","width","kind"', lambda a, b, name: f'"{a:.3f}","{b:.3f}","{name}, a bird"')
    yield Case("quoted commas", "quoted.csv", text(quoted), plain, "")
    counted = rows(",height,width,kind", lambda a, b, name: f"{a:.3f},{b:.3f},{name}")
    counted[1:] = [f"{number},{line}" for number, line in enumerate(counted[1:])]
    yield Case("an index column", "index.csv", text(counted), plain, "", notes="60 rows")
    missing = rows()
    missing[3], missing[7] = "NA,1.0,finch", "1.0,2.0,"
    yield Case("missing values", "gaps.csv", text(missing), plain, "", notes="2 of its rows lack a value")
    numbered = rows("height,width,target", lambda a, b, name: f"{a:.3f},{b:.3f},{int(name == 'wren')}")
    yield Case("numbered classes", "numbers.csv", text(numbered), plain, "")
    floats = rows("height,width,target", lambda a, b, name: f"{a:.3f},{b:.3f},{float(name == 'wren')}")
    yield Case("classes as 0.0 and 1.0", "floats.csv", text(floats), plain, "")
    bare = rows("", lambda a, b, name: f"{a:.3f},{b:.3f},{int(name == 'wren')}")[1:]
    yield Case("no names on top", "bare.csv", text(bare), {"label": "column 3"}, "")
    more = rows("a,b,c,d,kind", lambda a, b, name: f"{a:.3f},{b:.3f},{a + b:.3f},7,{name}")
    yield Case("three columns and a constant", "more.csv", text(more), plain, "", notes="variance of its 3 columns")
    accents = rows("größe,breite,art", lambda a, b, name: f"{a:.3f},{b:.3f},{name.replace('finch', 'Grünfink')}")
    yield Case("accents in Windows' letters", "alt.csv", text(accents, "cp1252"), {"label": "art"}, "")
    arrays = npz(X=POINTS, y=np.array(NAMES))
    yield Case("arrays", "arrays.npz", arrays, plain, "")
    braces = rows("height,width,{kind}")
    yield Case("braces in a name", "braces.csv", text(braces), plain, "", notes="column {kind}")


def refused() -> Iterator[Case]:
    """Those that can't be drawn, with the line that says why."""
    plain: dict[str, str] = {}
    yield Case("empty", "empty.csv", b"", plain, "empty.csv: it is empty")
    yield Case("names alone", "names.csv", text(rows()[:1]), plain, "names.csv: it has a header but no rows")
    yield Case("few rows", "few.csv", text(rows()[:9]), plain, "few.csv: 8 rows; at least 10 are needed")
    word = changed(17, "tall,1.0,finch")
    yield Case("a word", "word.csv", word, plain, "word.csv, line 17, column height: 'tall' is no number")
    endless = changed(9, "1.0,inf,finch")
    yield Case("infinity", "inf.csv", endless, plain, "inf.csv, line 9, column width: the number is infinite")
    short = changed(5, "1.0,finch")
    yield Case("a short row", "short.csv", short, plain, "short.csv, line 5: 2 cells, and line 1 has 3")
    one = rows(form=lambda a, b, _: f"{a:.3f},{b:.3f},wren")
    yield Case("one class", "one.csv", text(one), {"label": "kind"}, "one.csv: column kind holds one class, wren")
    many = [rows()[0], *(f"{n}.5,{n % 7},bird {n}" for n in range(1000))]
    yield Case("1,000 classes", "many.csv", text(many), {"label": "kind"}, "holds 1,000 classes")
    measured = {"label": "height"}
    yield Case("measurements as classes", "float.csv", text(rows()), measured, "is a measurement; classes are names")
    same = {"x": "height,same"}
    constant = rows("height,same,kind", lambda a, _, name: f"{a:.3f},3,{name}")
    yield Case("a constant column", "same.csv", text(constant), same, "column same is 3 in every row")
    twice = rows("a,a,kind")
    yield Case("two columns of one name", "twice.csv", text(twice), plain, "twice.csv: 2 columns are called a")
    dates = rows("day,height,kind", lambda a, _, name: f"2024-01-02,{a:.3f},{name}")
    asked = {"x": "day,height"}
    yield Case("dates", "dates.csv", text(dates), asked, "line 2, column day: '2024-01-02' is no number")
    yield Case("one number", "lone.csv", text(dates), plain, "one column of numbers that differ, height")
    yield Case(
        "an unknown column", "near.csv", text(rows()), {"label": "kid"}, "no column kid for --label — did you mean"
    )
    yield Case("a picture", "photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", plain, "photo.csv: that is no table")
    yield Case("a spreadsheet", "sheet.xlsx", b"PK\x03\x04rest", plain, "a spreadsheet can't be read; save it as CSV")
    objects = npz(X=np.array([{}, {}], dtype=object), y=np.array([0, 1]))
    yield Case("pickled objects", "pickle.npz", objects, plain, "holds Python objects, which are never loaded")
    yield Case("a damaged archive", "cut.npz", npz(X=POINTS)[:200], plain, "cut.npz: it can't be read as NPZ")
    open_end = text(rows()) + b'1.0,2.0,"finch\n'
    yield Case("an open quotation mark", "open.csv", open_end, plain, "a quotation mark is never closed")
