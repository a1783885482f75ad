"""The denominator: what leaves it is questioned, for a score may be bought with what does not count."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from equity_blocks.engine.scoring.claimed_values import Claim
from equity_blocks.engine.scoring.coverage import covered
from equity_blocks.engine.scoring.silence import silent_voices
from equity_blocks.model.assessment import Assessment, Status
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.scorecard import Remark
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.tree import TOP, Node, leaves_of, nodes_of, title_of

LEAST_SHARE = 0.5
"""An outcome that less than this share of the weight holds is questioned."""

LEAST_PRACTICES = 3
"""And one that fewer practices than these hold."""

_OPEN = frozenset({"unanswered", "unknown"})
_COUNTS_OPEN = ("zero", "fail")
"""Policies under which an open answer counts, as none."""

_LEFT: Mapping[Status, tuple[str, str]] = {
    "not_applicable": ("does not apply", "do not apply"),
    "not_pursued": ("is not pursued", "are not pursued"),
    "unanswered": ("is unanswered", "are unanswered"),
    "unknown": ("is unknown", "are unknown"),
}


class _Base(NamedTuple):
    """What a node rests on: of all its practices those that hold it up, and their share of its weight."""

    node: Node
    held: frozenset[str]
    names: frozenset[str]
    share: float | None

    @property
    def is_light(self) -> bool:
        return self.share is None or self.share < LEAST_SHARE - EDGE


def narrow_bases(
    framework: Framework, said: Mapping[str, Claim], shown: Mapping[str, float | None]
) -> Iterator[Remark]:
    """Remark `narrow_base`: what a node rests on is less than half of its weight, or fewer than three practices.

    Only where something has left: what does not apply, whatever the policy counts for it, what is not pursued, and what
    is left out without an answer. Missing answers alone, which the interval shows, are said of the whole only, and only
    where they leave less than half. Of blocks, those are looked at that have an outcome of their own.

    Args:
        framework: Says what counts in which node, and how much.
        said: Practice -> what is said about it.
        shown: Node -> the value that is shown; `None` where there is none.

    Example:
        >>> from equity_blocks.engine.scoring.claimed_values import claims
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": name, "title": name} for name in "pqrs"]}])
        >>> told = dict.fromkeys("qrs", {"not_applicable": "not ours"})
        >>> said = claims(framework, Assessment(framework="mini", ratings={"p": "yes", **told}))
        >>> [remark.message for remark in narrow_bases(framework, said, {"": 1.0})]
        ['The score rests on 1 of 4 practices: 3 do not apply.']
    """
    nodes = [node for node in _with_outcome(framework) if shown.get(node.name) is not None]
    holding = _holding(framework, said) if nodes else frozenset()
    if len(holding) == len(said):
        return
    shares = covered(framework, {name: float(name in holding) for name in said})
    looked_at: set[frozenset[str]] = set()
    for node in nodes:
        names = frozenset(leaf.name for leaf in leaves_of(node))
        base = _Base(node, names & holding, names, shares[node.name])
        has_left = not {said[name].status for name in names - base.held} <= _OPEN
        is_few = len(base.held) < LEAST_PRACTICES
        is_narrow = (base.is_light or is_few) if has_left else base.is_light and node.name == TOP
        if is_narrow and names not in looked_at:
            looked_at.add(names)
            data = {"block": node.name or None, "held": len(base.held), "practices": len(names), "share": base.share}
            yield Remark(code="narrow_base", message=_told(framework, base, said), data=data)


def _with_outcome(framework: Framework) -> list[Node]:
    """The whole, and the blocks that have a band, a stage or a part in a verdict."""
    policy, tree = framework.scoring, framework.tree
    if policy.bands or policy.stages:
        return list(nodes_of(tree))
    asked = any(verdict.when and verdict.when.any_block for verdict in policy.verdicts)
    return [tree, *(block for _, block in tree.blocks if asked)]


def _holding(framework: Framework, said: Mapping[str, Claim]) -> frozenset[str]:
    """The practices that hold up a score: those that are rated, and those whose missing answer counts as none."""
    rated = {name for name, claim in said.items() if claim.status == "rated"}
    is_open = {name for name, claim in said.items() if claim.status in _OPEN}
    counting = (node for node in nodes_of(framework.tree) if is_open and node.unanswered in _COUNTS_OPEN)
    return frozenset(rated | {leaf.name for node in counting for leaf in node.leaves if leaf.name in is_open})


def _told(framework: Framework, base: _Base, said: Mapping[str, Claim]) -> str:
    words = framework.vocabulary
    held, names = len(base.held), len(base.names)
    what = "The score" if base.node.name == TOP else title_of(framework, base.node.name)
    left = Counter(said[name].status for name in base.names - base.held)
    why = enumerated([f"{left[status]} {told[left[status] > 1]}" for status, told in _LEFT.items() if left[status]])
    light = ", and on less than half of the weight" if base.is_light and 2 * held >= names and held > 1 else ""
    return f"{what} rests on {held} of {counted(names, words.practice, words.practices)}{light}: {why}."


def must_pass_left_out(framework: Framework, said: Mapping[str, Claim]) -> Iterator[Remark]:
    """Remark `must_pass_not_applicable`: practices that must pass are said not to apply, and so cannot fail.

    Example:
        >>> from equity_blocks.engine.scoring.claimed_values import claims
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "Charter", "must_pass": "yes"}]}])
        >>> said = claims(framework, Assessment(framework="mini", ratings={"p": {"not_applicable": "no board"}}))
        >>> [remark.message for remark in must_pass_left_out(framework, said)]
        ['Must-pass, and said not to apply: Charter.']
    """
    names = [
        name
        for name, practice in framework.practices.items()
        if practice.must_pass is not None and said[name].status == "not_applicable"
    ]
    if names:
        titles = enumerated([framework.practices[name].title for name in names])
        message = f"Must-pass, and said not to apply: {titles}."
        yield Remark(code="must_pass_not_applicable", message=message, data={"practices": names})


def decided_by_leaving_out(
    framework: Framework, bands: tuple[str | None, str | None], verdicts: tuple[str | None, str | None]
) -> Iterator[Remark]:
    """Remark `not_pursued_decides`: with what is not pursued counted too, another band or verdict would come of it.

    Args:
        framework: Gives both their titles.
        bands: The band as it is, and with everything counted.
        verdicts: The verdict, likewise.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[], scoring={"bands": [
        ...     {"id": "hold", "title": "Hold", "from": 0}, {"id": "ship", "title": "Ship", "from": 0.65}]})
        >>> [found.message for found in decided_by_leaving_out(framework, ("ship", "hold"), (None, None))]
        ['Counting what is not pursued, too: band Hold.']
    """
    other = {what: whole for what, (own, whole) in (("band", bands), ("verdict", verdicts)) if own != whole}
    if other:
        titles = {
            "band": {band.id: band.title for band in framework.scoring.bands},
            "verdict": {verdict.id: verdict.title for verdict in framework.scoring.verdicts},
        }
        named = enumerated([f"{what} {titles[what].get(name or '', 'none')}" for what, name in other.items()])
        message = f"Counting what is not pursued, too: {named}."
        yield Remark(code="not_pursued_decides", message=message, data=other)


def silences(framework: Framework, assessment: Assessment) -> dict[str, list[str]]:
    """Give the practices on which each respondent says nothing, although asked, where what others say decides.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> silences(framework, Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes"}}}))
        {'ben': ['p']}
    """
    found: dict[str, list[str]] = {}
    for name, who in silent_voices(framework, assessment).items():
        if not assessment.rating(name).agreed:
            for each in who:
                found.setdefault(each, []).append(name)
    return found


def silent_remarks(framework: Framework, assessment: Assessment) -> Iterator[Remark]:
    """Remark `silent_voices`: how many of those who were asked say nothing of how many practices.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> said = Assessment(framework="mini", respondents=[{"id": "ann"}, {"id": "ben"}],
        ...     ratings={"p": {"answers": {"ann": "yes"}}})
        >>> [remark.message for remark in silent_remarks(framework, said)]
        ['1 of 2 respondents is silent on 1 practice that others answered; silence does not count.']
    """
    silent, words = silences(framework, assessment), framework.vocabulary
    if not silent:
        return
    names = {name for some in silent.values() for name in some}
    data = {"respondents": len(silent), "of": len(assessment.respondents), "practices": len(names)}
    who = f"{len(silent)} of {counted(data['of'], 'respondent')} {'is' if len(silent) == 1 else 'are'} silent"
    what = f"{counted(len(names), words.practice, words.practices)} that others answered"
    yield Remark(code="silent_voices", message=f"{who} on {what}; {counts_as(assessment)}.", data=data)


def counts_as(assessment: Assessment) -> str:
    """Say what silence counts as.

    Example:
        >>> counts_as(Assessment(framework="f", silent="lowest"))
        'silence counts as the lowest level'
    """
    return "silence counts as the lowest level" if assessment.silent == "lowest" else "silence does not count"
