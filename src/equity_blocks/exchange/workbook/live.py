"""Formulas that score in the workbook: for the policies whose formulas are proven equal to the engine, and no other.

Each practice has a few hidden numbers in its own row, so that rows can be sorted; the summary adds them up.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from equity_blocks.exchange.answer_fields import labels_of
from equity_blocks.exchange.workbook.book import Cell, letters
from equity_blocks.exchange.workbook.columns import bare
from equity_blocks.model.framework import Framework
from equity_blocks.model.practice import Practice
from equity_blocks.model.questionnaire import Item, Questionnaire
from equity_blocks.model.rating import Rating
from equity_blocks.model.scale import RESERVED, Scale
from equity_blocks.model.tree import Node, nodes_of

_LIGHTEST, _HEAVIEST, _MOST_PARTS = 1e-9, 1e9, 60
_NOT_HERE = "Scored on import: "
_LONGEST_SOUGHT = 255


def why_not(questionnaire: Questionnaire, framework: Framework | None) -> str:
    """Say why the summary has no formulas; empty where it has them.

    They are there for weighted means in which a missing answer is left out or counts 0, where the workbook asks about
    every practice and no practice has the answers of several people.
    """
    if framework is None:
        return f"{_NOT_HERE}the workbook was made without the policy of its framework."
    reasons = (*_of_what_is_asked(questionnaire, framework), *_of_policy(framework))
    return next((f"{_NOT_HERE}{reason}." for reason in reasons), "")


def _of_what_is_asked(questionnaire: Questionnaire, framework: Framework) -> Iterator[str]:
    if {item.practice for item in questionnaire.items} != set(framework.practices):
        yield "this workbook asks about a part of the framework only"
    if any(item.rating.answers or item.rating.agreed for item in questionnaire.items):
        yield "several people answered, and how their answers become one is not worked out in a workbook"
    titles = [title for item in questionnaire.items for title in labels_of(bare(item.choices)).values()]
    if any(set(title) & set("*?~") or len(title) > _LONGEST_SOUGHT for title in titles):
        yield "the titles of its levels cannot be looked up in a workbook"


def _of_policy(framework: Framework) -> Iterator[str]:
    if framework.use == "guidance":
        yield "it is guidance, which is never scored"
    for node in nodes_of(framework.tree):
        if not node.is_total or node.aggregate != "mean" or not node.counts_blocks:
            yield "its policy is not a weighted mean throughout"
        if node.unanswered not in ("exclude", "zero") or node.not_applicable != "exclude":
            yield "its policy for what is missing or does not apply is not worked out in a workbook"
        if node.empty_block != "exclude" or len(node.blocks) > _MOST_PARTS:
            yield "its policy for empty blocks is not worked out in a workbook"
        weights = [*(leaf.weight for leaf in node.leaves), *(weight for weight, _ in node.blocks)]
        if any(weight and not _LIGHTEST < weight < _HEAVIEST for weight in weights):
            yield "its weights are too far apart for a workbook"
    if any(framework.scale_of(name).missing for name in framework.practices):
        yield "some scores stand for no answer"


class Stand(NamedTuple):
    """What a practice counts at the moment.

    Args:
        value: In [0, 1]; `None` where no level is named, or it is left out.
        low: The least that it may count, 0 where it is open.
        high: The most, 1 where it is open.
        in_scope: Whether it applies and is pursued.
        is_answered: Whether anything is said.
    """

    value: float | None
    low: float
    high: float
    in_scope: bool
    is_answered: bool


def stand_of(rating: Rating, practice: Practice | None, scale: Scale | None) -> Stand:
    """Work out what the cells of a row show before anybody changes them.

    Example:
        >>> from equity_blocks.model.scale import Scale
        >>> stand_of(Rating(level="yes"), Practice(id="p", title="P"), Scale.model_validate(["no", "yes"])).value
        1.0
    """
    is_answered = rating.status != "unanswered"
    in_scope = rating.status not in ("not_applicable", "not_pursued")
    value, low, high = _counts(rating, practice, scale) if in_scope and practice and scale else (None, 0.0, 1.0)
    return Stand(value, low, high, in_scope, is_answered)


def _counts(rating: Rating, practice: Practice, scale: Scale) -> tuple[float | None, float, float]:
    if rating.level not in (None, RESERVED):
        value = scale.value(rating.level)
        return value, value, value
    levels = {name: level for name, level in rating.criteria.items() if level not in (None, RESERVED)}
    parts = [scale.value(level) for level in levels.values() if level is not None]
    count, rated = len(practice.criteria), len(parts)
    if not rated:
        return None, 0.0, 1.0
    if practice.criteria_rule == "any":
        return max(parts), max(parts), 1.0 if rated < count else max(parts)
    return sum(parts) / rated, sum(parts) / count, (sum(parts) + count - rated) / count


class Places(NamedTuple):
    """Where formulas look.

    Args:
        columns: Key of a column of Answers, helpers too -> its position from 0.
        first: The first row of answers, from 0.
        last: The last one.
        parts_of: The area of Parts that names the practice of each row; empty: there are no parts.
        parts_value: The area of Parts that holds what each counts.
    """

    columns: Mapping[str, int]
    first: int
    last: int
    parts_of: str = ""
    parts_value: str = ""

    def area(self, key: str) -> str:
        """Name a column of Answers from its first to its last row, for formulas of other sheets.

        Example:
            >>> Places({"low": 2}, 4, 9).area("low")
            'Answers!$C$5:$C$10'
        """
        letter = letters(self.columns[key])
        return f"Answers!${letter}${self.first + 1}:${letter}${self.last + 1}"

    def at(self, key: str, row: int) -> str:
        """Name the cell of a column in a row, in such a way that it stays in its row where rows are sorted."""
        return f"${letters(self.columns[key])}{row + 1}"


def answered_cell(item: Item, row: int, places: Places, stand: Stand) -> Cell:
    """Give the formula that says whether a row is answered: 1, or 0."""
    level = places.at("level", row)
    said = [f'{level}<>""']
    if "status" in places.columns:
        status = places.at("status", row)
        said += [f'{status}="{word}"' for word in ("unknown", "does not apply", "not pursued")]
    if item.criteria and places.parts_of:
        said.append(f'COUNTIFS({places.parts_of},"p:{item.practice}",{places.parts_value},">=0")>0')
    return Cell(f"=IF(OR({','.join(said)}),1,0)", int(stand.is_answered))


def row_cells(
    item: Item, row: int, places: Places, stand: Stand, *, practice: Practice, node: Node, number: int
) -> Mapping[str, Cell]:
    """Give the hidden numbers of a practice.

    Args:
        item: What is asked.
        row: Its row, from 0.
        places: Where its cells are.
        stand: What it counts now.
        practice: Its practice.
        node: The node that it counts in.
        number: That of its list of levels.
    """
    value, status = places.at("value", row), places.at("status", row)
    weight = next(leaf.weight for leaf in node.leaves if leaf.name == item.practice)
    low, high = _ends(item, places, value, places.at("level", row), practice)
    in_scope = f'NOT(OR({status}="does not apply",{status}="not pursued"))'
    in_scope_now, has_value = stand.in_scope, stand.value is not None
    return {
        "weight": Cell("", weight),
        "value": Cell(_value(item, row, places, practice, number), "" if stand.value is None else stand.value),
        "product": Cell(f"=IF(ISNUMBER({value}),{weight!r}*{value},0)", weight * (stand.value or 0.0)),
        "scope": Cell(f"=IF({in_scope},{weight!r},0)", weight * in_scope_now),
        "low": Cell(f"=IF({in_scope},{weight!r}*{low},0)", weight * stand.low * in_scope_now),
        "high": Cell(f"=IF({in_scope},{weight!r}*{high},0)", weight * stand.high * in_scope_now),
        "rated": Cell(f"=IF(ISNUMBER({value}),{weight!r},0)", weight * has_value),
    }


def level_formula(cell: str, number: int, bounds: tuple[float, float] | None = None) -> str:
    """Give the formula, without its `=`, of what the level in a cell counts; text where it names none.

    Example:
        >>> level_formula("$F5", 1)
        'IF($F5="","",IFERROR(INDEX(Values_1,MATCH($F5,Levels_1,0)),""))'
    """
    named = f'IF({cell}="","",IFERROR(INDEX(Values_{number},MATCH({cell},Levels_{number},0)),""))'
    if bounds is None:
        return named
    low, high = bounds
    return f"IF(ISNUMBER({cell}),({cell}-({low!r}))/({high - low!r}),{named})"


def _value(item: Item, row: int, places: Places, practice: Practice, number: int) -> str:
    level, status = places.at("level", row), places.at("status", row)
    own = level_formula(level, number, item.range)
    if item.criteria:
        of, values = _parts(item, places)
        best = f"_xlfn.MAXIFS({values},{of})" if practice.criteria_rule == "any" else f"AVERAGEIFS({values},{of})"
        own = f'IF({level}<>"",{own},IF(COUNTIFS({of},{values},">=0")=0,"",{best}))'
    left = ",".join(f'{status}="{word}"' for word in ("does not apply", "not pursued", "unknown"))
    return f'=IF(OR({left}),"",{own})'


def _ends(item: Item, places: Places, value: str, level: str, practice: Practice) -> tuple[str, str]:
    """The least and the most that a practice in scope may count, as formulas without their `=`."""
    low, high = value, value
    if item.criteria:
        of, values = _parts(item, places)
        number, rated = len(item.criteria), f'COUNTIFS({of},{values},">=0")'
        total = f"SUMIFS({values},{of})"
        low, high = f"{total}/{number}", f"({total}+{number}-{rated})/{number}"
        if practice.criteria_rule == "any":
            low, high = value, f"IF({rated}<{number},1,{value})"
        low, high = (f'IF({level}<>"",{value},{end})' for end in (low, high))
    return f"IF(ISNUMBER({value}),{low},0)", f"IF(ISNUMBER({value}),{high},1)"


def _parts(item: Item, places: Places) -> tuple[str, str]:
    return f'{places.parts_of},"p:{item.practice}"', places.parts_value


READINGS: Mapping[str, tuple[str, str]] = {
    "value": ("product", "rated"),
    "low": ("low", "scope"),
    "high": ("high", "scope"),
    "coverage": ("rated", "scope"),
}
"""Reading of a node -> the hidden columns that make it: what is added up, over what.

Where a missing answer counts 0, the value stands over all that is in scope, too.
"""


def node_formula(node: Node, reading: str, places: Places, rows: Mapping[str, int], column: int) -> str:
    """Give the formula of one reading of a node.

    Args:
        node: The node.
        reading: One of `READINGS`.
        places: Where the numbers of practices are.
        rows: Node -> its row in the summary, from 0.
        column: That of the reading in the summary, from 0.
    """
    keys = READINGS[reading]
    if reading == "value" and node.unanswered == "zero":
        keys = (keys[0], "scope")
    above, below = (f'SUMIFS({places.area(key)},{places.area("block")},"b:{node.name}")' for key in keys)
    for weight, block in node.blocks:
        cell = f"${letters(column)}${rows[block.name] + 1}"
        above += f"+IF(ISNUMBER({cell}),{weight!r}*{cell},0)"
        below += f"+IF(ISNUMBER({cell}),{weight!r},0)"
    return f'=IF(({below})>0,({above})/({below}),"")'


def node_values(framework: Framework, stands: Mapping[str, Stand]) -> Mapping[str, Mapping[str, float | None]]:
    """Work out every reading of every node as the formulas do: what the cells show before they are worked out anew.

    Args:
        framework: Its policy is one that has formulas.
        stands: Practice -> what it counts now.

    Returns:
        Node -> reading -> share in [0, 1], or `None`.
    """
    found: dict[str, dict[str, float | None]] = {}
    for node in reversed(list(nodes_of(framework.tree))):
        found[node.name] = {reading: _reading(node, reading, stands, found) for reading in READINGS}
    return found


def _reading(
    node: Node, reading: str, stands: Mapping[str, Stand], found: Mapping[str, Mapping[str, float | None]]
) -> float | None:
    pairs = [(leaf.weight, _leaf(stands[leaf.name], reading, node)) for leaf in node.leaves]
    pairs += [(weight, found[block.name][reading]) for weight, block in node.blocks]
    whole = sum(weight for weight, value in pairs if value is not None)
    return sum(weight * value for weight, value in pairs if value is not None) / whole if whole else None


def _leaf(stand: Stand, reading: str, node: Node) -> float | None:
    if not stand.in_scope:
        return None
    if reading == "value":
        return 0.0 if stand.value is None and node.unanswered == "zero" else stand.value
    if reading == "coverage":
        return float(stand.value is not None)
    return stand.low if reading == "low" else stand.high
