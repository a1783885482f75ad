import pytest

from equity_blocks.engine.comparison.comparable import require_comparable
from equity_blocks.errors import UnsuitableError
from equity_blocks.model import Assessment, Framework


def _framework(edition="", name="f"):
    block = {"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}
    return Framework(id=name, title="F", edition=edition, scale=["no", "yes"], blocks=[block])


def test_different_frameworks_are_refused():
    """Whichever of them is the odd one; the message says what to do instead."""
    one, other = Assessment(framework="f"), Assessment(framework="g")
    for before, after, older in ((other, one, None), (one, other, None), (one, one, _framework(name="g"))):
        with pytest.raises(UnsuitableError, match=r"are not one framework.*translate .*--framework-before"):
            require_comparable(_framework(), before, after, older)


def test_another_edition_needs_its_framework():
    """Nobody guesses what an edition said that is not there."""
    before, after = Assessment(framework="f", edition="2024"), Assessment(framework="f")
    with pytest.raises(UnsuitableError, match=r"edition '2024', but this is '2026': .*--framework-before"):
        require_comparable(_framework("2026"), before, after)
    with pytest.raises(UnsuitableError, match=r"edition '2024', but this is '2026': migrate it"):
        require_comparable(_framework("2026"), before, after, remedy="migrate it")
    require_comparable(_framework("2026"), before, after, _framework("2024"))


def test_the_older_one_comes_first():
    """Swapped files would make every success a regression; one without a date may be either."""
    earlier, later = (Assessment(framework="f", as_of=day) for day in ("2025-09-30", "2026-09-30"))
    with pytest.raises(UnsuitableError, match="before is of 2026-09-30 and after of 2025-09-30"):
        require_comparable(_framework(), later, earlier)
    require_comparable(_framework(), earlier, later)
    require_comparable(_framework(), later, Assessment(framework="f"))


def test_ids_that_may_have_been_those_of_others_need_the_older_framework():
    """Ratings are never compared under an id that changed hands since; all other ids are what they were."""

    def framework(revision, **was):
        practices = [{"id": name, "title": "T", "was": former} for name, former in was.items()]
        block = {"id": "b", "title": "B", "practices": practices}
        return Framework(id="f", title="F", revision=revision, scale=["no", "yes"], blocks=[block])

    old, new = framework(1, p=[], q=[], r=[]), framework(2, p=["q"], q=["p"], r=[])
    after = Assessment(framework="f", revision=2)
    for names in ("pq", "q"):
        before = Assessment(framework="f", revision=1, ratings=dict.fromkeys(names, "yes"))
        told = f"before rated revision 1, where {' and '.join(names)} may be other practices than in this one: give"
        with pytest.raises(UnsuitableError, match=told):
            require_comparable(new, before, after)
        require_comparable(new, before, after, old)
        require_comparable(new, before.replace(revision=2), after)
    require_comparable(new, Assessment(framework="f", revision=1, ratings={"r": "yes"}), after)
