"""A palette: what it lacks is measured, filled, shared out anew, or said."""

import numpy as np
import numpy.typing as npt

from vizpipe.encoding import fitting
from vizpipe.encoding.palette import BOUND, COLOURS, Gaps, Palette, Seen
from vizpipe.pipeline import ready

Array = npt.NDArray[np.uint8]


def painted(*colours: tuple[int, int, int], side: int = 16) -> Array:
    """A picture (side, side × n, 4) of one square for each colour."""
    squares = [np.full((side, side, 4), (*colour, 255), dtype=np.uint8) for colour in colours]
    return np.ascontiguousarray(np.concatenate(squares, axis=1))


def noise(low: int, high: int, seed: int) -> Array:
    """A picture of as many colours as pixels."""
    picture = np.random.default_rng(seed).integers(low, high, (64, 64, 4), dtype=np.uint8)
    picture[..., 3] = 255
    return picture


def off(shown: Array, drawn: Array) -> npt.NDArray[np.int16]:
    """By how much each pixel is off in the worst channel."""
    distance: npt.NDArray[np.int16] = np.abs(shown[..., :3].astype(np.int16) - drawn[..., :3]).max(axis=-1)
    return distance


def test_fixed_and_flat_colours_are_kept_exactly() -> None:
    """Colours that are fixed, and those of areas, come out as they went in, among thousands of others."""
    fixed, flat = [(255, 255, 255), (43, 122, 155), (20, 24, 29)], [(200, 201, 77), (13, 140, 60)]
    seen = Seen.merged([Seen.of(noise(0, 256, 0)), Seen.of(painted(*flat))])
    palette = Palette.chosen(seen, fixed)
    assert len(palette.colours) <= COLOURS
    assert len(np.unique(palette.colours, axis=0)) == len(palette.colours)
    kept = painted(*fixed, *flat)
    assert off(palette.colours[palette.apply(kept)], kept).max() == 0
    assert len(np.unique(palette.apply(painted((199, 180, 190))))) == 1  # no dithering


def test_what_a_palette_lacks_is_measured() -> None:
    """A palette's worst distance, the share beyond the bound and its colours are those that were planted."""
    palette = Palette.chosen(Seen.of(painted((255, 255, 255), (0, 0, 0))))
    picture = painted((255, 255, 255), (0, 0, 0))
    assert palette.fit(picture).gaps.places.size == 0
    picture[:2, :4, :3] = (255, 0, 0)
    picture[5, 5, :3] = 255 - BOUND  # just near enough
    fitted = palette.fit(picture)
    assert fitted.off == 255
    assert fitted.gaps.places.tolist() == [0, 1, 2, 3, 32, 33, 34, 35]
    assert fitted.gaps.colours.tolist() == [[255, 0, 0]] * 8


def test_a_measured_distance_is_never_less_than_the_true_one() -> None:
    """No pixel of any picture is farther off its palette than is said."""
    for seed in range(5):
        palette = Palette.chosen(Seen.of(noise(0, 200, seed)))
        picture = noise(0, 256, seed + 100)
        fitted = palette.fit(picture)
        distance = off(palette.colours[fitted.indices], picture)
        assert fitted.off >= distance.max()
        assert fitted.gaps.places.tolist() == np.flatnonzero(distance > BOUND).tolist()
        assert fitted.off == distance.max() or distance.max() <= BOUND


def test_a_colour_has_one_index_whatever_was_looked_up_before() -> None:
    """Pictures have the same indices alone and after others: of the colour nearest to the middle of a pixel's cell."""
    colours = np.unique(noise(0, 256, 7).reshape(-1, 4)[:200, :3], axis=0)
    pictures = [noise(0, 256, 8), noise(64, 192, 9)]
    used = Palette(colours)
    for picture in pictures:
        indices = used.fit(picture).indices
        assert (indices == Palette(colours).fit(picture).indices).all()
        middles = (picture[..., :3] // 4 * 4).astype(np.int64) * 255  # of whole numbers, as 252 times as large
        distances = ((middles[..., None, :] - 252 * colours.astype(np.int64)) ** 2).sum(axis=-1)
        is_own = (picture[..., None, :3] // 4 == colours // 4).all(axis=-1).any(axis=-1)
        assert (indices == distances.argmin(axis=-1))[~is_own].all()


def test_a_palette_grows_without_changing_what_its_indices_mean() -> None:
    """A palette's few new colours come after the old ones, exactly as they were drawn, and no more than are needed."""
    palette = Palette.chosen(Seen.of(noise(100, 160, 0)))
    old = palette.colours.copy()
    flash = painted((255, 0, 0), (0, 0, 255), (0, 0, 250))
    indices, distances = palette.grow(palette.fit(flash).gaps)
    assert (palette.colours[: len(old)] == old).all()
    assert sorted(palette.colours[len(old) :].tolist()) == [[0, 0, 255], [255, 0, 0]]
    assert distances.max() == 5
    assert off(palette.colours[palette.apply(flash)], flash).max() == 5
    assert (palette.colours[indices].reshape(16, 48, 3) == palette.colours[palette.apply(flash)]).all()
    assert len(palette.colours) == len(old) + 2
    palette.grow(palette.fit(flash).gaps)
    assert len(palette.colours) == len(old) + 2


def test_a_palette_grows_by_nothing_where_another_of_its_colours_is_near_enough() -> None:
    """A pixel that the table serves badly gets the nearest colour of all, which may be there already."""
    colours = np.array([[80, 80, 100], [80, 80, 118]], dtype=np.uint8)
    palette = Palette(colours)
    gaps = Gaps(np.zeros(1, dtype=np.uint32), np.array([[80, 80, 117]], dtype=np.uint8))
    indices, distances = palette.grow(gaps)
    assert (indices.tolist(), distances.tolist()) == ([1], [1])
    assert len(palette.colours) == 2


def test_a_palette_never_grows_beyond_its_places() -> None:
    """Where more colours lack than places are free, all places are taken, and how far off the rest is, is measured."""
    palette = Palette.chosen(Seen.of(noise(0, 90, 0)))
    second = noise(160, 250, 1)
    indices, distances = palette.grow(palette.fit(second).gaps)
    assert len(palette.colours) == COLOURS
    assert len(np.unique(palette.colours, axis=0)) == COLOURS
    shown = palette.colours[indices].reshape(64, 64, 3)
    assert (off(shown, second).ravel() == distances).all()
    assert distances.max() > BOUND


def test_colours_are_shared_out_anew_where_a_few_more_do_not_do() -> None:
    """Pictures that have nothing in common each get their part; what stays far off is said."""
    first, second = noise(0, 90, 0), noise(160, 250, 1)
    packed, seen = fitting.chosen([first], [(255, 255, 255)])
    lacking = fitting.fitted([second], packed)[-1]
    palettes = [ready.palette_of(each) for each in (packed, fitting.chosen_anew(seen, [lacking], [(255, 255, 255)]))]
    for palette in palettes:
        assert len(palette.colours) < COLOURS
        assert (255, 255, 255) in {tuple(colour) for colour in palette.colours.tolist()}
    before, after = (max(each.fit(first).off, each.fit(second).off) for each in palettes)
    assert after < 40 < before
    assert palettes[1].fit(second).gaps.places.size


def test_filled_pictures_are_those_that_were_drawn() -> None:
    """Of several pictures those pixels change that lacked a colour, in whichever of them; the share is the worst's."""
    pictures = [painted((9, 9, 9), (200, 200, 200)) for _ in range(3)]
    pictures[1][3, 5, :3] = pictures[2][0, 0, :3] = (255, 0, 0)
    palette = Palette(np.array([[9, 9, 9], [200, 200, 200]], dtype=np.uint8))
    drawn, digest, worst, gaps = fitting.fitted(pictures, ready.packed(palette))
    filled = fitting.filled(palette, fitting.Filled(drawn, digest, worst), gaps)
    assert (worst, filled.off, filled.share) == (246, BOUND, 0.0)
    assert filled.digest != digest
    shown = palette.colours[fitting.frames(filled.pictures)]
    assert off(shown, np.stack(pictures)).max() == 0
    full = Palette(np.pad(np.arange(COLOURS, dtype=np.uint8)[:, None], ((0, 0), (0, 2))))
    drawn, digest, worst, gaps = fitting.fitted(pictures, ready.packed(full))
    assert fitting.filled(full, fitting.Filled(drawn, digest, worst), gaps).share == 0.5
