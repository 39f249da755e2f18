"""An asset in LaTeX: a figure whose film has its own speed, and its result on paper."""

import re

from vizpipe.errors import UsageError
from vizpipe.publishing.shown import Picture, Shown

_TAKEN = ("filmstrip.pdf", "pdf", "filmstrip.png", "png")
_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def latex(asset: Shown) -> str:
    """The pages of a PDF that moves in readers which can, the still in all others and on paper. Raises UsageError."""
    files, words = asset.plain, escaped(asset.alternative)
    pages = files.files.get("frames.pdf")
    still = files.first(_TAKEN) or pages
    if still is None:
        raise UsageError(f"{asset.name}: LaTeX takes PDF and PNG; add pdf, filmstrip.pdf or frames.pdf to its formats")
    if pages is not None and pages.frames > 1:
        options = ["controls", *(["loop"] if pages.loop == 0 else []), "poster=last", "width=\\linewidth"]
        stem = _path(asset, pages).removesuffix(".pdf")
        body = f"\\animategraphics[{','.join(options)},alttext={{{words}}}]{{{pages.fps:g}}}{{{stem}}}{{}}{{}}"
        package = "animate"
    else:
        body = f"\\includegraphics[width=\\linewidth,alt={{{words}}}]{{{_path(asset, still)}}}"
        package = "graphicx"
    lines = [f"% \\usepackage{{{package}}}", "\\begin{figure}", "  \\centering", f"  {body}"]
    return "\n".join([*lines, f"  \\caption{{{words}}}", f"  \\label{{fig:{asset.name}}}", "\\end{figure}"])


def _path(asset: Shown, file: Picture) -> str:
    """The file's address. Raises UsageError for one that LaTeX can't read."""
    if re.search("[%#{}~^]|^https?:", file.address):
        raise UsageError(f"{asset.name}: LaTeX reads files: give their folder, such as --base-url figures")
    return file.address


def escaped(text: str) -> str:
    """A text in which no letter means anything to LaTeX."""
    return re.sub(r"[\\~^&%$#_{}]", lambda match: _SPECIAL.get(match[0], f"\\{match[0]}"), text)
