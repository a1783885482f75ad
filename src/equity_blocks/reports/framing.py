"""The frame of a report: whose result it is, what it rests on, what was tailored, and what people wrote."""

from collections.abc import Iterable, Mapping, Sequence

from equity_blocks.model import FrameworkRef, Tailored, TailoringChange
from equity_blocks.model.figures import percent, side_by_side
from equity_blocks.model.framework import Framework
from equity_blocks.model.phrases import counted, to_read_by
from equity_blocks.model.result import Note, Result
from equity_blocks.model.scorecard import DOUBTS, Alternatives, Remark, Scope, Scored
from equity_blocks.model.tolerance import EDGE
from equity_blocks.model.vocabulary import Vocabulary, headed
from equity_blocks.reports.document import Bullets, Document, Heading, Paragraph, Part, worded


def framed(title: str, result: Result, framework: Framework | None, parts: Iterable[Part]) -> Document:
    """Make a document of what is said of a result.

    Args:
        title: What it is.
        result: Whose head and notice frame it.
        framework: Gives the framework its title. Default: its id is shown.
        parts: What is said; what a tailoring changed comes after it.
    """
    return Document(title, subtitle(result, framework), (*parts, *tailoring_parts(result.framework)), result.notice)


def subtitle(result: Result, framework: Framework | None, *, unnamed: str = "") -> str:
    """Say whose result this is, of which framework and date, and that it is a draft until it is final.

    Args:
        result: The result.
        framework: Gives the framework its title. Default: its id is shown.
        unnamed: What an organization without a name is called. Default: by its id.
    """
    of = result.organization
    who = of.name or unnamed or of.id if of else unnamed or "Unnamed organization"
    ref = result.framework
    what = f"{framework.title if framework else ref.id}" + (f" ({ref.edition})" if ref.edition else "")
    what += f", tailored: {counted(len(ref.tailored.changes), 'change')}" if ref.tailored else ""
    when = f"as of {result.as_of.isoformat()}" if result.as_of else "no date given"
    state = () if result.final else ("DRAFT",)
    return " · ".join((*state, who, what, when, *_read_by(result)))


def _read_by(result: Result) -> tuple[str, ...]:
    """Say that the assessment names another revision than the one by which it was read, and what to do."""
    if result.named_revision is None:
        return ()
    named, used = result.named_revision, result.framework.revision
    return (f"names revision {named}, read by revision {used}: {to_read_by(named, used)}",)


def superseded(main: str, used: FrameworkRef, current: int) -> str:
    """Say that a result was made by an earlier revision of a framework, and what to do.

    Args:
        main: The id of the framework that the result is of.
        used: The framework that was used: that one, or another one beside it.
        current: Its revision in the catalogue.

    Example:
        >>> superseded("mini", FrameworkRef(id="mini", edition="", revision=1), 2)
        'by revision 1; revision 2 is current: `migrate` carries the answers over'
    """
    which = "" if used.id == main else f"{used.id} "
    said = f"{which}by revision {used.revision}; revision {current} is current"
    return f"{said}: {to_read_by(used.revision, current)}"


def revision_in_words(ref: FrameworkRef) -> str:
    """Name a framework with its edition, if it has one, and its revision.

    Example:
        >>> revision_in_words(FrameworkRef(id="mini", edition="2026", revision=1))
        'mini 2026 revision 1'
    """
    return " ".join(part for part in (ref.id, ref.edition, f"revision {ref.revision}") if part)


def tailoring_parts(of: FrameworkRef) -> tuple[Part, ...]:
    """Say by what a result's framework was changed, and list every change; nothing where it is as published."""
    return changes_of(of.tailored, of.revision) if of.tailored else ()


def changes_of(tailored: Tailored, revision: int) -> tuple[Part, ...]:
    """Say by what a framework was changed, and list every change.

    Args:
        tailored: What was changed.
        revision: The framework's own revision.
    """
    by = tailored.title or tailored.id or "a tailoring without a name"
    made = tailored.revision not in (None, revision)
    when = f" It was made for revision {tailored.revision}, but this is revision {revision}." if made else ""
    named = "which the assessment names" if tailored.named_by == "assessment" else "which the options name"
    file = f" They stand in {tailored.file}, {named}." if tailored.file else ""
    choices = "These are the organization's choices, not the publisher's."
    sentence = f"The framework was changed by {by}.{when} {choices}{file}"
    return Heading("Tailored"), Paragraph(sentence), Bullets(tuple(map(change_in_words, tailored.changes)))


def change_in_words(change: TailoringChange) -> str:
    """Write one change as a sentence, with its reason.

    Example:
        >>> change_in_words(TailoringChange(kind="weight", practice="p", title="Vision Setting", before="1", after="2"))
        'Vision Setting: weight 2 instead of 1.'
    """
    return f"{_without_reason(change)}." + (f" {change.why}" if change.why else "")


_SHARED = {
    "default": "Target where nothing else is said:",
    "short": "Short-term target:",
    "long": "Long-term target:",
}


def _without_reason(change: TailoringChange) -> str:
    who, instead = change.title, f" instead of {worded(change.before)}" if change.before else ""
    is_shared = change.practice is None and change.block is None
    before = f", before {worded(change.level)}" if change.level else ""
    match change.kind:
        case "title":
            return f"{who}: called \N{LEFT DOUBLE QUOTATION MARK}{change.after}\N{RIGHT DOUBLE QUOTATION MARK} here"
        case "term":
            return f"{change.before or headed(who)} is called {change.after} here"
        case "question":
            return f"{who}: asked in other words"
        case "weight":
            return f"{who}: weight {change.after}{instead}"
        case "effort":
            return f"{who}: effort {change.after}{instead if change.before else ' (none was given)'}"
        case "effort_days":
            return f"Size {who}: {change.after} person-days{instead}"
        case "target":
            return f"{_SHARED[who] if is_shared else f'{who}: target'} {worded(change.after)}{instead}"
        case "out":
            return f"{who}: taken out"
        case "waived":
            return f"{who}: need not wait for {change.before}{before} (waived)"
        case "dropped":
            return f"{who}: need not wait for {change.before}{before}, because that was taken out"
        case "added":
            return f"{who}: waits for {change.after}{before}"


_FEW = 3
"""So many blocks that rest on little are named beside a score."""

_KINDS = ("rated", "unanswered", "unknown", "not_applicable", "not_pursued")


def grounds(result: Scored) -> tuple[Paragraph, ...]:
    """Say what a result rests on: its scope with its coverage, and the policy."""
    return Paragraph(scope_in_words(result.scope, result.coverage, result)), policy(result.policy_in_words)


def reason_for_none(coverage: float | None, least: float) -> str:
    """Say why there is no figure although something counts.

    Args:
        coverage: The weighted share that is answered, in [0, 1].
        least: The share from which on a figure is shown.

    Example:
        >>> reason_for_none(0.4, 0.5), reason_for_none(0.9, 0.5), reason_for_none(0.0, 0.5)
        ('too little is rated to show one', 'an answer is missing that it cannot do without', 'nothing is rated')
    """
    if not coverage:
        return "nothing is rated"
    is_enough = coverage >= least - EDGE
    return "an answer is missing that it cannot do without" if is_enough else "too little is rated to show one"


def scope_in_words(scope: Scope, coverage: float | None = None, of: Result | None = None) -> str:
    """Count practices by what is said about them.

    Args:
        scope: How many there are of each kind.
        coverage: Weighted share that is answered. Default: it is not told.
        of: The result that this is said of; knows what practices are called, and the edges of figures.

    Example:
        >>> scope_in_words(Scope(practices=3, rated=2, unknown=1, counted=2), 0.75)
        'Scope: 3 practices: 2 rated, 1 unknown. Answered: 75% by weight.'
    """
    numbers = ", ".join(f"{number} {worded(kind)}" for kind in _KINDS if (number := getattr(scope, kind)))
    share = "" if coverage is None else f" Answered: {percent(coverage, of.edges if of else ())} by weight."
    called = of.vocabulary if of else Vocabulary()
    practices = counted(scope.practices, called.practice, called.practices)
    return f"Scope: {practices}{': ' if numbers else ''}{numbers}.{share}"


def doubts(remarks: Sequence[Remark], side: str = "") -> tuple[Paragraph, ...]:
    """Say beside a score what is doubtful about it; nothing where nothing is.

    Args:
        remarks: What is to be said; remarks on other things are passed over.
        side: Of which of several scores it is said. Default: there is only one.

    Example:
        >>> doubts([Remark(code="narrow_base", message="The score rests on 1 of 10 practices: 9 do not apply.")])
        (Paragraph(text='The score rests on 1 of 10 practices: 9 do not apply.', tone=''),)
    """
    known = [remark for remark in remarks if remark.code in DOUBTS]
    blocks = [remark for remark in known if remark.data.get("block")]
    left = blocks[_FEW:]
    sentences = [remark.message for remark in known if remark not in left]
    if left:
        sentences.append(f"So it is with {len(left)} more: `lint` lists them.")
    return (Paragraph(" ".join((f"{side}:", *sentences) if side else sentences)),) if sentences else ()


def policy(sentences: Sequence[str]) -> Paragraph:
    """Say in words which policy made the numbers."""
    return Paragraph(" ".join(("Policy:", *sentences)))


def alternatives(rule: Alternatives, framework: Framework | None = None) -> str:
    """Name the practices of which one has to be held, with their levels.

    Args:
        rule: The alternatives of a prerequisite.
        framework: Gives practices their titles. Default: their ids are shown.

    Example:
        >>> rule = {"any_of": [{"practice": "trust-building", "level": "in-place"}, {"practice": "open-forums",
        ...     "level": "partial"}]}
        >>> alternatives(Alternatives.model_validate(rule))
        'trust building at in place or open forums at partial'
    """
    return " or ".join(f"{title_of(need.practice, framework)} at {worded(need.level)}" for need in rule.any_of)


def lacking(rule: Alternatives, framework: Framework | None = None) -> str:
    """Say that none of the alternatives of a prerequisite is held.

    Args:
        rule: The alternatives.
        framework: Gives practices their titles. Default: their ids are shown.

    Example:
        >>> rule = {"any_of": [{"practice": "trust-building", "level": "in-place"}, {"practice": "open-forums",
        ...     "level": "partial"}]}
        >>> lacking(Alternatives.model_validate(rule))
        'trust building is not yet in place, nor open forums partial'
    """
    first, *others = [(title_of(need.practice, framework), worded(need.level)) for need in rule.any_of]
    return ", nor ".join([f"{first[0]} is not yet {first[1]}", *(f"{title} {level}" for title, level in others)])


def title_of(practice: str, framework: Framework | None = None) -> str:
    """Give the title of a practice, by its id; the id as words where no framework has it.

    Example:
        >>> title_of("trust-building")
        'trust building'
    """
    known = framework.practices if framework else {}
    return known[practice].title if practice in known else worded(practice)


def profile_in_words(profile: Mapping[str, str], framework: Framework | None = None) -> str:
    """Say what a contract is, by the kinds that a framework tells apart; empty where nothing is said.

    Args:
        profile: A statement's id -> the id of one of its choices.
        framework: Gives both their titles. Default: their ids are shown.

    Example:
        >>> profile_in_words({"payment": "shared-savings"})
        'payment: shared-savings'
    """
    named = {each.id: each for each in framework.about} if framework else {}
    told = []
    for key, name in profile.items():
        choices = {choice.id: choice.title for choice in named[key].choices} if key in named else {}
        told.append(f"{named[key].title if key in named else key}: {choices.get(name, name)}")
    return "; ".join(told)


def starting_figure(now: float, card: float | None, unrated: int, of: Result | None = None) -> str:
    """Say which score a plan starts from, and why where the score card says another.

    Args:
        now: The score that the plan starts from, in [0, 1]: what nobody rated counts as at its lowest level.
        card: The score of the score card; `None`: none is shown.
        unrated: How many practices nobody has rated.
        of: The result that this is said of; knows what practices are called, and the edges of figures.

    Example:
        >>> starting_figure(0.36, 0.4, 5), starting_figure(0.36, 0.36, 5)
        ('36%, not 40%: the 5 unanswered practices count as zero here.', 'The score is 36%.')
    """
    start, other = side_by_side(now, card, edges=of.edges if of else ())
    if not unrated or card is None or start == other:
        return f"The score is {start}."
    called = of.vocabulary if of else Vocabulary()
    one, several = f"the 1 unanswered {called.practice} counts", f"the {unrated} unanswered {called.practices} count"
    count = one if unrated == 1 else several
    return f"{start}, not {other}: {count} as zero here."


_ABOUT = {
    "rating": "noted",
    "not_applicable": "does not apply",
    "not_pursued": "not pursued",
    "progress": "of the work",
    "evidence": "of the evidence",
    "goal": "of the goal",
    "initiative": "of the initiative",
}


def noted(notes: Iterable[Note]) -> tuple[str, ...]:
    """Write notes, one line each.

    Example:
        >>> noted([Note(kind="answer", by="cmo", level="in-place", text="everywhere"), Note(kind="rating", text="ask")])
        ('cmo, in place: everywhere', 'noted: ask')
    """
    return tuple(f"{_head(note)}: {note.text}" for note in notes)


def _head(note: Note) -> str:
    level = worded(note.level) if note.level else ""
    if note.kind == "answer":
        return ", ".join(filter(None, (note.by, level)))
    if note.kind == "agreed":
        return f"agreed{f' on {level}' if level else ''} by {note.by}"
    return ", ".join(filter(None, (note.by, f"{_ABOUT.get(note.kind, note.kind)} {note.of}".rstrip())))
