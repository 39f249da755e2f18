"""All that is to be remarked about one picture."""

from vizpipe.camera import composition, hues, reading
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Sight


def still(sight: Sight, preset: str = "", *, in_print: bool = False) -> list[Remark]:
    """Remarks on a picture as a preset shows it; ``in_print`` asks for greys that are told apart."""
    read = reading.texts(sight.texts, sight.width, sight.height, preset)
    return list(dict.fromkeys([*read, *composition.measured(sight), *hues.met(sight, in_print=in_print)]))


def gathered(remarks: dict[int, list[Remark]]) -> list[Remark]:
    """Remarks by frame, each said once, with the frames that it is about if there are several to see."""
    frames: dict[Remark, list[int]] = {}
    for frame, found in remarks.items():
        for remark in found:
            frames.setdefault(remark, []).append(frame)
    if len(remarks) == 1:
        return [*frames]
    plain = {each: f"frame{'s' if len(at) > 1 else ''} {', '.join(map(str, at))}" for each, at in frames.items()}
    return [each._replace(text=f"{each.text} ({plain[each]})") for each in frames]
