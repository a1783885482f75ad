"""Explaining a value: its parts, what one level more would do, its policy in words, and what the lenses take away."""

from collections.abc import Iterable
from typing import Any

from equity_blocks.engine.notes import notes_on
from equity_blocks.engine.scoring.claimed_values import Claim
from equity_blocks.engine.scoring.exact_sums import exact
from equity_blocks.engine.scoring.lens_gaps import evidence_gap, prerequisite_gap
from equity_blocks.engine.scoring.policies import evidence_in_words, policy_in_words, policy_of
from equity_blocks.engine.scoring.rollup import Figures, WhatIf, figures
from equity_blocks.engine.scoring.score import ScoringRun, require_scorable
from equity_blocks.model.assessment import Assessment, Rating
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.explanation import Explanation
from equity_blocks.model.framework import Framework, Practice
from equity_blocks.model.result import head
from equity_blocks.model.spelling import node_meant
from equity_blocks.model.tolerance import ROUNDING
from equity_blocks.model.tree import TOP, Node, counted_in, practices_in, title_of, way_to


def explain(framework: Framework, assessment: Assessment, node: str | None = None) -> Explanation:
    r"""Explain the value of the whole, of a block or of a practice.

    Contribution of practice `p` to node `n`: $$c_p = x_p \prod_m \frac{w_{m,p}}{\sum_{i \in A_m} w_i}$$ over the
    nodes `m` from `n` down to the practice, with `x_p` its value, `A_m` the children of `m` that count, `w_i` their
    weights and `w_{m,p}` the weight of the child that holds `p`. Contributions sum to the node's value to the last
    bit; they are null where an aggregate on the way is not additive. Gain: the node rolled up again with that practice
    one level up, minus its value.

    Args:
        framework: A framework with `use: assessment`.
        assessment: Ratings of that framework.
        node: Id of a block or a practice; where both have it, the block. Default: the framework as a whole.

    Returns:
        The explanation; shares lie in [0, 1], and `None` means "no value". Where less is answered than the policy's
        `min_coverage`, the value is withheld, and with it contributions, gains and points.

    Raises:
        NotFoundError: There is no such block or practice; the nearest one is named.
        UnsuitableError: The framework is guidance, which is never totaled.
        InvalidDataError: The assessment does not fit the framework; every reason is listed.

    Source: OECD/JRC (2008), step 6, for linear aggregation; docs/methods/explain.md.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=[{"id": "b",
        ...     "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 3}]}])
        >>> found = explain(framework, Assessment(framework="mini", ratings={"p": "yes", "q": "partly"}))
        >>> found.value, [(p.id, p.contribution, p.gain) for p in found.practices]
        (0.625, [('p', 0.25, None), ('q', 0.375, 0.375)])
    """
    require_scorable(framework)
    assessment = require_fit(framework, assessment)
    node = None if node is None else node_meant(framework, node)
    way = way_to(framework.tree, TOP if node is None else node)
    explaining = _Explaining(framework, assessment)
    if way:
        return Explanation.model_validate({**head(framework, assessment), **explaining.of_node(way)})
    return Explanation.model_validate({**head(framework, assessment), **explaining.of_practice(str(node))})


class _Explaining:
    """One assessment, scored, with its nodes at hand."""

    def __init__(self, framework: Framework, assessment: Assessment) -> None:
        self.framework = framework
        self.assessment = assessment
        self.run = ScoringRun(framework, assessment)
        self._what_if: dict[str, WhatIf] = {}  # node -> its value again and again

    def of_node(self, way: tuple[Node, ...]) -> dict[str, Any]:
        node = way[-1]
        made = self.figures(node)
        value = self.value(node)
        names = practices_in(self.framework, node.name)
        parts = {} if value is None else {n: made.parts[n] for n in names if n in made.parts}
        is_additive = bool(parts) and made.adds_up
        return {
            "node": node.name or None,
            "kind": "block" if node.name else "framework",
            "title": title_of(self.framework, node.name),
            "value": value,
            **{key: self.run.readings[key][node.name] for key in ("low", "high", "coverage")},
            "band": self.run.band(node.name, value),
            "output": None if value is None else made.published.get(node.name),
            "next_stage": None if value is None else self.run.next_stages.get(node.name),
            "points": None if value is None else made.points.get(node.name, (None, None))[0],
            "attainable": None if value is None else made.points.get(node.name, (None, None))[1],
            "distribution": self.run.distributions[node.name],
            "is_additive": is_additive,
            "parts": self._parts(node, made, value),
            "practices": [self._practice(self.framework.practices[n], parts.get(n), node) for n in names],
            "above": [self._above(around, node.name) for around in reversed(way[:-1]) if around.is_total],
            "note": "" if node.name else self.assessment.note,
            "consistent": prerequisite_gap(self.run, node, value),
            "evidenced": evidence_gap(self.run, node, value),
            "policy": policy_of(self.framework, node),
            "policy_in_words": (*policy_in_words(self.framework, node), evidence_in_words(self.framework)),
            "scope": self.run.scope(node),
            "heard": self.run.heard(),
            "remarks": self.run.remarks_on(node.name) if node.name else self.run.remarks,
        }

    def of_practice(self, name: str) -> dict[str, Any]:
        practice, claim = self.framework.practices[name], self.run.said[name]
        value = self.run.point[name]
        way = way_to(self.framework.tree, self.framework.chains[name][-1].id)
        return {
            "node": name,
            "kind": "practice",
            "title": practice.title,
            "value": value,
            "low": claim.low if claim.in_scope else None,
            "high": claim.high if claim.in_scope else None,
            "coverage": float(claim.status == "rated") if claim.in_scope else None,
            "is_additive": value is not None,
            "parts": self._criteria(practice, value),
            "practices": [self._practice(practice, value, None)],
            "above": [self._above(around, name, practice) for around in reversed(way) if around.is_total],
            "consistent": prerequisite_gap(self.run, name, value),
            "evidenced": evidence_gap(self.run, name, value),
            "policy_in_words": list(_rating_in_words(self.framework, practice, self.assessment, claim)),
            "scope": {"practices": 1, claim.status: 1, "counted": int(value is not None and bool(practice.weight))},
        }

    def figures(self, node: Node) -> Figures:
        return figures(self.framework, self.run.point, self.run.missing, self.run.beside, node)

    def value(self, node: Node) -> float | None:
        return self.run.made.values[node.name] if self.run.is_shown(node.name) else None

    def _parts(self, node: Node, made: Figures, value: float | None) -> list[dict[str, Any]]:
        """The children that count, blocks first; their contributions sum to the value where its aggregate adds up."""
        shares = {block.name: made.shares.get(block.name) for _, block in node.counted}
        given = {
            ("block", name): share * (made.values[name] or 0.0) for name, share in shares.items() if share is not None
        }
        given |= {("practice", leaf.name): made.parts[leaf.name] for leaf in node.leaves if leaf.name in made.parts}
        adjusted = {} if value is None else exact(given, value)
        found = []
        for weight, block in node.counted:
            key = ("block", block.name)
            title = title_of(self.framework, block.name)
            found.append(_part(key, title, weight, self.value(block), adjusted.get(key)))
        for leaf in node.leaves:
            key = ("practice", leaf.name)
            title = self.framework.practices[leaf.name].title
            found.append(_part(key, title, leaf.weight, self.run.point[leaf.name], adjusted.get(key)))
        return found

    def _criteria(self, practice: Practice, value: float | None) -> list[dict[str, Any]]:
        rating, scale = self.assessment.rating(practice.id), self.framework.scale_of(practice.id)
        if not rating.criteria or rating.agreed or value is None:
            return []
        levels = [(criterion, rating.criteria.get(criterion.id)) for criterion in practice.criteria]
        values = {
            c.id: scale.value(level) for c, level in levels if level not in (None, "unknown") and level is not None
        }
        parts = exact({name: x / len(values) for name, x in values.items()}, value)
        adds_up = practice.criteria_rule == "all"
        return [
            _part(("criterion", c.id), c.title, 1.0, values.get(c.id), parts.get(c.id) if adds_up else None)
            for c in practice.criteria
        ]

    def _practice(self, practice: Practice, contribution: float | None, node: Node | None) -> dict[str, Any]:
        name, claim = practice.id, self.run.said[practice.id]
        scale = self.framework.scale_of(name)
        position = self._next(name)
        is_rated = claim.status in ("rated", "not_pursued")
        return {
            "id": name,
            "title": practice.title,
            "block": self.framework.chains[name][-1].id,
            "status": claim.status,
            "level": scale.named(claim.value) if is_rated and claim.value is not None else None,
            "value": claim.value,
            "contribution": contribution,
            "next_level": None if position is None else scale.ids[position],
            "gain": self.gain(name, node),
            "notes": notes_on(self.framework, self.assessment, name),
        }

    def _next(self, name: str) -> int | None:
        """The position of one level more; `None` at the top and out of scope."""
        claim = self.run.said[name]
        position = (claim.position or 0) + 1
        return position if claim.in_scope and position <= self.framework.scale_of(name).top else None

    def gain(self, name: str, node: Node | None) -> float | None:
        """The change of a node's value, or of the practice's own, by one level more of a practice."""
        position, claim = self._next(name), self.run.said[name]
        if position is None:
            return None
        values = self.framework.scale_of(name).values
        present = values[0] if claim.value is None else claim.value
        raised = max(values[position], present)
        if node is None:
            return raised - present
        if not self.run.is_shown(node.name):
            return None
        if node.name not in self._what_if:
            self._what_if[node.name] = self.run.what_if(node)
        before, after = (self._what_if[node.name].value({name: value}) for value in (present, raised))
        return None if before is None or after is None else after - before

    def _above(self, around: Node, name: str, practice: Practice | None = None) -> dict[str, Any]:
        value = self.value(around)
        made = self.figures(around)
        contribution = None
        if value is not None and practice:
            contribution = made.parts.get(name)
        elif value is not None and name in made.shares and made.values[name] is not None:
            contribution = made.shares[name] * (made.values[name] or 0.0)
        return {
            "id": around.name or None,
            "title": title_of(self.framework, around.name),
            "value": value,
            "counts": practice is not None or any(block.name == name for block in counted_in(around)),
            "contribution": contribution,
            "gain": self.gain(name, around) if practice else None,
        }


def _part(
    key: tuple[str, str], title: str, weight: float, value: float | None, contribution: float | None
) -> dict[str, Any]:
    kind, name = key
    found = {"kind": kind, "id": name, "title": title, "weight": weight, "value": value}
    return {**found, "contribution": contribution}


def _rating_in_words(framework: Framework, practice: Practice, assessment: Assessment, claim: Claim) -> Iterable[str]:
    """Say where a practice's value comes from; names and notes stay out."""
    rating, scale = assessment.rating(practice.id), framework.scale_of(practice.id)
    unrated = {
        "unanswered": "Nobody has rated it.",
        "unknown": "Somebody was asked, and nobody could say.",
        "not_applicable": "It does not apply to this organization.",
        "not_pursued": "The organization does not pursue it, so it is left out.",
    }
    if claim.status in unrated:
        yield unrated[claim.status]
        return
    assert claim.position is not None and claim.value is not None  # noqa: PT018 - rated practices have both
    yield _origin(practice, rating, assessment)
    level = scale.levels[claim.position]
    if scale.range:
        low, high = scale.range
        yield f"{scale.named(claim.value)} is {claim.value:.4g} of the way from {low:g} to {high:g}."
    elif abs(level.value - claim.value) < ROUNDING:
        yield f"'{level.title}' counts {level.value:g} on a scale from 0 to 1."
    else:
        yield f"That counts {claim.value:.4g} on a scale from 0 to 1, which is enough to hold '{level.title}'."


def _origin(practice: Practice, rating: Rating, assessment: Assessment) -> str:
    if rating.agreed:
        return "The group agreed on its level, which overrides single answers."
    if rating.criteria:
        rule = "mean" if practice.criteria_rule == "all" else "best"
        rated = sum(level not in (None, "unknown") for level in rating.criteria.values())
        return f"Its value is the {rule} of the criteria that are rated, {rated} of {len(practice.criteria)}."
    if rating.answers:
        rule = assessment.combine.replace("_", " ").replace("median low", "lower median")
        # How many answered stays out: few people could be told by it.
        silent = "" if assessment.silent == "exclude" else " Who was asked and is silent counts as the lowest level."
        return f"Its value is combined from the answers to it: {rule}.{silent}"
    return "Its level was rated directly."
