"""What the parts of a policy must not say together: what contradicts is refused, with both places named."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from equity_blocks.errors import Path, Problem
from equity_blocks.model.nearest import did_you_mean
from equity_blocks.model.scoring import Asks, Rollup
from equity_blocks.model.tree import TOP, Node, leaves_of, nodes_of
from equity_blocks.model.words import counted

if TYPE_CHECKING:
    from equity_blocks.model.framework import Framework


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
        yield from _unknown(framework, scoring.stages.asks, nodes[TOP], ("scoring", "stages", "asks"))
    places: list[tuple[Path, Rollup, list[Node]]] = [(("scoring",), scoring, list(nodes.values()))]
    places += [(("scoring", "top"), scoring.top, [nodes[TOP]])] if scoring.top else []
    places += [((*path, "scoring"), b.scoring, [nodes[b.id]]) for b, _, path in framework.walk() if b.scoring]
    for path, policy, spoken_of in places:
        if policy.asks:
            yield from _asked(framework, policy, policy.asks, spoken_of, path)


def _asked(framework: "Framework", policy: Rollup, asks: Asks, nodes: list[Node], path: Path) -> Iterator[Problem]:
    """What a gate asks stage by stage; a policy that several nodes share speaks of those that are gates."""
    where, gates = (*path, "asks"), [node for node in nodes if node.aggregate == "gate"]
    yield from _unknown(framework, asks, nodes[0], where)
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


def _unknown(framework: "Framework", asks: Asks, node: Node, path: Path) -> Iterator[Problem]:
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
