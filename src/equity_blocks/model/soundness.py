"""What a framework must keep true of itself: ids, references, levels, and that every level can be reached."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from equity_blocks.errors import Path, Problem
from equity_blocks.model.nearest import did_you_mean
from equity_blocks.model.rules import Step, loop, reachable
from equity_blocks.model.targets import Targets
from equity_blocks.model.tree import Node

if TYPE_CHECKING:
    from equity_blocks.model.framework import Framework, Practice


def problems_in(framework: "Framework") -> list[Problem]:
    """Find every reason why a framework cannot be used; levels are only climbed once all names resolve."""
    places = [
        ((*path, "practices", i), practice)
        for block, _, path in framework.walk()
        for i, practice in enumerate(block.practices)
    ]
    problems = [*_ids(framework, places), *_scoring(framework), *_references(framework, places)]
    problems += target_problems(framework, framework.targets, ("targets",))
    return problems or list(_unreachable(framework, {practice.id: path for path, practice in places}))


def _ids(framework: "Framework", places: "list[tuple[Path, Practice]]") -> Iterator[Problem]:
    yield from _twice("blocks", ((block.id, path) for block, _, path in framework.walk()))
    yield from _twice("practices", ((practice.id, path) for path, practice in places))
    for path, practice in places:
        yield from _twice("criteria", ((c.id, (*path, "criteria", i)) for i, c in enumerate(practice.criteria)))
    for part in ("steps", "enablers", "aspects"):
        yield from _twice(part, ((item.id, (part, i)) for i, item in enumerate(getattr(framework, part))))
    for part in ("bands", "verdicts"):
        named = enumerate(getattr(framework.scoring, part))
        yield from _twice(part, ((item.id, ("scoring", part, i)) for i, item in named))


def _twice(what: str, named: Iterable[tuple[str, Path]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, path in named:
        if name in seen:
            yield Problem("duplicate_id", f"two {what} have the id '{name}'", "ids must be unique", (*path, "id"))
        seen.add(name)


def _scoring(framework: "Framework") -> Iterator[Problem]:
    scoring = framework.scoring
    for i, band in enumerate(scoring.bands):
        if i and band.start <= scoring.bands[i - 1].start:
            message = f"bands must rise, but {band.start:g} follows {scoring.bands[i - 1].start:g}"
            yield Problem("bands_not_rising", message, "", ("scoring", "bands", i, "from"))
    yield from _asked_levels(framework)
    yield from _points(framework.tree, {block.id: (*path, "scoring") for block, _, path in framework.walk()})


def _asked_levels(framework: "Framework") -> Iterator[Problem]:
    """A level that a node asks for is on the scale of some practice in it; others are asked for their own default."""
    scoring, everything = framework.scoring, [*framework.practices]
    asked: list[tuple[Path, str | float | None, list[str]]] = [(("scoring", "level"), scoring.level, everything)]
    asked += [(("scoring", "top", "level"), scoring.top.level, everything)] if scoring.top else []
    asked += [(("scoring", "stages", "level"), scoring.stages.level, everything)] if scoring.stages else []
    for block, _, path in framework.walk():
        if block.scoring:
            inside = [name for name, chain in framework.chains.items() if any(block.id == b.id for b in chain)]
            asked.append(((*path, "scoring", "level"), block.scoring.level, inside))
    for path, level, names in asked:
        scales = [framework.scale_of(name) for name in names]
        if scales and not any(scale.holds(level) for scale in scales):
            yield scales[0].problem(level, path)


def _points(node: Node, paths: dict[str, Path]) -> Iterator[Problem]:
    """Points over attainable points mean nothing where points can be lost."""
    lows = [*(leaf.low for leaf in node.leaves), *(block.output.low for _, block in node.counted if block.output)]
    if node.aggregate == "sum" and min(lows, default=0.0) < 0:
        path = paths.get(node.name, ("scoring",))
        message = f"points begin at 0 or above, but something that is summed here goes down to {min(lows):g}"
        yield Problem("negative_points", message, "choose another aggregate or range", path)
    for _, block in node.blocks:
        yield from _points(block, paths)


def _references(framework: "Framework", places: "list[tuple[Path, Practice]]") -> Iterator[Problem]:
    for path, practice in places:
        yield from need_problems(framework, practice, path)
        scale = framework.scale_of(practice.id)
        for level in practice.levels:
            if not scale.holds(level):
                yield scale.problem(level, (*path, "levels", level))
        if not scale.holds(practice.target):
            yield scale.problem(practice.target, (*path, "target"))
        if not scale.holds(practice.must_pass):
            yield scale.problem(practice.must_pass, (*path, "must_pass"))
        for i, role in enumerate(practice.roles):
            if role not in framework.roles:
                yield _unknown("role", role, framework.roles, (*path, "roles", i))
        for audience in practice.question:
            if audience not in ("default", *framework.audiences):
                yield _unknown("audience", audience, framework.audiences, (*path, "question", audience))
    for i, enabler in enumerate(framework.enablers):
        for j, name in enumerate(enabler.practices):
            if name not in framework.practices:
                yield _unknown("practice", name, framework.practices, ("enablers", i, "practices", j))


def need_problems(framework: "Framework", practice: "Practice", path: Path) -> Iterator[Problem]:
    """Find prerequisites of a practice that name what does not exist, or bind the lowest level."""
    for i, entry in enumerate(practice.requires):
        here = (*path, "requires", i)
        scale = framework.scale_of(practice.id)
        if not scale.holds(entry.before):
            yield scale.problem(entry.before, (*here, "from"))
        elif (scale.target if entry.before is None else scale.position(entry.before)) == 0:
            message = f"'{scale.ids[0]}' is the lowest level, which needs nothing"
            yield Problem("needless_prerequisite", message, "name the level that needs it", (*here, "from"))
        for j, need in enumerate(entry.any_of):
            there = (*here, "any_of", j)
            if need.practice not in framework.practices:
                yield _unknown("practice", need.practice, framework.practices, (*there, "practice"))
            elif not framework.scale_of(need.practice).holds(need.level):
                yield framework.scale_of(need.practice).problem(need.level, (*there, "level"))


def target_problems(framework: "Framework", targets: Targets, path: Path) -> Iterator[Problem]:
    """Find shared targets that no practice can aim for, and blocks that do not exist."""
    scales = [framework.scale_of(name) for name in framework.practices]
    named = [((key,), getattr(targets, key)) for key in ("default", "short", "long")]
    for end, level in [*named, *((("blocks", name), level) for name, level in targets.blocks.items())]:
        if level is not None and not any(scale.holds(level) for scale in scales):
            yield framework.scale.problem(level, (*path, *end))
    blocks = {block.id for block, _, _ in framework.walk()}
    gone = framework.tailored.taken_out if framework.tailored else {}
    for name in targets.blocks:
        if name not in blocks and name not in gone:
            message = f"{framework.id} has no block '{name}'"
            yield Problem("unknown_block", message, did_you_mean(name, blocks), (*path, "blocks", name))


def _unknown(what: str, name: str, known: Iterable[str], path: Path) -> Problem:
    return Problem(f"unknown_{what}", f"no {what} is called '{name}'", did_you_mean(name, known), path)


def _unreachable(framework: "Framework", places: dict[str, Path]) -> Iterator[Problem]:
    tops = {name: framework.scale_of(name).top for name in framework.practices}
    rules = framework.rules()
    level = reachable(tops, rules)
    told: set[str] = set()
    for name in framework.practices:
        if level[name] == tops[name] or name in told:
            continue
        chain = loop(lambda practice: rules[practice], level, name)
        if told.isdisjoint(practice for practice, _ in chain):
            yield _deadlock(framework, chain, places)
        told.update(practice for practice, _ in chain)
        told.add(name)


def _deadlock(framework: "Framework", chain: list[Step], places: dict[str, Path]) -> Problem:
    names = [f"{practice}@{framework.scale_of(practice).ids[position]}" for practice, position in chain]
    return Problem(
        "unreachable_level",
        f"{names[0]} can never be reached: {' needs '.join(names)}",
        "remove one of these prerequisites, lower its level, or offer an alternative with any_of",
        (*places[chain[0][0]], "requires"),
        links=tuple((*places[practice], "requires") for practice, _ in chain[:-1]),
    )
