"""The program of a framework: one sheet of formulas that gives every column of a scored frame, whoever computes it."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from math import inf, nextafter
from typing import Any, NamedTuple, get_args

from equity_blocks.engine.portfolio.formulas import Sheet, Step
from equity_blocks.engine.portfolio.rollup_formulas import Covering, Rolling
from equity_blocks.engine.portfolio.states import Reading, Roll, State, What, states_of
from equity_blocks.engine.scoring.outcomes import band_of
from equity_blocks.engine.scoring.targets import target_values
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.prerequisite_rules import Rule
from equity_blocks.model.scale import Scale
from equity_blocks.model.scoring import Scoring
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import TOP, Node, nodes_of

MOST_IN_A_CIRCLE = 24
"""More steps than these that wait for one another in circles make a program too long."""

MOST_BETWEEN_WEIGHTS = 1e200
"""Weights in one block that are further apart lose digits in a column."""

LEAST_WEIGHT = 1e-150
"""So do those below this one."""

FIGURES = ("score", "low", "high", "coverage", "whole", "band", "consistent")
"""What a scored frame says of the whole and of each block, in this order."""


class Figure(NamedTuple):
    """One column of a scored frame.

    Args:
        name: The name of the column.
        value: The step that gives it.
        is_known: The step that says where it is not null.
        bands: The least value of each band, and its id, lowest first.
        is_band: Whether the column names bands, instead of numbers; null throughout where there are none.
    """

    name: str
    value: int
    is_known: int
    bands: tuple[tuple[float, str], ...] = ()
    is_band: bool = False


class Program(NamedTuple):
    """What a framework computes from the columns of its practices.

    Args:
        steps: The sheet.
        figures: The columns that come of it.
        states: Practice -> what a cell may say, by its code; one list for all that may say the same.
        scales: Practice -> its scale.
        blocks: The blocks, in source order.
    """

    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]
    states: Mapping[str, Sequence[State]]
    scales: Mapping[str, Scale]
    blocks: tuple[str, ...] = ()


def column(figure: str, block: str = TOP) -> str:
    """Name the column of a figure: that of the whole by itself, that of a block with its id before it.

    Example:
        >>> column("score"), column("score", "data")
        ('score', 'data:score')
    """
    return f"{block}:{figure}" if block else figure


def program_of(framework: Framework, weights: AbstractSet[str] = frozenset()) -> Program:
    """Compile a framework.

    Args:
        framework: What is compiled.
        weights: The practices and blocks whose weights differ between rows.

    Raises:
        UnsuitableError: Something in it cannot be computed column by column (code `not_compiled`); it is named.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}]}])
        >>> [figure.name for figure in program_of(framework).figures][:4]
        ['score', 'low', 'high', 'coverage']
    """
    for node in nodes_of(framework.tree):
        _require_like_weights(framework, node)
    aims = target_values(framework, Assessment(framework=framework.id))
    scales = {name: framework.scale_of(name) for name in framework.practices}
    alike = {(id(scale), aims[name]): states_of(scale, aims[name]) for name, scale in scales.items()}
    states = {name: alike[id(scale), aims[name]] for name, scale in scales.items()}
    sheet = Sheet(weights)
    figures = tuple(_figures(framework, sheet))
    return Program(tuple(sheet.steps), figures, states, scales, tuple(framework.all_blocks))


def _require_like_weights(framework: Framework, node: Node) -> None:
    weights = [leaf.weight for leaf in node.leaves] + [weight for weight, _ in node.counted]
    weights = [weight for weight in weights if weight > 0]
    if (weights and max(weights) > min(weights) * MOST_BETWEEN_WEIGHTS) or any(
        weight < LEAST_WEIGHT for weight in weights
    ):
        where = f"'{framework.title_of(node.name)}'" if node.name else "the whole"
        message = (
            f"the weights in {where} run from {min(weights):g} to {max(weights):g}, which columns of numbers cannot "
            "hold: multiply the small ones, or score one by one with eb.score"
        )
        raise _refused(message, what="weights", node=node.name)


def _refused(message: str, **data: object) -> UnsuitableError:
    return UnsuitableError(message, code="not_compiled", data=data)


def _figures(framework: Framework, sheet: Sheet) -> Iterator[Figure]:
    tree, covering = framework.tree, Covering(sheet)
    covering.visit(tree)
    rolls = {name: Rolling(sheet, roll, {}) for name, roll in _ROLLS.items()}
    rolls["consistent"] = Rolling(sheet, "point", lowered_codes(framework, sheet))
    for rolling in rolls.values():
        rolling.visit(tree)
    bands = band_edges(framework.policy)
    for name in ("", *framework.all_blocks):
        share, is_covered = covering.shares[name]
        enough = sheet.at_least(share, framework.scoring.min_coverage - EDGE)
        is_shown = sheet.either([sheet.opposite(is_covered), enough])
        for figure in FIGURES:
            if figure == "coverage":
                yield Figure(column(figure, name), share, is_covered)
                continue
            found = rolls["score" if figure == "band" else figure].figures[name]
            is_open = figure in ("low", "high")
            is_known = found.is_known if is_open else sheet.both([found.is_known, is_shown])
            yield Figure(column(figure, name), found.value, is_known, *((bands, True) if figure == "band" else ()))


_ROLLS: Mapping[str, Roll] = {"score": "point", "low": "low", "high": "high", "whole": "whole"}


def band_edges(scoring: Scoring) -> tuple[tuple[float, str], ...]:
    """Find the least value that lies in each band, to the last bit, whatever edges and rounding decide.

    Args:
        scoring: The policy as the whole uses it (`Framework.policy`).

    Returns:
        The least value, and the id of the band that begins there; bands that no value has are not in it.

    Example:
        >>> from equity_blocks.model import Band
        >>> bands = (Band(id="low", title="Low", start=0), Band(id="high", title="High", start=0.7))
        >>> [(round(edge, 6), name) for edge, name in band_edges(Scoring(bands=bands))]
        [(0.0, 'low'), (0.7, 'high')]
    """
    places: dict[str | None, int] = {None: -1}
    places |= {band.id: i for i, band in enumerate(scoring.bands)}

    def place(value: float) -> int:
        return places[band_of(scoring, value)]

    edges: list[tuple[float, str]] = []
    for i, band in enumerate(scoring.bands):
        if place(0.0) >= i:
            edges.append((0.0, band.id))
        elif place(1.0) >= i:
            below, reached = 0.0, 1.0
            while nextafter(below, inf) < reached:
                middle = (below + reached) / 2
                below, reached = (below, middle) if place(middle) >= i else (middle, reached)
            edges.append((reached, band.id))
    return tuple(edge for edge, after in pairwise([*edges, (inf, "")]) if edge[0] < after[0])


def lowered_codes(framework: Framework, sheet: Sheet) -> dict[str, int]:
    """Lower claims to what the hard prerequisites allow: practice -> the step that gives its codes, where any binds.

    The least fixpoint of `engine.scoring.lenses.consistent`: flags say whether a practice may hold a level from which a
    rule binds. Flags that wait for one another in a circle start as false and are found as often as they are many.

    Raises:
        UnsuitableError: Too many wait for one another.
    """
    rules = {name: _by_level(found) for name, found in framework.rules().items() if found}
    flags = _flags(sheet, rules)
    codes = {}
    for name, by_level in rules.items():
        blocked = [(_blocked(sheet, name, level, flags), level - 1) for level in sorted(by_level, reverse=True)]
        blocked = [(flag, position) for flag, position in blocked if sheet.constant(flag) is not False]
        if blocked:
            codes[name] = sheet.step("lowered", *(flag for flag, _ in blocked), data=(name, *(p for _, p in blocked)))
    return codes


_Step = tuple[str, int]
_Rules = Mapping[str, Mapping[int, Sequence[Rule]]]


def _by_level(rules: Sequence[Rule]) -> dict[int, list[Rule]]:
    """From which level on which rules bind; the lowest level is always held."""
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        found.setdefault(max(rule.from_level, 1), []).append(rule)
    return found


def _last(rules: _Rules, name: str, level: int) -> int | None:
    """The highest level, up to some level, from which a rule binds."""
    return max((binding for binding in rules.get(name, ()) if binding <= level), default=None)


def _waits_for(rules: _Rules, step: _Step) -> list[_Step]:
    name, level = step
    needs = [(name, level - 1), *(option for rule in rules[name][level] for option in rule.any_of)]
    return [(other, last) for other, least in needs if (last := _last(rules, other, least)) is not None]


def _flags(sheet: Sheet, rules: _Rules) -> dict[_Step, int]:
    """Whether each level from which a rule binds may be held."""
    flags: dict[_Step, int] = {}
    for group in _groups(rules):
        _require_small(group)
        flags |= dict.fromkeys(group, sheet.truth(value=False))
        for _ in range(len(group) if _is_circle(group, rules) else 1):
            for step in group:
                flags[step] = _allowed(sheet, rules, flags, step)
    return flags


def _groups(rules: _Rules) -> list[list[_Step]]:
    """Put the levels at which rules bind into groups that wait for one another, what is needed first."""
    import networkx as nx

    places = {step: i for i, step in enumerate((name, level) for name in rules for level in sorted(rules[name]))}
    graph = nx.DiGraph({step: _waits_for(rules, step) for step in places})
    groups = nx.condensation(graph)
    return [sorted(groups.nodes[at]["members"], key=places.__getitem__) for at in [*nx.topological_sort(groups)][::-1]]


def _require_small(group: Sequence[_Step]) -> None:
    if len(group) <= MOST_IN_A_CIRCLE:
        return
    names = sorted({name for name, _ in group})
    message = (
        f"{len(group)} levels wait for one another in circles, more than columns follow: {', '.join(names)}; "
        "waive a prerequisite that nobody needs, or score one by one with eb.score"
    )
    raise _refused(message, what="prerequisites", practices=names)


def _is_circle(group: Sequence[_Step], rules: _Rules) -> bool:
    return len(group) > 1 or group[0] in _waits_for(rules, group[0])


def _test(sheet: Sheet, name: str, what: What, least: float = 0.0) -> int:
    return sheet.step("test", data=(name, Reading(what, least=least)))


def _allowed(sheet: Sheet, rules: _Rules, flags: Mapping[_Step, int], step: _Step) -> int:
    """Whether the rules leave a practice its level, given what is known of those it waits for."""
    name, level = step
    below = _last(rules, name, level - 1)
    passed = [] if below is None else [flags[name, below]]
    for rule in rules[name][level]:
        options = [_supported(sheet, rules, flags, option) for option in rule.any_of]
        struck = sheet.both(_test(sheet, other, "struck_out") for other, _ in rule.any_of)
        passed.append(sheet.either([*options, struck]))
    return sheet.both(passed)


def _supported(sheet: Sheet, rules: _Rules, flags: Mapping[_Step, int], option: _Step) -> int:
    """Whether an option lets a rule pass: it is held, or nobody has rated it."""
    other, least = option
    claims = _test(sheet, other, "supports", least)
    last = _last(rules, other, least)
    if last is None:
        return claims
    held = sheet.both([claims, flags[other, last]])
    return sheet.either([held, sheet.step("test", data=(other, Reading("open")))])


def _blocked(sheet: Sheet, name: str, level: int, flags: Mapping[_Step, int]) -> int:
    return sheet.both([_test(sheet, name, "reaches", level), sheet.opposite(flags[name, level])])


def compiled(framework: Framework, weights: frozenset[str] = frozenset()) -> Program:
    """Give the program of a framework, which is made only once for the same weights that vary.

    Args:
        framework: What is compiled.
        weights: The practices and blocks whose weights differ between rows.
    """
    programs = framework.once(_programs)
    if weights not in programs:
        programs[weights] = program_of(framework, weights)
    return programs[weights]


def _programs(_: Framework) -> dict[frozenset[str], Program]:
    """Keep the programs of a framework, each by the weights that vary."""
    return {}


def _words(kind: Any) -> Iterator[str]:
    """List the words that a field may hold."""
    for part in get_args(kind):
        if part is int:
            yield "a whole number"
        elif isinstance(part, str):
            yield part
        else:
            yield from _words(part)


_POLICIES = ("aggregate", "over", "unanswered", "not_applicable", "empty_block", "empty_stage", "band_edge", "bands_in")


def what_compiles() -> str:
    """Give the table of what compiles and what is refused, in Markdown, as the documentation shows it.

    Example:
        >>> what_compiles().splitlines()[2]
        '| `aggregate` | mean, sum, minimum, geometric, blend, all_or_nothing, gate | yes |'
    """
    fields = Scoring.model_fields
    rows = [(f"`{name}`", ", ".join(_words(fields[name].annotation)), "yes") for name in _POLICIES]
    rows += [
        ("scales", "levels, ranges of scores, several in one framework", "yes"),
        ("tailoring", "a tailored framework, as it stands", "yes"),
        ("prerequisites", "hard ones, with options and from a level on", "yes"),
        (
            "prerequisites",
            f"more than {MOST_IN_A_CIRCLE} levels that wait for one another in circles",
            "refused: waive one that nobody needs, or `eb.score`",
        ),
        (
            "weights in one block",
            f"one more than {MOST_BETWEEN_WEIGHTS:g} times another, or below {LEAST_WEIGHT:g}",
            "refused: multiply the small ones, or `eb.score`",
        ),
    ]
    lines = [("part", "what it says", "compiles"), ("---",) * 3, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).replace("| --- | --- | --- |", "|---|---|---|")
