"""What a framework must keep true of itself: ids, references, a policy without contradictions, levels within reach."""

from collections.abc import Iterable, Iterator
from math import fsum, prod
from typing import TYPE_CHECKING

from equity_blocks.errors import Path, Problem
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.phrases import counted
from equity_blocks.model.prerequisite_rules import Step, loop, reachable
from equity_blocks.model.scale import Scale
from equity_blocks.model.scoring import Asks, Rollup
from equity_blocks.model.shared_levels import asked_level_problems, target_problems
from equity_blocks.model.targets import aim_problem
from equity_blocks.model.tree import TOP, Node, leaves_of, most, nodes_of

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
    problems += _weights(framework, places)
    problems += target_problems(framework, [framework.targets], ("targets",))
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
    yield from asked_level_problems(framework)
    yield from _publishing(framework)
    yield from contradictions(framework)
    yield from _points(framework.tree, {block.id: (*path, "scoring") for block, _, path in framework.walk()})


MOST_WEIGHT = 1e60
"""Of the weights on the way to a practice, multiplied: so far, sums and ratios of them can be told apart."""


def _weights(framework: "Framework", places: "list[tuple[Path, Practice]]") -> Iterator[Problem]:
    """Weights are bounded one by one; what they multiply to, in blocks in blocks, is bounded here."""
    for path, practice in places:
        product = prod((practice.weight, *(block.weight for block in framework.chains[practice.id])))
        if product > MOST_WEIGHT:
            message = f"the weights on the way to '{practice.id}' multiply to more than {MOST_WEIGHT:g}"
            yield Problem("out_of_bounds", message, "only ratios between siblings matter: make them smaller", path)


def _publishing(framework: "Framework") -> Iterator[Problem]:
    """Find ranges that are said by a scale that has none, and bands in figures that the whole does not publish."""
    yield from _ranges_of_scales(framework)
    policy = framework.policy
    if policy.bands_in == "output" and policy.published is None and policy.bands:
        message = "bands begin at published figures, but the whole is published in no range"
        hint = "say `output: {low: 0, high: 100}`, or `output: scale` where the framework's scale is a range"
        yield Problem("no_range", message, hint, ("scoring", "bands_in"))


def _ranges_of_scales(framework: "Framework") -> Iterator[Problem]:
    shared, top = framework.scoring.output, framework.scoring.top
    nodes: list[tuple[Path, Rollup | None, Scale]] = [(("scoring", "top"), top, framework.scale)]
    for block, around, path in framework.walk():
        scale = next((b.scale for b in (block, *reversed(around)) if b.scale), framework.scale)
        nodes.append(((*path, "scoring"), block.scoring, scale))
    told: set[Path] = set()
    for path, policy, scale in nodes:
        own = policy and policy.output
        where = (*path, "output") if own else ("scoring", "output")
        if (own or shared) == "scale" and not scale.range and where not in told:
            told.add(where)
            message = f"the scale '{scale.id}' has levels and no range, so nothing can be published in its range"
            hint = "write the ends, such as {low: 0, high: 100}" + ("" if own else ", at the block or here")
            yield Problem("no_range", message, hint, where)


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


def _references(framework: "Framework", places: "list[tuple[Path, Practice]]") -> Iterator[Problem]:
    for path, practice in places:
        yield from need_problems(framework, practice, path)
        scale = framework.scale_of(practice.id)
        for level in practice.levels:
            if not scale.holds(level):
                yield scale.problem(level, (*path, "levels", level))
        if off := aim_problem(scale, practice.target, (*path, "target")):
            yield off
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


def contradictions(framework: "Framework") -> Iterator[Problem]:
    """Find what a policy says of a total that there is none of, and stages that cannot be asked for as they are.

    Example:
        >>> from equity_blocks.model import Framework
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])
        >>> list(contradictions(framework))
        []
    """
    yield from _about_no_total(framework)
    yield from _about_stages(framework)


def _about_no_total(framework: "Framework") -> Iterator[Problem]:
    scoring = framework.scoring
    if scoring.overall:
        return
    said = "there is no total (overall: false)"
    if scoring.top is not None:
        yield Problem("contradiction", f"{said}, so top speaks of nothing", "leave one of both out", ("scoring", "top"))
    for i, verdict in enumerate(scoring.verdicts):
        if verdict.when and verdict.when.overall is not None:
            message, where = f"{said}, so nothing can be asked of it", ("scoring", "verdicts", i, "when", "overall")
            yield Problem("contradiction", message, "ask any_block, or leave overall: false out", where)


def _about_stages(framework: "Framework") -> Iterator[Problem]:
    scoring, nodes = framework.scoring, {node.name: node for node in nodes_of(framework.tree)}
    if scoring.stages and scoring.stages.asks:
        yield from _unknown_asks(framework, scoring.stages.asks, nodes[TOP], ("scoring", "stages", "asks"))
    places: list[tuple[Path, Rollup, list[Node]]] = [(("scoring",), scoring, list(nodes.values()))]
    places += [(("scoring", "top"), scoring.top, [nodes[TOP]])] if scoring.top else []
    places += [((*path, "scoring"), b.scoring, [nodes[b.id]]) for b, _, path in framework.walk() if b.scoring]
    for path, policy, spoken_of in places:
        if policy.asks:
            yield from _asked(framework, policy, policy.asks, spoken_of, path)


def _asked(framework: "Framework", policy: Rollup, asks: Asks, nodes: list[Node], path: Path) -> Iterator[Problem]:
    """What a gate asks stage by stage; a policy that several nodes share speaks of those that are gates."""
    where, gates = (*path, "asks"), [node for node in nodes if node.aggregate == "gate"]
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


def _unknown_asks(framework: "Framework", asks: Asks, node: Node, path: Path) -> Iterator[Problem]:
    """What stages ask for has to be there, and to count in the node that asks for it."""
    inside = {leaf.name for leaf in leaves_of(node)}
    blocks = {block.id for block, _, _ in framework.walk()}
    below = {
        block.id: {n for n, chain in framework.chains.items() if block in chain} for block, _, _ in framework.walk()
    }
    for i, stage in enumerate(asks):
        for ask in stage:
            for name in ask.of:
                where = (*path, i, "of")
                if name not in blocks and name not in framework.practices:
                    message = f"{framework.id} has no block or practice '{name}'"
                    yield Problem("unknown_block", message, did_you_mean(name, [*blocks, *framework.practices]), where)
                elif below.get(name, {name}).isdisjoint(inside):
                    message = f"nothing of '{name}' counts here, so stage {i + 1} could not ask for it"
                    yield Problem("contradiction", message, "name what counts in this node", where)
