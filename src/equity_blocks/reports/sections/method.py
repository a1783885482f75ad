"""How the figures came about, which of them are editorial, and how far they may be trusted."""

from collections import Counter
from collections.abc import Iterator, Mapping

from equity_blocks.model import Block, Framework, Practice
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.scorecard import ScoreCard
from equity_blocks.model.tree import walk
from equity_blocks.model.vocabulary import a, headed
from equity_blocks.reports.document import Bullets, Column, Heading, Paragraph, Part, Phrase, Table, figures
from equity_blocks.reports.framework import effort_in_words
from equity_blocks.reports.framing import policy, revision_in_words, tailoring_parts
from equity_blocks.reports.given import Given
from equity_blocks.reports.plan_details import reading_notes
from equity_blocks.reports.values import block_places, count_at, share_at

ORDER = 170

_LIMITS = (
    "The figures say how far {practices} are in place, by the organization's own word; how members fare they do not.",
    "Nobody outside has checked the ratings. Evidence that is listed was neither opened nor judged by the software.",
    "It is no accreditation, no audit and no benchmark: organizations rate themselves, each in its own way.",
    "A higher score is no proof that anything improves; the plan never forecasts a measure.",
    "That these figures measure what they are meant to measure has not been validated.",
)


def section(given: Given) -> Iterator[Part]:
    """Say by which policy, from how much, with which editorial figures, and within which limits."""
    yield Heading("Method, editorial figures and limits")
    yield Paragraph(_made_with(given))
    yield from _scored(given.card)
    is_planned = given.plan is not None and bool(given.plan.actions)
    if given.plan is not None and is_planned:
        yield Heading("How to read the plan", 3)
        yield Bullets(tuple(reading_notes(given.plan, given.framework)))
    yield Heading("What is editorial", 3)
    yield Bullets(tuple(_editorial(given.framework, with_effort=not is_planned)))
    yield Heading("Limits", 3)
    yield Bullets(tuple(given.head.vocabulary.fill(sentence) for sentence in _LIMITS))
    yield from _tailored(given)


def _made_with(given: Given) -> str:
    """Say which revision of the framework, and which version of the software made it."""
    head = given.head
    ref = head.framework
    made = f", by equity-blocks {head.made_with}" if head.made_with else ""
    same = (
        f" Whoever has the same framework has the same fingerprint of it: {ref.fingerprint}." if ref.fingerprint else ""
    )
    named = head.named_revision
    other = "" if named is None else f" The assessment names revision {named} and was read by {ref.revision}."
    return f"Made with {revision_in_words(ref)}{made}.{same}{other}"


def _scored(card: ScoreCard | None) -> Iterator[Part]:
    """Say by which policy it was scored, of how much, and how much of each block is answered."""
    if card is None:
        return
    yield Heading("How it was scored", 3)
    if card.policy_in_words:
        yield policy(card.policy_in_words)
    covered = share_at(card, "score", "coverage")
    answered = (" Answered: ", covered, " by weight.") if card.score.coverage is not None else ()
    counts, of = count_at(card, "scope", "counted"), count_at(card, "scope", "practices")
    what = "The score is" if card.has_total else "The scores are"
    yield Paragraph(Phrase(f"{what} made of ", counts, " of ", of, f" {card.vocabulary.practices}.", *answered))
    if card.score.evidenced is None:
        yield Paragraph("What evidence shows is not told: the assessment has no date, or too little is rated.")
    places = block_places(card)
    called = card.vocabulary
    if places and card.score.coverage != 1:
        rows = tuple((block.title, share_at(card, *places[block.id], "coverage")) for block in walk(card.blocks))
        columns = (Column(headed(called.block), is_wide=True), *figures("Answered"))
        yield Table(columns, rows, caption=called.fill("How much of each {block} is answered, by weight"))


def _editorial(framework: Framework, *, with_effort: bool) -> Iterator[str]:
    """List the figures that are ours and not the source's; of effort where nothing else says it."""
    called = framework.vocabulary
    yield called.fill(_weights(framework))
    if with_effort:
        yield _effort(framework)
    yield called.fill(_prerequisites(framework))
    yield _levels(framework)
    if important := _importance(framework):
        yield called.fill(important)
    yield "Targets where the assessment names none, and the quarters that a level or a measure takes at least."


def _weights(framework: Framework) -> str:
    return f"Weights: {_weighed('{practices}', framework.practices)}; {_weighed('{blocks}', framework.all_blocks)}."


def _weighed(what: str, nodes: Mapping[str, Practice | Block]) -> str:
    weights = Counter(node.weight for node in nodes.values())
    if len(weights) <= 1:
        return f"all {what} count alike beside each other"
    by_weight = [f"{number} of weight {weight:g}" for weight, number in sorted(weights.items())]
    return f"of the {what}, {enumerated(by_weight)}"


def _effort(framework: Framework) -> str:
    """Say what effort is counted in; by sizes alone where the framework says no more of it."""
    days = ", ".join(f"{size} {days:g}" for size, days in framework.effort_days.model_dump().items())
    return " ".join(effort_in_words(framework)) or f"Person-days of effort: {days}."


def _prerequisites(framework: Framework) -> str:
    entries = [entry for practice in framework.practices.values() for entry in practice.requires]
    if not entries:
        return "Prerequisites: none."
    ours = sum(entry.basis == "editorial" for entry in entries)
    hard = sum(entry.kind == "hard" for entry in entries)
    waived = sum(bool(entry.waived) for entry in entries)
    dropped = f"; {waived} waived here" if waived else ""
    return (
        f"Prerequisites: {counted(len(entries), 'prerequisite')} between {{practices}}, {ours} of them editorial and "
        f"{len(entries) - ours} from the source; {hard} must hold, {len(entries) - hard} only advise{dropped}."
    )


def _levels(framework: Framework) -> str:
    """Say what the levels of each scale count."""
    called = framework.vocabulary
    scales = []
    for scale in framework.scales:
        levels = enumerated([f"{level.title.lower()} {level.value:g}" for level in scale.levels])
        scales.append(levels)
    return (
        f"Levels, and what each counts: {'; '.join(scales)}. What a level means for {a(called.practice)} is editorial."
    )


def _importance(framework: Framework) -> str:
    """Say how many are marked as of high or low importance, for anybody."""
    marks = Counter(mark for p in framework.practices.values() for mark in set(p.importance.values()))
    named = [f"{number} of {mark} importance" for mark in ("high", "low") if (number := marks[mark])]
    if not named:
        return ""
    return (
        f"Importance in the plan, where the organization says nothing itself: {enumerated(named)} of the {{practices}}."
    )


def _tailored(given: Given) -> Iterator[Part]:
    """List what the organization changed in the framework, below the rest."""
    for part in tailoring_parts(given.head.framework):
        yield Heading(part.text, 3) if isinstance(part, Heading) else part
