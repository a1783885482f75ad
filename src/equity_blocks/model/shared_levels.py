"""Levels named for many practices at once, each of which has to be on the scale of every practice it is used for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from equity_blocks.errors import Path, Problem
from equity_blocks.model.did_you_mean import unknown_name
from equity_blocks.model.framework import Framework
from equity_blocks.model.targets import LevelShare, Targets, aim, aim_problem, shared_target
from equity_blocks.model.tree import TOP, leaves_of, nodes_of

Named = str | float | LevelShare


def target_problems(
    framework: Framework, sources: Sequence[Targets], path: Path, aside: Collection[str] = ()
) -> Iterator[Problem]:
    """Find shared targets that a practice would aim for and its scale has not, and blocks that do not exist.

    Only the practices count for which a target would be used; one that is used for none is on some scale at least.

    Args:
        framework: Whose practices aim for them.
        sources: The targets to look at, then those that hold where these say nothing.
        path: Where the targets to look at stand.
        aside: Practices whose target is named for them alone, or that are taken out.
    """
    doubtful = [(end, target) for end, target in sources[0].named() if _is_off_some(framework, target)]
    users = _users(framework, sources, aside) if doubtful else {}
    for end, target in doubtful:
        yield from _off_scale(framework, target, (*path, *end), users.get(end, []))
    for name in sources[0].blocks:
        if name not in framework.all_blocks and name not in framework.taken_out:
            message = f"{framework.id} has no {framework.vocabulary.block} '{name}'"
            yield unknown_name("unknown_block", message, name, framework.all_blocks, (*path, "blocks", name))


def _users(framework: Framework, sources: Sequence[Targets], aside: Collection[str]) -> dict[Path, list[str]]:
    """Key path in the first source -> the practices that aim for what stands there."""
    users: dict[Path, list[str]] = {}
    for name, practice in framework.practices.items():
        if name not in aside and practice.target is None:
            shared = shared_target(sources, [block.id for block in framework.chains[name]], practice.horizon)
            if shared and shared.source == 0:
                users.setdefault(shared.path, []).append(name)
    return users


def asked_level_problems(framework: Framework) -> Iterator[Problem]:
    """Find levels that gates, all-or-nothing nodes and stages ask for and that a practice's scale has not.

    As with targets, only the practices count that are asked for it.
    """
    scoring, asked = framework.scoring, _asked_by(framework)
    users: dict[Path, list[str]] = {}
    for node in nodes_of(framework.tree):
        if "level" in node.rule.options:
            path, _ = asked.get(node.name, _SHARED_BY_ALL)
            users.setdefault(path, []).extend(leaf.name for leaf in node.leaves if leaf.weight > 0)
    named_levels = [(("scoring",), scoring.level), *asked.values()]
    for path, level in named_levels:
        yield from _off_scale(framework, level, (*path, "level"), users.get(path, []))
    if scoring.stages:
        counted = [leaf.name for leaf in leaves_of(framework.tree)]
        yield from _off_scale(framework, scoring.stages.level, ("scoring", "stages", "level"), counted)


_SHARED_BY_ALL: tuple[Path, Named | None] = ("scoring",), None


def _asked_by(framework: Framework) -> Mapping[str, tuple[Path, Named | None]]:
    """Node -> where its own policy stands that names a level, with the level."""
    top = framework.scoring.top
    own = [(TOP, ("scoring", "top"), top), *((b.id, (*path, "scoring"), b.scoring) for b, _, path in framework.walk())]
    return {name: (path, rollup.level) for name, path, rollup in own if rollup and rollup.level is not None}


def _is_off_some(framework: Framework, named: Named) -> bool:
    return any(aim(scale, named) is None for scale in framework.scales or (framework.scale,))


def _off_scale(framework: Framework, named: Named | None, path: Path, users: Collection[str]) -> Iterator[Problem]:
    """Say that a level is not on the scale of a practice that it is used for; of many practices, for the first."""
    scales = {name: framework.scale_of(name) for name in framework.practices}
    problems = {name: problem for name, scale in scales.items() if (problem := aim_problem(scale, named, path))}
    off = [name for name in users if name in problems]
    if len(problems) == len(scales) and (shared := aim_problem(framework.scale, named, path)):
        yield problems[off[0]] if off else shared
    elif off:
        more = f" and {len(off) - 1} more" if len(off) > 1 else ""
        hint = "where scales differ, name a level for each, or say it as a share, such as {share: 0.5}"
        message = f"{problems[off[0]].message}; it is meant for '{off[0]}'{more}"
        yield replace(problems[off[0]], message=message, hint=hint)
