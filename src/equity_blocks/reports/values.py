"""Figures of results as texts that remember where they stand: the only place where a `Value` is made."""

from collections.abc import Mapping, Sized
from datetime import date
from typing import Any

from equity_blocks.model.figures import NO_VALUE, figure, moved, percents, points, side_by_side, signed_points
from equity_blocks.model.noun import Noun
from equity_blocks.model.tree import Nested
from equity_blocks.reports.document import Unit, Value, person_days

Place = tuple[str | int, ...]
"""The way to a figure: names of fields as in Python, positions in tuples, keys of mappings."""


def share_at(result: Noun, *place: str | int, edges: tuple[float, ...] = (), like: str = "") -> Value:
    """Write a share of a result in percent, on its side of every edge of the result.

    Args:
        result: Where it stands.
        place: The way to it.
        edges: Further shares at which it changes its name. Default: none.
        like: A share written already, which it stands below: it gets as many digits, at least. Default: none.

    Example:
        >>> from equity_blocks import FrameworkRef, Reading, ScoreCard, Scope, Scoring
        >>> card = ScoreCard(framework=FrameworkRef(id="f", edition="1", revision=1), scope=Scope(practices=9),
        ...     score=Reading(value=0.408), blocks=(), policy=Scoring())
        >>> text = share_at(card, "score", "value")
        >>> text, text.value, text.of, text.path
        ('41%', 0.408, 'scorecard', '/score/value')
    """
    number, path = _found(result, place)
    digits = len(like.rstrip("%").partition(".")[2])
    (text,) = percents(number, edges=(*_edges(result), *edges), digits=digits)
    return _value(text, number, "share", path, result)


def shares_at(result: Noun, *places: Place) -> tuple[Value, ...]:
    """Write shares of one thing that stand side by side, such as a score with its range and its target.

    Args:
        result: Where they stand.
        places: The way to each.
    """
    found = [_found(result, place) for place in places]
    texts = side_by_side(*(number for number, _ in found), edges=_edges(result))
    return tuple(_value(text, number, "share", path, result) for text, (number, path) in zip(texts, found, strict=True))


def column_at(result: Noun, *places: Place, edges: tuple[float, ...] = ()) -> tuple[Value, ...]:
    """Write shares that stand below each other, such as the score period by period: all with the same digits.

    Args:
        result: Where they stand.
        places: The way to each.
        edges: Further shares at which they change their name. Default: none.
    """
    found = [_found(result, place) for place in places]
    texts = percents(*(number for number, _ in found), edges=(*_edges(result), *edges))
    return tuple(_value(text, number, "share", path, result) for text, (number, path) in zip(texts, found, strict=True))


def moved_at(result: Noun, before: Place, after: Place, change: Place, digits: int = 0) -> tuple[Value, Value, Value]:
    """Write a share before and after a change, and the change in points: all with the same digits.

    Args:
        result: Where they stand.
        before: The way to the share before.
        after: The way to the share after.
        change: The way to the change.
        digits: Least digits after the point. Default: none.
    """
    first, last, between = (_found(result, place) for place in (before, after, change))
    texts = moved(first[0], last[0], between[0], _edges(result), digits)
    return (
        _value(texts[0], first[0], "share", first[1], result),
        _value(texts[1], last[0], "share", last[1], result),
        _value(texts[2], between[0], "points", between[1], result),
    )


def points_at(result: Noun, *place: str | int, signed: bool = False, digits: int = 1) -> Value:
    """Write a share, or with `signed` a change of one, in points of 100.

    Args:
        result: Where it stands.
        place: The way to it.
        signed: Whether it is a change, which has a sign. Default: no.
        digits: Least digits after the point of a change. Default: one.
    """
    number, path = _found(result, place)
    text = signed_points(number, digits) if signed else points(number, _edges(result))
    return _value(text, number, "points", path, result)


def days_at(result: Noun, *place: str | int, is_whole: bool = False) -> Value:
    """Write person-days.

    Args:
        result: Where they stand.
        place: The way to them.
        is_whole: Whether only whole ones are told, as of a period or a range. Default: no.
    """
    number, path = _found(result, place)
    text = NO_VALUE if number is None else f"{number:.0f}" if is_whole else person_days(number)
    return _value(text, number, "days", path, result)


def money_at(result: Noun, *place: str | int) -> Value:
    """Write money in whole units, thousands divided by commas."""
    number, path = _found(result, place)
    return _value(NO_VALUE if number is None else f"{number:,.0f}", number, "money", path, result)


def count_at(result: Noun, *place: str | int) -> Value:
    """Write a number of things: one that stands there, or how many stand there."""
    found, path = _found(result, place)
    number = len(found) if isinstance(found, Sized) and not isinstance(found, str) else found
    return _value(NO_VALUE if number is None else figure(number), number, "count", path, result)


def mean_at(result: Noun, *place: str | int) -> Value:
    """Write a mean number of things, with one digit after the point."""
    number, path = _found(result, place)
    return _value(NO_VALUE if number is None else f"{number:.1f}", number, "count", path, result)


def date_at(result: Noun, *place: str | int) -> Value:
    """Write a day as YYYY-MM-DD."""
    day, path = _found(result, place)
    text = day.isoformat() if isinstance(day, date) else None
    return _value(text or NO_VALUE, text, "date", path, result)


def practice_places(result: Any) -> dict[str, Place]:
    """Give the way to every practice that stands in the blocks of a result, by its id, in source order.

    Example:
        >>> from equity_blocks import BlockScore, FrameworkRef, PracticeScore, Reading, ScoreCard, Scope, Scoring
        >>> block = BlockScore(id="b", title="B", practices=[PracticeScore(id="p", title="P", status="unanswered")])
        >>> card = ScoreCard(framework=FrameworkRef(id="f", edition="1", revision=1), scope=Scope(practices=1),
        ...     score=Reading(), blocks=[block], policy=Scoring())
        >>> practice_places(card), block_places(card)
        ({'p': ('blocks', 0, 'practices', 0)}, {'b': ('blocks', 0)})
    """
    return {
        practice.id: (*place, "practices", position)
        for place, block in _blocks(result, ())
        for position, practice in enumerate(block.practices)
    }


def block_places(result: Any) -> dict[str, Place]:
    """Give the way to every block of a result, at whatever depth, by its id, in source order."""
    return {block.id: place for place, block in _blocks(result, ())}


def kind_of(result: Noun) -> str:
    """Name the kind of a result as `Value.of` does: that of its schema; a translation with the framework it is read in.

    Example:
        >>> from equity_blocks.model import Need
        >>> kind_of(Need(practice="trust-building", level="partial"))
        'need'
    """
    schema = str(getattr(result, "schema_", ""))
    kind = schema.split("/")[1] if schema.count("/") > 1 else type(result).__name__.lower()
    return f"{kind}/{result.framework.id}" if kind == "translation" else kind  # type: ignore[attr-defined]


def resolve(data: Any, path: str) -> Any:
    """Find what a JSON pointer leads to.

    Example:
        >>> resolve({"blocks": [{"a/b": 1}]}, "/blocks/0/a~1b")
        1
    """
    for step in path.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        data = data[int(key)] if isinstance(data, list | tuple) else data[key]
    return data


def _blocks(of: Any, place: Place) -> list[tuple[Place, Any]]:
    found: list[tuple[Place, Any]] = []
    blocks: tuple[Nested, ...] = of.blocks
    for position, block in enumerate(blocks):
        here = (*place, "blocks", position)
        found += [(here, block), *(_blocks(block, here) if getattr(block, "blocks", ()) else [])]
    return found


def _found(result: Noun, place: Place) -> tuple[Any, str]:
    """Walk to a figure; give it with its path in JSON, where some fields have other names."""
    here: Any = result
    path = ""
    for step in place:
        if isinstance(here, Noun):
            field = type(here).model_fields[str(step)]
            key, here = field.serialization_alias or step, getattr(here, str(step))
        elif isinstance(here, Mapping):
            key, here = step, here[step]
        else:
            key, here = step, None if here is None else here[int(step)]
        path += f"/{str(key).replace('~', '~0').replace('/', '~1')}"
    return here, path


def _value(text: str, number: float | str | None, unit: Unit, path: str, result: Noun) -> Value:
    return Value(text, value=number, unit=unit, path=path, of=kind_of(result))


def _edges(result: Noun) -> tuple[float, ...]:
    edges: tuple[float, ...] = getattr(result, "edges", ())
    return edges
