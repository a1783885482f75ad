"""Findings: what is legal but doubtful in a framework or an assessment. Each rule is one small generator."""

from collections.abc import Iterator
from typing import overload

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.engine.benefit.standing import attainable, standing_of
from equity_blocks.engine.graph import Closures, StepGraph, graph_of, loops
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.engine.scoring.claimed_values import claimed_values
from equity_blocks.engine.scoring.coverage import silences
from equity_blocks.engine.scoring.lenses import evidenced
from equity_blocks.engine.scoring.score import ScoringRun, score
from equity_blocks.engine.scoring.voices import member_respondents, member_roles, member_voice
from equity_blocks.errors import Finding, Path
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import require_fit
from equity_blocks.model.figures import points
from equity_blocks.model.framework import Framework
from equity_blocks.model.goal import small_counts
from equity_blocks.model.phrases import counted, enumerated, listed, to_read_by, worded
from equity_blocks.model.practice import TO_BE_CONFIRMED, Practice
from equity_blocks.model.remarks import silence_in_words
from equity_blocks.model.tailoring import Tailoring
from equity_blocks.model.tolerance import ROUNDING
from equity_blocks.showing import ShownTuple

WEIGHT_RATIO = 10.0
"""Weights of siblings that differ so many times or more make one of them invisible. Editorial."""


@overload
def lint(framework: Framework) -> tuple[Finding, ...]: ...
@overload
def lint(framework: Framework, assessment: Assessment) -> tuple[Finding, ...]: ...
@overload
def lint(framework: Framework, tailoring: Tailoring, /) -> tuple[Finding, ...]: ...
@checks_nouns
def lint(framework: Framework, assessment: Assessment | Tailoring | None = None) -> tuple[Finding, ...]:
    """Look for what is legal but doubtful: in a framework, or in an assessment or a tailoring of it.

    Returns:
        Findings with key paths into the framework, or into the assessment or the tailoring where one is given.

    Raises:
        InvalidDataError: The assessment or the tailoring does not fit the framework.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B",
        ...     "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "weight": 20}]}])
        >>> [finding.code for finding in lint(framework)]
        ['uneven_weights', 'no_question', 'no_question', 'unconnected_practice', 'unconnected_practice']
    """
    if assessment is None:
        rules = (
            _no_practices,
            _uneven_weights,
            _no_question,
            _reused_ids,
            _unconnected_practice,
            _short_needs_long,
            _redundant,
            _soft_loops,
        )
        return ShownTuple(finding for rule in rules for finding in rule(framework))
    if isinstance(assessment, Tailoring):
        tailor(framework, assessment)
        return ShownTuple(_made_for_another(framework, assessment))
    assessment = require_fit(framework, assessment)
    checks = (
        other_revision,
        _tailoring_not_applied,
        _unknown_roles,
        _no_member_voice,
        _to_be_confirmed,
        _not_meant_for,
        _denominator,
        _silent,
        _capped,
        _unevidenced,
        _blocked_choices,
        _unused_evidence,
        unconfirmed_goals,
        _small_counts,
    )
    return ShownTuple(finding for check in checks for finding in check(framework, assessment))


def _to_be_confirmed(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """Practices that a template left out for their audience, as long as nobody has said that they do not apply."""
    for name, rating in assessment.ratings.items():
        if name in framework.practices and rating.not_applicable and TO_BE_CONFIRMED in rating.not_applicable:
            message = f"whether '{name}' does not apply is still to be confirmed"
            hint = "write your own reason, or rate it"
            yield Finding("to_be_confirmed", message, hint, ("ratings", name, "not_applicable"))


def _not_meant_for(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """Practices that are not meant for such an organization and of which nobody has said anything."""
    audience = assessment.organization_type
    for name, practice in framework.practices.items():
        if not practice.is_meant_for(audience) and assessment.rating(name).status == "unanswered":
            message = f"'{name}' is meant for {enumerated([*map(worded, practice.applies_to)])}, and is unanswered"
            hint = "say that it does not apply, {not_applicable: ...}, or rate it"
            path: Path = ("ratings", name) if name in assessment.ratings else ("ratings",)
            yield Finding("not_meant_for", message, hint, path)


def _no_practices(framework: Framework) -> Iterator[Finding]:
    if not framework.practices:
        message = f"the framework has no {framework.vocabulary.practice}"
        yield Finding("no_practices", message, "nothing can be rated", ("blocks",))


def _uneven_weights(framework: Framework) -> Iterator[Finding]:
    for node, path in [(framework, ()), *((block, path) for block, _, path in framework.walk())]:
        for part in ("practices", "blocks"):
            children = getattr(node, part) if part == "blocks" or node is not framework else ()
            weights = [child.weight for child in children if child.weight > 0]
            if weights and max(weights) >= WEIGHT_RATIO * min(weights):
                message = f"weights here differ {max(weights) / min(weights):.0f}-fold"
                yield Finding("uneven_weights", message, "the lightest hardly counts", (*path, part))


def _no_question(framework: Framework) -> Iterator[Finding]:
    for name, path in _places(framework).items():
        if framework.use == "assessment" and not framework.practices[name].question_for():
            yield Finding("no_question", f"'{name}' has no question", "a respondent has only the title to go by", path)


def _reused_ids(framework: Framework) -> Iterator[Finding]:
    """An id in use that another practice had: answers follow `was`, but nobody who reads the id can know."""
    for name, path in _places(framework).items():
        for i, old in enumerate(framework.practices[name].was):
            other = framework.practices.get(old)
            if other and old not in (name, *other.was):
                yield Finding("reused_id", *_reuse(name, other), (*path, "was", i))


def _reuse(name: str, other: Practice) -> tuple[str, str]:
    if other.was:
        hint = "`migrate` follows `was`, where it has the framework that was rated; an id never used before is safer"
        return f"'{name}' was '{other.id}', which is another practice now, that was {enumerated(other.was)}", hint
    hint = f"if it is, add '{other.id}' to its own `was`; if not, give the new practice an id never used before"
    return f"'{name}' comes from '{other.id}', which is in use: nothing says whether for the same practice", hint


def _unconnected_practice(framework: Framework) -> Iterator[Finding]:
    needed = {n.practice for p in framework.practices.values() for entry in p.requires for n in entry.any_of}
    for name, path in _places(framework).items():
        if not framework.practices[name].requires and name not in needed and framework.use == "assessment":
            message = f"no prerequisite leads to or from '{name}'"
            yield Finding("unconnected_practice", message, "fine, if it truly stands alone", path)


def _short_needs_long(framework: Framework) -> Iterator[Finding]:
    for name, path in _places(framework).items():
        practice = framework.practices[name]
        for i, entry in enumerate(practice.requires):
            horizons = {framework.practices[need.practice].horizon for need in entry.any_of}
            if practice.horizon == "short" and horizons == {"long"}:
                needed = " or ".join(need.practice for need in entry.any_of)
                message = f"'{name}' has a short horizon and needs '{needed}', which has a long one"
                yield Finding("short_needs_long", message, "", (*path, "requires", i))


def _redundant(framework: Framework) -> Iterator[Finding]:
    """A prerequisite is redundant if its practice cannot get there without it even when it is left out."""
    closures = Closures(graph_of(framework), {})
    for name, path in _places(framework).items():
        entries = enumerate(framework.practices[name].requires)
        hard = [(i, framework.rule(name, entry)) for i, entry in entries if entry.kind == "hard" and not entry.waived]
        doubly = {level: _needed_doubly(closures, name, level) for level in {rule.from_level for _, rule in hard}}
        for i, rule in hard:
            ((needed, least), *others) = rule.any_of
            if not others and closures.bits.get((needed, least), 0) & doubly[rule.from_level]:
                message = f"that '{name}' needs '{needed}' follows from its other prerequisites"
                yield Finding("redundant", message, "remove it, unless it is there to be read", (*path, "requires", i))


def _needed_doubly(closures: Closures, name: str, position: int) -> int:
    """The steps without which more than one of the things that a step needs is out of reach."""
    once = twice = 0
    for options in closures.needs(name, position):
        shared = closures.shared(options)
        once, twice = once | shared, twice | once & shared
    return twice


def _soft_loops(framework: Framework) -> Iterator[Finding]:
    hard, soft, places = framework.rules("hard"), framework.rules("soft"), _places(framework)
    both = {name: (*hard[name], *soft[name]) for name in framework.practices}
    for chain in loops(StepGraph(graph_of(framework).tops, both)):
        names = [f"{name}@{framework.level_id(name, position)}" for name, position in chain]
        path = places[chain[0][0]]
        message = f"these wait for one another: {' needs '.join(names)}"
        yield Finding("loop", message, "harmless where an alternative leads around it, or where one is soft", path)


def _places(framework: Framework) -> dict[str, tuple[str | int, ...]]:
    return {
        practice.id: (*path, "practices", i)
        for block, _, path in framework.walk()
        for i, practice in enumerate(block.practices)
    }


def other_revision(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """Say when another revision of the framework was rated."""
    named, used = assessment.revision, framework.revision
    if named is not None and named != used:
        hint = to_read_by(named, used) + (", `diff` shows what changed" if named < used else "")
        yield Finding("other_revision", f"revision {named} was rated, but this is revision {used}", hint, ("revision",))


def _made_for_another(framework: Framework, tailoring: Tailoring) -> Iterator[Finding]:
    """Say when a tailoring was made for another revision of the framework."""
    if tailoring.revision not in (None, framework.revision):
        message = f"it was made for revision {tailoring.revision}, but this is revision {framework.revision}"
        yield Finding("other_revision", message, "look over what it changes", ("revision",))


def _tailoring_not_applied(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    if assessment.tailoring and framework.tailored is None:
        message = f"it names the tailoring {assessment.tailoring}, but this framework is as it was published"
        yield Finding("tailoring_not_applied", message, "tailor the framework with it first", ("tailoring",))


def _unknown_roles(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    for i, respondent in enumerate(assessment.respondents):
        if respondent.role and framework.roles and respondent.role not in framework.roles:
            message = f"the framework has no role '{respondent.role}'"
            yield Finding("unknown_role", message, f"it has {', '.join(framework.roles)}", ("respondents", i, "role"))
    held = {respondent.role for respondent in assessment.respondents}
    for role in assessment.role_weights:
        if role not in held:
            message = f"no respondent has the role '{role}', so its weight changes nothing"
            yield Finding("unknown_role", message, "", ("role_weights", role))


def _no_member_voice(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """Nobody among those who rated speaks for the people whom the practices are for."""
    if member_voice(framework, assessment) is False:
        silent = ", ".join(who.id for who in member_respondents(framework, assessment))
        message = f"no respondent has a role that speaks for the community: {' or '.join(member_roles(framework))}"
        message = f"who speaks for the community has answered nothing: {silent}" if silent else message
        hint = f"ask some of the people whom the {framework.vocabulary.practices} are for"
        yield Finding("no_member_voice", message, hint, ("respondents",))


def _denominator(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """What stands beside the score, since it rests on what has left the denominator."""
    if framework.use != "assessment":
        return
    for remark in ScoringRun(framework, assessment).remarks:
        sentence = remark.message.rstrip(".")
        match remark.code:
            case "narrow_base":
                yield Finding("narrow_base", sentence, "look at what was left out", ("ratings",))
            case "not_pursued_decides":
                yield Finding("not_pursued_decides", sentence, "`score` shows both", ("ratings",))
            case "must_pass_not_applicable":
                for name in remark.data["practices"]:
                    message = f"'{name}' must pass, and is said not to apply: so it cannot fail"
                    hint = "a framework can refuse that answer: `not_applicable: refused`"
                    yield Finding("must_pass_not_applicable", message, hint, ("ratings", name))


def _silent(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """Respondents who were asked and say nothing, where others do."""
    silent = silences(framework, assessment)
    for i, who in enumerate(assessment.respondents):
        if who.id in silent:
            names = silent[who.id]
            asked = counted(len(names), framework.vocabulary.practice, framework.vocabulary.practices)
            message = f"'{who.id}' says nothing of {asked} that others answered: {listed(names)}"
            hint = f"{silence_in_words(assessment.silent)}; `asked` says whom to expect an answer of"
            yield Finding("silent_voices", message, hint, ("respondents", i))


def _capped(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """Claims above what their hard prerequisites allow, and how many points rest on them."""
    if framework.use != "assessment":
        return
    card = score(framework, assessment)
    for name, practice in card.practices.items():
        if practice.unmet and practice.status == "rated":
            options = [" or ".join(f"{n.practice} at {n.level}" for n in entry.any_of) for entry in practice.unmet]
            message = f"'{name}' is rated {practice.level}, but lacks {'; '.join(options)}"
            hint = f"consistent with its prerequisites is {practice.consistent_level}"
            yield Finding("inconsistent", message, hint, ("ratings", name))
    if card.score.value and card.score.consistent is not None and card.score.consistent < card.score.value - ROUNDING:
        lost = card.score.value - card.score.consistent
        message = f"{points(lost)} points of the score rest on claims whose prerequisites do not hold"
        yield Finding("lens_gap", message, "", ("ratings",))


def _unevidenced(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    claimed = claimed_values(framework, assessment)
    shown = evidenced(framework, assessment, claimed)
    if shown is None:
        return
    gaps = {name: (claimed[name].position or 0) - position for name, position in shown.items()}
    for name in sorted((name for name, gap in gaps.items() if gap > 0), key=lambda name: -gaps[name]):
        if claimed[name].status == "rated":
            has_some = bool(assessment.rating(name).evidence)
            what = "only outdated, undated or unchecked evidence" if has_some else "no evidence"
            level = framework.level_id(name, claimed[name].position or 0)
            yield Finding("unevidenced", f"'{name}' is rated {level} with {what}", "", ("ratings", name))


def _blocked_choices(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """Practices to be pursued that cannot reach their target while others are not pursued."""
    standing = standing_of(framework, assessment)
    for name, target in standing.aims.items():
        if assessment.rating(name).decision == "pursue" and attainable(standing, name) < target:
            level = framework.level_id(name, target)
            message = f"'{name}' is to be pursued, but cannot reach {level}: something it needs is not pursued"
            yield Finding("blocked_choice", message, "`plan` names what is missing", ("ratings", name))


def _unused_evidence(framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    used = {item for name in framework.practices for item in assessment.rating(name).evidence}
    for item in assessment.evidence:
        if item not in used:
            yield Finding("unused_evidence", f"no rating points at the evidence '{item}'", "", ("evidence", item))


def _small_counts(_framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    for i, goal in enumerate(assessment.goals):
        for field, figure in small_counts(goal):
            message = f"{figure:g} may be a count of members, and counts from 1 to 10 can identify them"
            yield Finding("small_count", message, "give a share with its unit, or leave it out", ("goals", i, field))


def unconfirmed_goals(_framework: Framework, assessment: Assessment) -> Iterator[Finding]:
    """Say of goals taken from a library that nobody has confirmed them yet."""
    for i, goal in enumerate(assessment.goals):
        if not goal.confirmed:
            message = f"the goal '{goal.id}' is not confirmed, so it chooses nothing"
            hint = "confirm it with your own data and the people concerned, then remove `confirmed: false`"
            yield Finding("goal_unconfirmed", message, hint, ("goals", i, "confirmed"))
