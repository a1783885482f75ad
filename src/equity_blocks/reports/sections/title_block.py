"""What stands below the title: that it is a draft, what it rests on, and what was left out for whom."""

from collections.abc import Iterator

from equity_blocks.model.phrases import enumerated
from equity_blocks.reports.document import Paragraph, Part, Phrase
from equity_blocks.reports.framing import doubts, scope_in_words
from equity_blocks.reports.given import Given
from equity_blocks.reports.values import share_at

ORDER = 10

_READERS = {
    "steering": "a board or steering group of the organization itself",
    "client": "a client",
    "cohort": "other organizations",
}
_WORDS = {
    "notes": ("note", "notes"),
    "who said what": ("respondents", "answers", "agreed", "settled", "earlier", "imported", "roles", "organizations"),
    "owners of work": ("owner", "owners"),
    "goals and initiatives of the organization's own": (
        "goals", "initiatives", "goal", "initiative", "aim", "progress", "observed", "root_causes",
        "period_then",
    ),
    "titles and kinds of evidence": ("items", "claims", "evidence", "reuse", "lost_evidence"),
    "the name of the organization": ("organization", "assessment"),
    "reasons in its own words": ("reason", "reasons", "why", "not_applicable", "tailored"),
    "figures that too few people make": (
        "heard", "raters", "spread", "range", "low", "high", "lowest", "highest", "combined", "contested", "silent",
        "alpha", "agreement", "doubt", "possible", "difference",
    ),
}  # fmt: skip
"""What is left out, in words -> the names of the fields that hold it."""
_OTHER = "other texts of its own"
_OWN_WORDS = " The organization's own headline and words about its results stay with it."


def section(given: Given) -> Iterator[Part]:
    """Say whether it is a draft, the scope, the coverage, and what was withheld."""
    if not given.head.final:
        yield Paragraph("DRAFT: the ratings are not final, and may still change.", tone="warning")
    card = given.card
    if card is not None:
        scope = scope_in_words(card.scope, of=card)
        answered = () if card.score.coverage is None else (" Answered: ", share_at(card, "score", "coverage"))
        yield Paragraph(Phrase(scope, *answered, *([" by weight."] if answered else [])))
        yield from doubts(card.remarks)
    if given.audience != "owner":
        yield Paragraph(_withheld(given), tone="note")


def one_page(given: Given) -> Iterator[Part]:
    """Say the same."""
    yield from section(given)


def _withheld(given: Given) -> str:
    """Say for whom this was made, and which kinds of things were left out."""
    made = f"Made for {_READERS.get(given.audience, given.audience)}."
    own = "" if given.audience == "steering" else _OWN_WORDS
    paths = dict.fromkeys(path for result in given.results for path in getattr(result, "withheld", ()))
    kinds = {_kind(path) for path in paths}
    if not kinds:
        return f"{made} Nothing had to be left out of the results.{own}"
    return f"{made} Left out for them: {enumerated([kind for kind in (*_WORDS, _OTHER) if kind in kinds])}.{own}"


def _kind(path: str) -> str:
    """Say what kind of thing stands at a key path: that of the first kind which has any of its names."""
    names = set(path.split("."))
    return next((words for words, of_it in _WORDS.items() if names.intersection(of_it)), _OTHER)
