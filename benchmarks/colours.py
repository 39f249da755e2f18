"""Search the colours of a sign: python benchmarks/colours.py prints a pair for each theme, and all distances.

Class colours, ink and background stay. Of ``negative`` and ``positive`` it asks 3 : 1 to the background (WCAG 2.2,
1.4.11), and distances from each other and from all these for people without one kind of cones (Machado, Oliveira and
Fernandes, 2009; CAM02-UCS by Luo, Cui and Li, 2006) and in grey.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt
from colorspacious import cspace_convert
from matplotlib.colors import to_hex

from vizpipe.drawing.theme import THEMES, Theme, contrast, rgb

Array = npt.NDArray[np.float64]
KINDS = ("", "protanomaly", "deuteranomaly", "tritanomaly")
FOUR, MORE, GREY, SEEN = 25.2, 12.0, 15.5, 3.1
"""Least distances: of the pair, ink and background, which meet alone; of these to the class colours, since that makes
more than four, with dashes or rims as a second sign; of the pair in lightness; and the least contrast."""
HUES, LEAST, MOST = ((285.0, 350.0), (120.0, 175.0)), 17.0, 36.0
"""Degrees of hue for minus, violet, and plus, green, which no class has; and how colourful they may be."""
STEPS = 26
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
    """The pair of a theme, minus first: of all that keep the distances the one that is farthest from the classes."""
    shades = np.linspace(0.0, 1.0, STEPS)
    every = np.stack(np.meshgrid(shades, shades, shades), axis=-1).reshape(-1, 3)
    every = every[contrast(every, rgb(theme.background)) >= SEEN]
    views, classes = seen(every), seen(np.array([rgb(each) for each in theme.classes]))
    ends = seen(np.array([rgb(theme.ink), rgb(theme.background)]))
    away, chroma = apart(views, classes).min(axis=1), np.linalg.norm(views[0, :, 1:], axis=1)
    hue = np.degrees(np.arctan2(views[0, :, 2], views[0, :, 1])) % 360.0
    kept = (away >= MORE) & (apart(views, ends).min(axis=1) >= FOUR) & (chroma >= LEAST) & (chroma <= MOST)
    minus, plus = (np.flatnonzero(kept & (hue >= low) & (hue <= high)) for low, high in HUES)
    room = np.minimum(away[minus][:, None], away[plus][None])
    grey = np.abs(views[0, minus, 0][:, None] - views[0, plus, 0][None])
    room[(apart(views[:, minus], views[:, plus]) < FOUR) | (grey < GREY)] = 0.0
    if not room.size or not room.max():
        raise SystemExit(f"{theme.name}: no pair keeps all distances")
    one, other = np.unravel_index(np.argmax(room), room.shape)
    return to_hex(every[minus[one]]), to_hex(every[plus[other]])


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
