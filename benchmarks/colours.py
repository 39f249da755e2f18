"""Search the colours of a sign: python benchmarks/colours.py prints a pair for each theme, and how far all are apart.

Beside the class colours, ink and background, which stay, it asks of ``negative`` and ``positive``: at least 3 : 1 to the
background (WCAG 2.2, 1.4.11), and distances from each other and from all these for people without one kind of cones
(Machado, Oliveira and Fernandes, 2009; CAM02-UCS by Luo, Cui and Li, 2006) and in grey.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt
from colorspacious import cspace_convert
from matplotlib.colors import to_hex

from vizpipe.drawing.theme import THEMES, Theme, contrast, rgb

Array = npt.NDArray[np.float64]
KINDS = ("", "protanomaly", "deuteranomaly", "tritanomaly")
FOUR, OTHERS, GREY, SEEN = 25.5, 16.0, 16.0, 3.2
"""Least distances: of the four roles that meet in a panel, of these to ink and background, of the pair in lightness; and
the least contrast."""
STEPS = 22
"""Of a channel in the search."""


def seen(colours: Array) -> Array:
    """Colours (n, 3) as each kind of eyes sees them, in CAM02-UCS, shape (kinds, n, 3)."""
    views = []
    for kind in KINDS:
        space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
        linear = np.clip(cspace_convert(colours, space, "sRGB1"), 0.0, 1.0) if kind else colours
        views.append(cspace_convert(linear, "sRGB1", "CAM02-UCS"))
    return np.stack(views)


def apart(one: Array, other: Array) -> Array:
    """Distances in the worst view, of colours (kinds, n, 3) and (kinds, m, 3), shape (n, m)."""
    least: Array = np.linalg.norm(one[:, :, None] - other[:, None], axis=-1).min(axis=0)
    return least


def pair(theme: Theme) -> tuple[str, str]:
    """The pair of a theme, minus first: the most colourful that keeps all distances, plus the better seen of the two."""
    shades = np.linspace(0.0, 1.0, STEPS)
    every = np.stack(np.meshgrid(shades, shades, shades), axis=-1).reshape(-1, 3)
    every = every[contrast(every, rgb(theme.background)) >= SEEN]
    views, classes = seen(every), seen(np.array([rgb(each) for each in theme.classes]))
    ends = seen(np.array([rgb(theme.ink), rgb(theme.background)]))
    kept = (apart(views, classes).min(axis=1) >= FOUR) & (apart(views, ends).min(axis=1) >= OTHERS)
    every, views = every[kept], views[:, kept]
    lightness, chroma = views[0, :, 0], np.linalg.norm(views[0, :, 1:], axis=1)
    least = np.minimum(chroma[:, None], chroma[None])
    least[(apart(views, views) < FOUR) | (np.abs(lightness[:, None] - lightness[None]) < GREY)] = -1.0
    both = np.unravel_index(np.argmax(least), least.shape)
    if least[both] < 0.0:
        raise SystemExit(f"{theme.name}: no pair keeps all distances")
    one, other = sorted((every[each] for each in both), key=lambda each: float(contrast(each, rgb(theme.background))))
    return to_hex(one), to_hex(other)


def main() -> None:
    """Print the lines of each theme, and every distance."""
    for name in ("light", "dark", "print"):
        theme = THEMES[name]
        negative, positive = pair(theme)
        roles = {"negative": negative, "positive": positive} | {
            f"class {n}": each for n, each in enumerate(theme.classes)
        }
        roles |= {"ink": theme.ink, "background": theme.background}
        views = seen(np.array([rgb(each) for each in roles.values()]))
        print(f'# {name}\nnegative = "{negative}"\npositive = "{positive}"')
        for one, other in combinations(range(len(roles)), 2):
            distance = apart(views[:, [one]], views[:, [other]]).item()
            grey = abs(float(views[0, one, 0] - views[0, other, 0]))
            names = list(roles)
            print(f"#   {names[one]:10} {names[other]:10} {distance:5.1f}, in grey {grey:4.1f}")


if __name__ == "__main__":
    main()
