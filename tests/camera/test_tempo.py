"""How pictures follow each other, measured: what was planted is found, and nothing where nothing is."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from films import Recipes, small
from vizpipe.camera import inspection, rest, tempo
from vizpipe.camera.scene import Scene
from vizpipe.camera.tempo import Word
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT

Frame = npt.NDArray[np.uint8]


def film(*reached: float, colour: tuple[int, int, int] = (200, 60, 20)) -> list[Frame]:
    """Frames that are filled with a colour from the left, up to a share of them."""
    frames = []
    for share in reached:
        frame = np.full((20, 100, 3), 255, dtype=np.uint8)
        frame[:, : round(100 * share)] = colour
        frames.append(frame)
    return frames


def measured(
    frames: Sequence[Frame], durations: Sequence[int], *, loops: bool = False, again: bool = True
) -> list[str]:
    """The measures that remark something."""
    return [remark.measure for remark in tempo.measured(frames, durations, loops=loops, again=again)]


EVEN = [share / 30 for share in range(31)]
TIMES = [1000, *[100] * 29, 1000]


def test_an_even_film_is_well() -> None:
    """Nothing is found in a film that moves evenly, between two stands of a second; nor in a still."""
    assert measured(film(*EVEN), TIMES) == []
    assert measured(film(1.0), [0]) == []


def test_a_short_opening_is_found() -> None:
    """A first frame of 0.6 s is found; a result that flashes up before it is no opening."""
    assert measured(film(*EVEN), [600, *TIMES[1:]], again=False) == ["opening"]
    assert measured(film(1.0, *EVEN), [20, *TIMES])[:1] != ["opening"]


def test_what_goes_back_and_forth_is_found() -> None:
    """A tenth of the picture that changes back and forth five times a second is found, a hundredth is not."""
    times = [1000, *[100] * 29, 1000]
    assert "flip" in measured(film(*[0.1 * (number % 2) for number in range(31)]), times)
    assert "flip" not in measured(film(*[0.01 * (number % 2) for number in range(31)]), times)
    assert "flip" not in measured(film(*[0.1 * (number // 4 % 2) for number in range(31)]), times)


def test_a_story_told_in_one_step_is_found() -> None:
    """Half of all change in a tenth of a second is found; a step after which the picture stands is none."""
    leap = [*EVEN[:10], *[share / 2 + 0.5 for share in EVEN[10:]]]
    assert measured(film(*leap), TIMES)[0] == "sudden"
    slides = film(0.0, 0.5, 1.0)
    assert measured(slides, [1000, 1000, 1000]) == []


def test_a_picture_that_is_another_at_once_is_found() -> None:
    """A quarter of the pixels that change from one frame to the next are found, unless the picture then stands."""
    there_and_back = [share for _ in range(4) for share in (*EVEN[:15], *EVEN[14::-1])]
    leap = [*there_and_back, 0.25, *there_and_back]
    times = [1000, *[100] * (len(leap) - 2), 1000]
    assert "sudden" not in measured(film(*there_and_back), times[: len(there_and_back)])
    assert "sudden" in measured(film(*leap), times)
    times[len(there_and_back)] = times[len(there_and_back) + 1] = 1000
    assert "sudden" not in measured(film(*leap), times)


def test_a_film_that_is_over_long_before_its_end_is_found() -> None:
    """A film that has settled half-way is found."""
    assert measured(film(*[min(2 * share, 1.0) for share in EVEN]), TIMES) == ["dead"]


def in_two(upper: Sequence[float], lower: Sequence[float]) -> list[Frame]:
    """Frames whose upper seven tenths fill in one way, and the rest in another."""
    both = zip(film(*upper), film(*lower), strict=True)
    return [np.concatenate([one[:14], other[14:]]) for one, other in both]


def test_a_film_of_which_most_rests_from_half_of_it_on_is_found() -> None:
    """Seven tenths that rest from half-time on are found though the others move to the end; if all move, nothing."""
    late = [share**4 for share in EVEN]
    assert measured(in_two([min(2 * share, 1.0) for share in EVEN], late), TIMES) == ["dead"]
    assert measured(in_two(EVEN, late), TIMES) == []


def drifting(reached: Sequence[float]) -> list[Frame]:
    """Frames that get darker at once after the first, and then by three of a byte from one to the next."""
    shades = [255, *(round(195 - 90 * share) for share in reached[1:])]
    return [np.full((20, 100, 3), shade, dtype=np.uint8) for shade in shades]


def test_what_drifts_slowly_does_not_rest() -> None:
    """A colour that gets darker evenly up to the end is no rest, though no frame differs much from the next."""
    assert rest.dead(drifting(EVEN), TIMES) == []
    assert [remark.measure for remark in rest.dead(drifting([0.0] * 31), TIMES)] == ["dead"]


def beside(*reached: Sequence[float]) -> list[Frame]:
    """Frames of three parts, each of which fills from the left in a way of its own."""
    return [np.concatenate(parts, axis=1) for parts in zip(*(film(*each) for each in reached), strict=True)]


def test_a_third_that_rests_from_early_on_is_found() -> None:
    """A third of the width that settles after a fifth of the time is found, one that moves for two thirds is not."""
    assert measured(beside(EVEN, [min(5 * share, 1.0) for share in EVEN], EVEN), TIMES) == ["dead"]
    assert measured(beside(EVEN, [min(1.5 * share, 1.0) for share in EVEN], EVEN), TIMES) == []


def test_a_seam_is_found_in_what_loops() -> None:
    """A film that loops and ends elsewhere than it begins is found; one that does not loop may."""
    assert measured(film(*EVEN), TIMES, loops=True) == ["seam"]
    there_and_back = [*EVEN[::2], *EVEN[::-2]]
    assert "seam" not in measured(film(*there_and_back), [1000, *[100] * 31], loops=True)


def test_a_film_that_begins_anew_stands_at_both_of_its_ends() -> None:
    """A jump from the end to the beginning is found if either stands short, unless the film plays once."""
    short = [600, *TIMES[1:]]
    assert measured(film(*EVEN), short) == ["opening", "seam"]
    assert measured(film(*EVEN), [*TIMES[:-1], 600]) == ["seam"]
    assert measured(film(*EVEN), short, again=False) == ["opening"]


def test_a_result_that_flashes_up_is_no_beginning() -> None:
    """Where the last picture is shown for a fiftieth of a second first, the seam is what comes after it."""
    assert measured(film(1.0, *EVEN), [20, *TIMES], loops=True)[-1:] == ["seam"]


def counted(*texts: tuple[float, float], size: float = 30.0) -> list[str]:
    """What is found of texts at places, each of which changes so many times a second for two seconds."""
    frames = [
        [Word((0, round(place), 0), f"{int(number * rate / 20)}", size) for place, rate in texts]
        + [Word((1, 0, 0), "title", 30.0)]
        for number in range(40)
    ]
    return [remark.measure for remark in tempo.counters(frames, [50] * 40)]


def test_texts_that_run_are_found() -> None:
    """A text that changes ten times a second is found, unless it is small and the only one; three times is slow."""
    assert counted((0, 10.0)) == ["counter"]
    assert counted((0, 3.0)) == []
    assert counted((0, 10.0), size=12.0) == []
    beats = [[Word((0, place, 0), "update", 30.0, number % 4 == place) for place in range(4)] for number in range(40)]
    assert [remark.measure for remark in tempo.counters(beats, [50] * 40)] == ["counter"]  # they grow bold in turns
    assert tempo.counters(beats, [400] * 40) == []
    assert counted((0, 10.0), (50, 10.0), size=12.0) == ["counter"]


def test_texts_of_frames_are_read_without_drawing_each_whole(recipes: Recipes) -> None:
    """What frames add beside what stands is what a figure says that has a frame on it, text for text."""
    recipe = recipes["xor-duel"]
    film = small(recipe)
    shots = [0, 1, len(film) - 1]
    read = [sorted(words) for words in inspection.texts(Scene(recipe, film, Style(LIGHT, 800, 400)), shots)]
    whole = [sorted(tempo.words(figure)) for figure in Scene(recipe, film, Style(LIGHT, 800, 400)).stills(shots)]
    assert read == whole


def test_a_text_beside_a_point_of_the_data_stands_where_that_is() -> None:
    """Two texts that are set as far from two points are in two places."""
    figure = Figure()
    axes = figure.add_subplot()
    for place in (0.2, 0.8):
        axes.annotate("here", (place, 0.5), xytext=(4.0, 0.0), textcoords="offset points")
    one, other = (word.place for word in tempo.words(figure, axes.texts))
    assert one != other
