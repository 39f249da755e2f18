"""What holds of every schedule, whatever the film, its story, the format, and what is asked."""

import itertools

import msgspec
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from vizpipe.errors import UsageError
from vizpipe.film.schedule import Medium, Schedule, Tick, schedule, stills, thinned
from vizpipe.film.stops import Pace, chosen
from vizpipe.film.story import Cue


class Asked(msgspec.Struct, frozen=True):
    """A film, its story, and what is asked of them."""

    changes: list[list[float]]
    cues: list[Cue]
    pace: Pace
    medium: Medium
    frames: list[int]

    @property
    def made(self) -> Schedule:
        """Its schedule; what is refused is no example."""
        try:
            return schedule(self.changes, self.cues, self.pace, self.medium, self.frames)
        except UsageError:
            assume(condition=False)
            raise

    @property
    def tweens(self) -> bool:
        """Whether something is drawn between the states."""
        return self.medium.tweens or any(cue.glide for cue in self.cues)

    @property
    def rounding(self) -> float:
        """Half a unit, and half a millisecond for each of two ends, in milliseconds."""
        return 500.001 / self.medium.rate + 1.0

    @property
    def step(self) -> int:
        """The units that a picture lasts at least."""
        return max(-(-self.medium.rate // int(self.pace.fps)), 1) if self.pace.fps else 1


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Anything that can be asked of up to three films."""
    steps = st.lists(st.sampled_from([0.0, 1e-9, 0.01, 0.3, 1.0, 3.0, 500.0]), max_size=30)
    changes = [list(itertools.accumulate([0.0, *each])) for each in draw(st.lists(steps, min_size=1, max_size=3))]
    count = max(map(len, changes))
    first = draw(st.integers(0, count - 1))
    frames = chosen(count, draw(st.integers(1, 4)), first, draw(st.integers(first, count - 1)))
    seconds = st.sampled_from([0.0, 0.3, 1.0, 2.5])
    drawn = draw(st.lists(st.tuples(st.sampled_from(frames), seconds, st.booleans(), st.booleans()), max_size=5))
    ends = draw(st.booleans())
    cues = [
        Cue(f"{at}", frame, stand=stand, each=each, glide=glide, end=ends and at == len(drawn) - 1)
        for at, (frame, stand, each, glide) in enumerate(drawn)
    ]
    pace = Pace(
        seconds=draw(st.none() | st.floats(0.5, 30)),
        frames=draw(st.none() | st.integers(1, 60)),
        fps=draw(st.none() | st.sampled_from([5.0, 10.0, 30.0])),
        pauses=tuple(draw(st.lists(st.tuples(st.sampled_from(frames), seconds), max_size=2))),
        loops=draw(st.booleans()),
        result_first=draw(st.booleans()),
    )
    medium = draw(st.sampled_from([Medium(), Medium(30, tweens=True), Medium(60, tweens=True), Medium(24)]))
    return Asked(changes, cues, pace, medium, frames)


def counted(ask: Asked) -> list[Tick]:
    """The ticks without a result that comes first."""
    ticks = ask.made.ticks
    return [*(ticks[1:] if ask.pace.result_first and len(ticks) > 1 else ticks)]


MANY = settings(max_examples=40, deadline=None)
ONE_FRAME = Asked([[0.0], [0.0]], [Cue("0", 0, each=True), Cue("1", 0)], Pace(frames=1), Medium(), [0])
"""Two films that tell two things at their only frame, of which one picture is asked: that is refused."""


@MANY
@given(asked())
def test_times_add_up_to_the_length(ask: Asked) -> None:
    """Ticks add up to the seconds asked for, but for rounding, or to more, which is said; unasked to 6 to 14."""
    length, remark = sum(tick.ms for tick in counted(ask)), ask.made.remark
    if ask.pace.seconds is not None:
        assert length >= 1000 * ask.pace.seconds - ask.rounding
        assert bool(remark) == (length > 1000 * ask.pace.seconds + ask.rounding)
    elif any(after.index > before.index for before, after in itertools.pairwise(counted(ask))):
        assert length >= 6000
        assert bool(remark) == (length > 14_000)


@MANY
@given(asked())
def test_every_time_is_a_whole_multiple_of_the_clock(ask: Asked) -> None:
    """Every tick ends at a whole unit, rounded to a millisecond, and none is shorter than fps allows."""
    rate, units = ask.medium.rate, [0]
    for end in itertools.accumulate(tick.ms for tick in ask.made.ticks):
        units.append(round(end * rate / 1000))
        assert end == (2000 * units[-1] + rate) // (2 * rate)
    lengths = [after - before for before, after in itertools.pairwise(units)]
    assert min(lengths[len(lengths) - len(counted(ask)) :]) >= ask.step


@MANY
@example(ONE_FRAME)
@given(asked())
def test_every_beat_is_told_in_its_order_as_long_as_it_says(ask: Asked) -> None:
    """Each beat comes once, in the order of the story, at its own frame, which stands as long as it says."""
    ticks = counted(ask)
    runs = [(beat, [*run]) for beat, run in itertools.groupby(ticks, lambda tick: tick.beat)]
    assert [beat for beat, _ in runs if beat] == [cue.name for cue in ask.cues]
    told = dict(runs)
    for cue in ask.cues:
        first = told[cue.name][0]
        assert (first.index, first.share) == (cue.frame, 0.0)
        assert first.ms >= 1000 * max(cue.stand, 0.5 * cue.each) - ask.rounding


@MANY
@example(ONE_FRAME)
@given(asked())
def test_step_by_step_every_frame_is_a_stop_for_half_a_second(ask: Asked) -> None:
    """From a beat that goes step by step to the next, or to the last frame, each frame stands half a second or more."""
    stays = [ask.made.ticks[at] for at in ask.made.stays][ask.pace.result_first and len(ask.made.ticks) > 1 :]
    for cue, following in itertools.zip_longest(ask.cues, ask.cues[1:]):
        if cue.each and not cue.end:
            end = following.frame if following and following.frame >= cue.frame else ask.frames[-1] + 1
            steps = [frame for frame in ask.frames if frame == cue.frame or cue.frame < frame < end]
            assert [tick.index for tick in stays if tick.beat == cue.name] == steps
            assert all(tick.ms >= 500 for tick in stays if tick.beat == cue.name)


@MANY
@given(asked())
def test_films_side_by_side_change_twice_a_second_at_most(ask: Asked) -> None:
    """Unless somebody says how many pictures there are: nine counters that run faster can't be followed."""
    cues = [msgspec.structs.replace(cue, glide=False) for cue in ask.cues]
    ticks = schedule([*ask.changes, ask.changes[0]], cues, Pace(), frames=ask.frames).ticks
    assert all(tick.ms >= 500 for tick, after in itertools.pairwise(ticks) if after.index > tick.index)


@MANY
@given(asked())
def test_a_film_goes_on_but_where_its_story_goes_back(ask: Asked) -> None:
    """The place in the film never falls, but for a beat at an earlier frame and on a glide to one."""
    frames = {cue.name: cue.frame for cue in ask.cues}
    glides = {cue.name for cue in ask.cues if cue.glide}
    names = [cue.name for cue in ask.cues]
    for before, after in itertools.pairwise(counted(ask)):
        if (after.index, after.share) >= (before.index, before.share):
            continue
        coming = names[names.index(before.beat) + 1 if before.beat else 0]
        assert frames[coming] < before.index + before.share
        assert after.beat == coming if coming not in glides else (after.index, after.share) >= (frames[coming], 0.0)


@MANY
@given(asked())
def test_only_frames_that_were_asked_for_are_drawn(ask: Asked) -> None:
    """Without tweening all ticks are chosen frames, at most as many as asked for, and the first is the first."""
    ticks = counted(ask)
    assert all(0.0 <= tick.share < 1.0 for tick in ticks)
    assert ask.frames[0] <= min(tick.index for tick in ticks)
    assert max(tick.index + (tick.share > 0) for tick in ticks) <= ask.frames[-1]
    if not ask.tweens:
        assert {(tick.index, tick.share) for tick in ticks} <= {(frame, 0.0) for frame in ask.frames}
        assert ask.pace.frames is None or len(ticks) <= ask.pace.frames
    assert ticks[0].index == ask.frames[0] or ask.pace.frames == 1


@MANY
@given(asked())
def test_a_schedule_is_the_same_every_time_and_in_json(ask: Asked) -> None:
    """The same question has the same answer, which survives a journey through JSON."""
    again = msgspec.json.decode(msgspec.json.encode(ask), type=Asked)
    assert again.made == ask.made
    assert msgspec.json.decode(msgspec.json.encode(ask.made), type=Schedule) == ask.made


@MANY
@given(asked(), st.integers(1, 80))
def test_a_budget_takes_no_beats_and_no_time(ask: Asked, most: int) -> None:
    """With fewer ticks a film is as long, its stops are all there, and what is left is a part of what was."""
    whole = ask.made
    less = thinned(whole, most)
    assert len(less.ticks) == min(len(whole.ticks), max(most, len(whole.stays)))
    assert sum(tick.ms for tick in less.ticks) == sum(tick.ms for tick in whole.ticks)
    shown = [(tick.index, tick.share, tick.beat) for tick in whole.ticks]
    kept = [(tick.index, tick.share, tick.beat) for tick in less.ticks]
    left = iter(shown)
    assert all(each in left for each in kept)
    assert [kept[at] for at in less.stays] == [shown[at] for at in whole.stays]


@MANY
@given(asked(), st.integers(1, 9))
def test_stills_are_the_stops_first(ask: Asked, most: int) -> None:
    """A strip of at most so many pictures holds every stop, if it can, and then frames by change; else the ends."""
    pace = Pace(loops=ask.pace.loops)
    try:
        whole = schedule(ask.changes, ask.cues, pace, frames=ask.frames)
    except UsageError:
        return
    stops = [(whole.ticks[at].index, whole.ticks[at].beat) for at in whole.stays]
    found = [(tick.index, tick.beat) for tick in stills(ask.changes, ask.cues, most, pace, ask.frames)]
    assert len(found) <= most
    left = iter(found if len(stops) <= most else stops)
    assert all(each in left for each in (stops if len(stops) <= most else found))
    assert found[-1] == stops[-1]
