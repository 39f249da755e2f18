"""The parts of a stack: which belong together, which go first, and the stack without them."""

from collections.abc import Iterable, Iterator, Mapping

from vizpipe.drawing.needs import Margins, Part, Stack


def leaves(node: Part | Stack) -> Iterator[Part]:
    """Every part, in the declared order."""
    if isinstance(node, Part):
        yield node
    else:
        for part in node.parts:
            yield from leaves(part)


def named(node: Part | Stack) -> list[str]:
    """The keys of all boxes."""
    if isinstance(node, Part):
        return [node.name]
    own = [node.name] if node.head else []
    return own + [name for part in node.parts for name in named(part)]


def groups(node: Part | Stack) -> list[tuple[Part, ...]]:
    """The parts that take one place in the pictures of an ``each`` stack, together; every other part alone."""
    if isinstance(node, Part):
        return [(node,)]
    inner = [groups(part) for part in node.parts]
    if not node.each:
        return [group for part in inner for group in part]
    if len({len(part) for part in inner}) > 1:
        raise ValueError("the parts of an each stack differ in form")
    return [tuple(part for group in together for part in group) for together in zip(*inner, strict=True)]


def first_to_go(units: Iterable[tuple[int | None, tuple[str, ...]]]) -> tuple[str, ...]:
    """The names of the last unit of the highest rank; none if all have to stay."""
    highest: int | None = None
    names: tuple[str, ...] = ()
    for rank, unit in units:
        if rank is not None and (highest is None or rank >= highest):
            highest, names = rank, unit
    return names


def without(node: Part | Stack, names: Iterable[str]) -> Part | Stack | None:
    """The stack without some parts; none if nothing is left."""
    if isinstance(node, Part):
        return None if node.name in names else node
    parts = tuple(kept for part in node.parts if (kept := without(part, names)) is not None)
    return node._replace(parts=parts) if parts else None


def evened(node: Part | Stack) -> Part | Stack:
    """The stack with parts that can be told apart by their names alone where they have to be equal.

    Those at one place of an ``each`` stack get the largest margins and the widest name among them, and are a family;
    those of a family get the largest least box.
    """
    parts: dict[str, Part] = {}
    for group in groups(node):
        first = group[0]
        for part in group:
            parts[part.name] = part
            if len(group) > 1:
                bare = None if part.bare is None else _largest([each.bare or each.margins for each in group])
                parts[part.name] = part._replace(
                    margins=_largest([each.margins for each in group]),
                    bare=bare,
                    title=max(each.title for each in group),
                    family=first.family or first.name,
                )
    families: dict[str, list[Part]] = {}
    for part in parts.values():
        families.setdefault(part.family, []).append(part)
    for name, family in families.items():
        if not name:
            continue
        if len({(part.aspect, part.grows) for part in family}) > 1:
            raise ValueError(f"family {name} has parts of several aspects")
        for part in family:
            width, height = max(each.width for each in family), max(each.height for each in family)
            parts[part.name] = part._replace(width=width, height=height)
    return _with(node, {name: _whole(part) for name, part in parts.items()})


def _largest(margins: Iterable[Margins]) -> Margins:
    return Margins(*(max(sides) for sides in zip(*margins, strict=True)))


def _whole(part: Part) -> Part:
    """The part with a least box of its aspect."""
    if part.aspect is None:
        return part
    wide = part.height * part.aspect
    width = int(wide) if wide == int(wide) else int(wide) + 1
    return part._replace(width=max(part.width, width))


def _with(node: Part | Stack, parts: Mapping[str, Part]) -> Part | Stack:
    if isinstance(node, Part):
        return parts[node.name]
    return node._replace(parts=tuple(_with(part, parts) for part in node.parts))
