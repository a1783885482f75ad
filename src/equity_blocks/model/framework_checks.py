"""Checks that every framework has to pass: ids, references, a policy without contradictions, levels within reach."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import fsum, prod

from equity_blocks.errors import Path, Problem
from equity_blocks.model.did_you_mean import unknown_name
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted
from equity_blocks.model.practice import AUDIENCE_OF_ALL, PARTNERSHIP, Practice
from equity_blocks.model.prerequisite_rules import Step, loop, reachable
from equity_blocks.model.scale import Scale
from equity_blocks.model.scoring import Asks, Rollup
from equity_blocks.model.shared_levels import asked_level_problems, target_problems
from equity_blocks.model.targets import aim_problem
from equity_blocks.model.tree import TOP, Node, leaves_of, most, nodes_of


def problems_in(framework: Framework) -> list[Problem]:
    """Find every reason why a framework cannot be used; levels are only climbed once all names resolve."""
    places = [
        ((*path, "practices", i), practice)
        for block, _, path in framework.walk()
        for i, practice in enumerate(block.practices)
    ]
    problems = [*_ids(framework, places), *_scoring(framework), *_references(framework, places)]
    problems += _weights(framework, places)
    problems += target_problems(framework, [framework.targets], ("targets",))
    return problems or list(_unreachable(framework, {practice.id: path for path, practice in places}))


def _ids(framework: Framework, places: list[tuple[Path, Practice]]) -> Iterator[Problem]:
    yield from twice("blocks", ((block.id, path) for block, _, path in framework.walk()))
    yield from twice("practices", ((practice.id, path) for path, practice in places))
    for path, practice in places:
        yield from twice("criteria", ((c.id, (*path, "criteria", i)) for i, c in enumerate(practice.criteria)))
    for part in ("steps", "enablers", "aspects"):
        yield from twice(part, ((item.id, (part, i)) for i, item in enumerate(getattr(framework, part))))
    for part in ("bands", "verdicts"):
        named = enumerate(getattr(framework.scoring, part))
        yield from twice(part, ((item.id, ("scoring", part, i)) for i, item in named))


def twice(what: str, named: Iterable[tuple[str, Path]]) -> Iterator[Problem]:
    """Find ids that two things of a kind have; each is given with its place."""
    seen: set[str] = set()
    for name, path in named:
        if name in seen:
            message = f"two {what} have the id '{name}'"
            yield Problem("duplicate_id", message, "ids must be unique", (*path, "id"), data={"found": name})
        seen.add(name)


def _scoring(framework: Framework) -> Iterator[Problem]:
    scoring = framework.scoring
    for i, (before, start) in enumerate(pairwise(band.start for band in scoring.bands), 1):
        if start <= before:
            message, data = f"bands must rise, but {start:g} follows {before:g}", {"found": start, "above": before}
            yield Problem("bands_not_rising", message, "", ("scoring", "bands", i, "from"), data=data)
    yield from asked_level_problems(framework)
    yield from _publishing(framework)
    yield from contradictions(framework)
    yield from _points(framework.tree, {block.id: (*path, "scoring") for block, _, path in framework.walk()})


MOST_WEIGHT = 1e60
"""Of the weights on the way to a practice, multiplied: so far, sums and ratios of them can be told apart."""


def _weights(framework: Framework, places: list[tuple[Path, Practice]]) -> Iterator[Problem]:
    """Weights are bounded one by one; what they multiply to, in blocks in blocks, is bounded here."""
    for path, practice in places:
        product = prod((practice.weight, *(block.weight for block in framework.chains[practice.id])))
        if product > MOST_WEIGHT:
            message = f"the weights on the way to '{practice.id}' multiply to more than {MOST_WEIGHT:g}"
            hint = "only ratios between siblings matter: make them smaller"
            yield Problem("out_of_bounds", message, hint, path, data={"most": MOST_WEIGHT})


def _publishing(framework: Framework) -> Iterator[Problem]:
    """Find ranges that are said by a scale that has none, and bands in figures that the whole does not publish."""
    yield from _ranges_of_scales(framework)
    policy = framework.policy
    if policy.bands_in == "output" and policy.published is None and policy.bands:
        message = "bands begin at published figures, but the whole is published in no range"
        hint = "say `output: {low: 0, high: 100}`, or `output: scale` where the framework's scale is a range"
        yield Problem("no_range", message, hint, ("scoring", "bands_in"))


def _ranges_of_scales(framework: Framework) -> Iterator[Problem]:
    shared, top = framework.scoring.output, framework.scoring.top
    nodes: list[tuple[Path, Rollup | None, Scale]] = [(("scoring", "top"), top, framework.scale)]
    for block, around, path in framework.walk():
        scale = next((b.scale for b in (block, *reversed(around)) if b.scale), framework.scale)
        nodes.append(((*path, "scoring"), block.scoring, scale))
    reported: set[Path] = set()
    for path, policy, scale in nodes:
        own = policy and policy.output
        place = (*path, "output") if own else ("scoring", "output")
        if (own or shared) == "scale" and not scale.range and place not in reported:
            reported.add(place)
            message = f"the scale '{scale.id}' has levels and no range, so nothing can be published in its range"
            hint = "write the ends, such as {low: 0, high: 100}" + ("" if own else ", at the block or here")
            yield Problem("no_range", message, hint, place)


def _points(node: Node, paths: dict[str, Path]) -> Iterator[Problem]:
    """Points over attainable points mean nothing where points can be lost; a mean in its own range says the same."""
    ranges = [(leaf.weight, leaf.low, leaf.high) for leaf in node.leaves]
    ranges += [(weight, b.output.low if b.output else 0.0, most(b)) for weight, b in node.counted]
    counted = [(weight, low, high) for weight, low, high in ranges if weight > 0]
    lowest = min((low for _, low, _ in counted), default=0.0)
    if node.aggregate == "sum" and lowest < 0:
        message = f"points begin at 0 or above, but something that is summed here goes down to {lowest:g}"
        low, high = (fsum(w * span[i] for w, *span in counted) for i in (0, 1))
        hint = f"`aggregate: mean` with `output: {{low: {low:g}, high: {high:g}}}` publishes the same points"
        if len({high - low for _, low, high in counted}) > 1:
            hint += ", each weight multiplied by the width of its range"
        yield Problem("negative_points", message, hint, paths.get(node.name, ("scoring",)))
    for _, block in node.blocks:
        yield from _points(block, paths)


def _references(framework: Framework, places: list[tuple[Path, Practice]]) -> Iterator[Problem]:
    for path, practice in places:
        yield from need_problems(framework, practice, path)
        scale = framework.scale_of(practice.id)
        for level in practice.levels:
            if not scale.holds(level):
                yield scale.problem(level, (*path, "levels", level))
        for level in practice.min_periods if isinstance(practice.min_periods, Mapping) else ():
            if not scale.holds(level):
                yield scale.problem(level, (*path, "min_periods", level))
        if off := aim_problem(scale, practice.target, (*path, "target")):
            yield off
        if not scale.holds(practice.must_pass):
            yield scale.problem(practice.must_pass, (*path, "must_pass"))
        yield from _roles(framework, practice, path)
        yield from _audiences(framework, practice, path)
    for i, enabler in enumerate(framework.enablers):
        for j, name in enumerate(enabler.practices):
            if name not in framework.practices:
                yield _unknown("practice", name, framework.practices, ("enablers", i, "practices", j))


def _roles(framework: Framework, practice: Practice, path: Path) -> Iterator[Problem]:
    for field, by_audience in (("roles", practice.roles), ("ask", practice.ask)):
        for audience, roles in by_audience.items():
            place = (*path, field) if audience == AUDIENCE_OF_ALL else (*path, field, audience)
            for i, role in enumerate(roles):
                if role not in framework.roles:
                    yield _unknown("role", role, framework.roles, (*place, i))


def _audiences(framework: Framework, practice: Practice, path: Path) -> Iterator[Problem]:
    """Audiences that a practice speaks to or is meant for and that the framework does not have."""
    texts: list[tuple[Path, Mapping[str, object]]] = [(("question",), practice.question), (("plain",), practice.plain)]
    texts += [(("evidence_template",), practice.evidence_template), (("importance",), practice.importance)]
    texts += [(("roles",), practice.roles), (("ask",), practice.ask)]
    texts += [(("levels", level), meanings) for level, meanings in practice.levels.items()]
    for place, by_audience in texts:
        for audience in by_audience:
            if audience not in (AUDIENCE_OF_ALL, PARTNERSHIP, *framework.audiences):
                yield _unknown("audience", audience, framework.audiences, (*path, *place, audience))
    for i, audience in enumerate(practice.applies_to):
        if audience not in framework.audiences:
            yield _unknown("audience", audience, framework.audiences, (*path, "applies_to", i))


def need_problems(framework: Framework, practice: Practice, path: Path) -> Iterator[Problem]:
    """Find prerequisites of a practice that name what does not exist, or bind the lowest level."""
    for i, entry in enumerate(practice.requires):
        place = (*path, "requires", i)
        scale = framework.scale_of(practice.id)
        if not scale.holds(entry.before):
            yield scale.problem(entry.before, (*place, "from"))
        elif (scale.target if entry.before is None else scale.position(entry.before)) == 0:
            message = f"'{scale.ids[0]}' is the lowest level, which needs nothing"
            yield Problem("needless_prerequisite", message, "name the level that needs it", (*place, "from"))
        for j, need in enumerate(entry.any_of):
            option_place = (*place, "any_of", j)
            if need.practice not in framework.practices:
                yield _unknown("practice", need.practice, framework.practices, (*option_place, "practice"))
            elif not framework.scale_of(need.practice).holds(need.level):
                yield framework.scale_of(need.practice).problem(need.level, (*option_place, "level"))


def _unknown(what: str, name: str, known: Iterable[str], path: Path) -> Problem:
    return unknown_name(f"unknown_{what}", f"no {what} is called '{name}'", name, known, path)


def _unreachable(framework: Framework, places: dict[str, Path]) -> Iterator[Problem]:
    tops = {name: framework.scale_of(name).top for name in framework.practices}
    rules = framework.rules()
    level = reachable(tops, rules)
    reported: set[str] = set()
    for name in framework.practices:
        if level[name] == tops[name] or name in reported:
            continue
        chain = loop(lambda practice: rules[practice], level, name)
        if reported.isdisjoint(practice for practice, _ in chain):
            yield _deadlock(framework, chain, places)
        reported.update(practice for practice, _ in chain)
        reported.add(name)


def _deadlock(framework: Framework, chain: list[Step], places: dict[str, Path]) -> Problem:
    names = [f"{practice}@{framework.level_id(practice, position)}" for practice, position in chain]
    return Problem(
        "unreachable_level",
        f"{names[0]} can never be reached: {' needs '.join(names)}",
        "remove one of these prerequisites, lower its level, or offer an alternative with any_of",
        (*places[chain[0][0]], "requires"),
        links=tuple((*places[practice], "requires") for practice, _ in chain[:-1]),
        data={"found": names},
    )


def contradictions(framework: Framework) -> Iterator[Problem]:
    """Find what a policy says of a total that there is none of, and stages that cannot be asked for as they are.

    Example:
        >>> from equity_blocks.model import Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> list(contradictions(framework))
        []
    """
    yield from _about_no_total(framework)
    yield from _about_stages(framework)


def _about_no_total(framework: Framework) -> Iterator[Problem]:
    scoring = framework.scoring
    if scoring.overall:
        return
    why = "there is no total (overall: false)"
    if scoring.top is not None:
        yield Problem("contradiction", f"{why}, so top speaks of nothing", "leave one of both out", ("scoring", "top"))
    for i, verdict in enumerate(scoring.verdicts):
        if verdict.when and verdict.when.overall is not None:
            message, where = f"{why}, so nothing can be asked of it", ("scoring", "verdicts", i, "when", "overall")
            yield Problem("contradiction", message, "ask any_block, or leave overall: false out", where)


def _about_stages(framework: Framework) -> Iterator[Problem]:
    scoring, nodes = framework.scoring, {node.name: node for node in nodes_of(framework.tree)}
    if scoring.stages and scoring.stages.asks:
        yield from _unknown_asks(framework, scoring.stages.asks, nodes[TOP], ("scoring", "stages", "asks"))
    places: list[tuple[Path, Rollup, list[Node]]] = [(("scoring",), scoring, list(nodes.values()))]
    places += [(("scoring", "top"), scoring.top, [nodes[TOP]])] if scoring.top else []
    places += [((*path, "scoring"), b.scoring, [nodes[b.id]]) for b, _, path in framework.walk() if b.scoring]
    for path, policy, spoken_of in places:
        if policy.asks:
            yield from _asked(framework, policy, policy.asks, spoken_of, path)


def _asked(framework: Framework, policy: Rollup, asks: Asks, nodes: list[Node], path: Path) -> Iterator[Problem]:
    """What a gate asks stage by stage; a policy that several nodes share speaks of those that are gates."""
    where, gates = (*path, "asks"), [node for node in nodes if "asks" in node.rule.options]
    yield from _unknown_asks(framework, asks, nodes[0], where)
    if policy.stage_count is not None:
        message = f"asks lists {counted(len(asks), 'stage')}, so stage_count has nothing to say"
        yield Problem("contradiction", message, "leave stage_count out", (*path, "stage_count"))
    if not gates:
        message = f"asks speaks of the stages of a gate, but this is a {nodes[0].aggregate}"
        hint = "say `aggregate: gate`, or for a reading beside the score `stages: {asks: ...}`"
        yield Problem("contradiction", message, hint, where)
    elif any(weight > 0 for weight, _ in gates[0].counted):
        message = "a stage asks for a share of practices, but blocks count in this gate"
        yield Problem("contradiction", message, "say `over: practices`", where)


def _unknown_asks(framework: Framework, asks: Asks, node: Node, path: Path) -> Iterator[Problem]:
    """What stages ask for has to be there, and to count in the node that asks for it."""
    inside = {leaf.name for leaf in leaves_of(node)}
    below = {name: set(framework.practices_in(name)) for name in framework.all_blocks}
    for i, stage in enumerate(asks):
        for ask in stage:
            for name in ask.of:
                where = (*path, i, "of")
                if name not in below and name not in framework.practices:
                    message = f"{framework.id} has no block or practice '{name}'"
                    yield unknown_name("unknown_block", message, name, [*below, *framework.practices], where)
                elif below.get(name, {name}).isdisjoint(inside):
                    message = f"nothing of '{name}' counts here, so stage {i + 1} could not ask for it"
                    yield Problem("contradiction", message, "name what counts in this node", where)
