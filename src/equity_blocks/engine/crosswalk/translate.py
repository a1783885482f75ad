"""Reading an assessment of one framework in another one."""

from collections.abc import Iterable
from math import fsum
from typing import Any, NamedTuple

from equity_blocks.engine.crosswalk.intervals import (
    NOTHING_KNOWN,
    Interval,
    KnownValue,
    Loss,
    MappedSource,
    carry_over,
    intersect,
)
from equity_blocks.engine.crosswalk.open_questions import questions, weights_of
from equity_blocks.engine.crosswalk.paths import Hop, route
from equity_blocks.engine.scoring.claimed_values import Claim, claims
from equity_blocks.engine.scoring.coverage import covered
from equity_blocks.engine.scoring.rollup import roll_up
from equity_blocks.engine.scoring.targets import target_values, values_beside
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.crosswalk_checks import require_crosswalk_fit
from equity_blocks.model.framework import Block, Framework
from equity_blocks.model.result import head, ref
from equity_blocks.model.translation import Translation
from equity_blocks.model.tree import TOP


def translate(
    framework: Framework,
    assessment: Assessment,
    crosswalks: Crosswalk | Iterable[Crosswalk],
    target: Framework,
    *,
    direct: Assessment | None = None,
) -> Translation:
    """Read an assessment in another framework, as intervals in which the true values lie if the crosswalks are right.

    Args:
        framework: What was rated.
        assessment: Ratings of it. A rated practice speaks with its value, or with the interval that unrated criteria
            leave. All others say nothing, also one that is not pursued but has a level: `value` leaves it out.
        crosswalks: One, or all that there are: the fewest that lead to `target` are taken, each read from either end.
        target: What to read it in. Guidance gets no overall value, for it is never totaled.
        direct: Ratings of `target` itself. They win over what is carried: where the two have values in common, these
            are what stays, and a direct answer outside what is carried stands and is listed as a conflict.

    Returns:
        An interval and the coverage for each practice and block and overall, what each practice's interval rests on,
        conflicts, and what to ask directly, most worth asking first.

    Raises:
        UnsuitableError: No crosswalk leads from the one to the other.
        InvalidDataError: The assessment, the direct one, or a crosswalk does not fit; every reason is listed.

    Source: docs/methods/crosswalk.md.

    Example:
        >>> old, new = (Framework(id=name, title=name, scale=["no", "partly", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": f"{name}-p", "title": "P"}]}])
        ...     for name in ("old", "new"))
        >>> crosswalk = Crosswalk(id="old--new", title="T", source={"framework": "old"}, target={"framework": "new"},
        ...     mappings=[{"from": "old-p", "to": "new-p", "relation": "part-of", "share": 0.5, "why": "half of it"}])
        >>> made = translate(old, Assessment(framework="old", ratings={"old-p": "yes"}), crosswalk, new)
        >>> made.score.low, made.score.high, made.score.coverage, made.ask[0].practice
        (0.5, 1.0, 0.5, 'new-p')
    """
    if framework.id == target.id:
        raise UnsuitableError(f"the assessment is one of {target.id} already")
    assessment = require_fit(framework, assessment)
    if direct is not None:
        direct = require_fit(target, direct)
    known = (crosswalks,) if isinstance(crosswalks, Crosswalk) else tuple(crosswalks)
    hops = route(known, framework.id, target.id)
    require_crosswalk_fit(hops[0].crosswalk, framework)
    require_crosswalk_fit(hops[-1].crosswalk, target)
    journey = travel(known_values_of(framework, assessment), hops)
    return _Reading(target, direct, journey).translation(framework, assessment)


class Leg(NamedTuple):
    """One crosswalk of the way, and what is known at its far end."""

    hop: Hop
    known: dict[str, KnownValue]

    @property
    def sources(self) -> list[MappedSource]:
        """Every mapping whose source says something."""
        return [source for value in self.known.values() for source in value.sources if source.is_known]

    @property
    def loss(self) -> float | None:
        """The mean width that its mappings add."""
        losses = [source.loss for source in self.sources]
        return fsum(losses) / len(losses) if losses else None


def known_values_of(framework: Framework, assessment: Assessment) -> dict[str, KnownValue]:
    """Give what an assessment says: the practices that are rated, as they count in `value`; nothing of all others.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}])
        >>> known_values_of(framework, Assessment(framework="mini", ratings={"p": "yes"}))["p"].interval
        Interval(low=1.0, high=1.0)
    """
    said = claims(framework, assessment)
    rated = {name: claim for name, claim in said.items() if claim.status == "rated" and claim.value is not None}
    return {name: KnownValue(_interval(claim), origins=(name,)) for name, claim in rated.items()}


def _interval(claim: Claim) -> Interval:
    return Interval(claim.low or 0.0, 1.0 if claim.high is None else claim.high)


def travel(known: dict[str, KnownValue], hops: Iterable[Hop]) -> tuple[Leg, ...]:
    """Carry what is known over one crosswalk after the other."""
    legs = []
    for hop in hops:
        known = carry_over(hop.crosswalk, known)
        legs.append(Leg(hop, known))
    return tuple(legs)


class _Reading:
    """One translation: what is carried and what is said directly, seen in every way that the result shows."""

    def __init__(self, target: Framework, direct: Assessment | None, legs: tuple[Leg, ...]) -> None:
        self.target = target
        self.legs = legs
        self.carried = legs[-1].known
        self.said = claims(target, direct or Assessment(framework=target.id))
        self.counts = weights_of(target)
        self.intervals: dict[str, Interval] = {}
        self.conflicts: list[dict[str, Any]] = [
            _conflict(leg.hop.crosswalk.target.framework, name, value)
            for leg in legs
            for name, value in leg.known.items()
            if not value.agree
        ]
        for name, claim in self.said.items():
            if claim.in_scope:
                self.intervals[name] = self._interval(name, claim)
        self.beside = values_beside(self.said, target_values(target, direct or Assessment(framework=target.id)))
        self.low, self.high = (self._roll({n: interval[i] for n, interval in self.intervals.items()}) for i in (0, 1))
        self.coverage = covered(target, {name: self._covered(name) for name in self.intervals}, self.beside)

    def _roll(self, values: dict[str, float]) -> dict[str, float | None]:
        return roll_up(self.target, values, beside=self.beside) if self.target.use == "assessment" else {}

    def _interval(self, name: str, claim: Claim) -> Interval:
        carried = self.carried.get(name)
        if claim.status != "rated":
            return carried.interval if carried else NOTHING_KNOWN
        own = _interval(claim)
        if carried is None:
            return own
        common = intersect([carried.interval, own])
        if common.agree and own.width:
            return common.interval
        if not common.agree:
            said = {"framework": self.target.id, "practice": name, "kind": "direct", "low": own.low, "high": own.high}
            self.conflicts.append({**said, "says": (carried.interval, own)})
        return own

    def _covered(self, name: str) -> float:
        if self.said[name].status == "rated":
            return 1.0
        return self.carried[name].coverage if name in self.carried else 0.0

    def translation(self, framework: Framework, assessment: Assessment) -> Translation:
        losses = [(leg.loss, leg.hop.crosswalk.id) for leg in self.legs if leg.loss is not None]
        return Translation.model_validate(
            {
                **head(self.target, assessment),
                "source": ref(framework),
                "passages": [_passage(leg) for leg in self.legs],
                "weakest": max(losses)[1] if len(self.legs) > 1 and losses else None,
                "scope": self._scope(),
                "score": self._range(TOP),
                "blocks": [self._block(block) for block in self.target.blocks],
                "conflicts": self.conflicts,
                "ask": questions(self.target, self.intervals, self.counts),
            }
        )

    def _how(self, name: str) -> str:
        status = self.said[name].status
        if status == "rated":
            return "direct"
        if status in ("not_applicable", "not_pursued"):
            return status
        return "carried" if name in self.carried and self.carried[name].is_known else "silent"

    def _scope(self) -> dict[str, int]:
        counts = dict.fromkeys(("direct", "carried", "silent", "not_applicable", "not_pursued"), 0)
        for name in self.said:
            counts[self._how(name)] += 1
        return {"practices": len(self.said), **counts}

    def _range(self, name: str) -> dict[str, Any]:
        return {"low": self.low.get(name), "high": self.high.get(name), "coverage": self.coverage[name]}

    def _block(self, block: Block) -> dict[str, Any]:
        return {
            "id": block.id,
            "title": block.title,
            **self._range(block.id),
            "blocks": [self._block(inner) for inner in block.blocks],
            "practices": [self._practice(practice.id, practice.title) for practice in block.practices],
        }

    def _practice(self, name: str, title: str) -> dict[str, Any]:
        found: dict[str, Any] = {"id": name, "title": title, "status": self._how(name), "counts": self.counts[name]}
        value = self.carried.get(name)
        found["is_conflict"] = any(c["practice"] == name and c["framework"] == self.target.id for c in self.conflicts)
        if name in self.intervals:
            interval = self.intervals[name]
            found |= {"low": interval.low, "high": interval.high, "coverage": self._covered(name)}
            if found["status"] != "silent":
                scale = self.target.scale_of(name)
                found["level"] = scale.ids[scale.held(interval.low)]
        if value is not None and found["status"] != "silent":
            found |= {"origins": value.origins, "weakest": _link(value.weakest)}
            found["sources"] = [_origin(source, self.legs[-1].hop.crosswalk.id) for source in value.sources]
        return found


def _passage(leg: Leg) -> dict[str, Any]:
    crosswalk = leg.hop.crosswalk
    return {
        "crosswalk": crosswalk.id,
        "revision": crosswalk.revision,
        "from": crosswalk.source.framework,
        "to": crosswalk.target.framework,
        "backwards": leg.hop.is_backwards,
        "mappings": len(leg.sources),
        "loss": leg.loss,
    }


def _conflict(framework: str, name: str, value: KnownValue) -> dict[str, Any]:
    says = tuple(source.says for source in value.sources if source.is_known)
    hull = {"low": value.interval.low, "high": value.interval.high}
    return {"framework": framework, "practice": name, "kind": "sources", **hull, "says": says}


def _link(loss: Loss | None) -> dict[str, Any] | None:
    if loss is None:
        return None
    return {"crosswalk": loss.crosswalk, "from": loss.mapping.source, "to": loss.mapping.target, "loss": loss.width}


def _origin(source: MappedSource, crosswalk: str) -> dict[str, Any]:
    mapping = source.mapping
    judged = {key: getattr(mapping, key) for key in ("relation", "share", "uses", "speaks", "basis", "why")}
    said = {"says_low": source.says.low, "says_high": source.says.high, "is_known": source.is_known}
    ends = {"practice": mapping.source, "low": source.source.low, "high": source.source.high}
    return {**ends, "crosswalk": crosswalk, **judged, **said}
