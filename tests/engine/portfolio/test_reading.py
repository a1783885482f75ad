"""Reading a cohort: what comes together, what is refused, and what nobody but the owner reads."""

import random
import sys
import time

import pytest

import equity_blocks as eb

pandas = pytest.importorskip("pandas")
pytest.importorskip("narwhals")

from equity_blocks.engine.portfolio.reading import portfolio  # noqa: E402

FRAMEWORK = eb.Framework(
    id="mini",
    title="Mini",
    scale=["no", "partly", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]}],
)


def _frame(number, seed=1):
    rng = random.Random(seed)
    columns = {name: [rng.choice([-1, 0, 1, 2, 2]) for _ in range(number)] for name in ("p", "q")}
    kinds = [rng.choice(["plan", "clinic"]) for _ in range(number)]
    return pandas.DataFrame({"organization": [f"secret-{i}" for i in range(number)], "type": kinds, **columns})


def test_an_organization_without_any_rating_is_in_no_figure():
    """It is counted beside: nothing is not 0."""
    frame = pandas.DataFrame({"p": [2, -1, 0], "q": [2, -3, -1]})
    read = portfolio(FRAMEWORK, frame, resamples=0)
    assert (read.groups[0].organizations, read.unrated, read.groups[0].score.mean) == (2, 1, 0.5)


def test_the_owner_reads_every_group():
    """However small; rows that say nothing in the column are in none."""
    frame = pandas.DataFrame({"p": [2, 1, 0], "q": [2, 1, 0], "type": ["plan", None, "clinic"]})
    read = portfolio(FRAMEWORK, frame, by="type", resamples=0)
    assert [(each.value, each.organizations) for each in read.groups] == [("", 3), ("clinic", 1), ("plan", 1)]


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_no_other_organization_is_named_to_others(audience):
    """Not in any field; to a cohort nobody's standing is told."""
    read = portfolio(
        FRAMEWORK, _frame(40), by="type", organization="secret-3", earlier=_frame(40, 2), audience=audience
    )
    text = read.model_dump_json().replace("secret-3", "", audience != "cohort")
    assert "secret" not in text
    assert bool(read.standing) is (audience != "cohort")
    assert {(each.rank, each.best, each.worst) for each in read.standing} <= {(None, None, None)}


def test_figures_for_others_are_whole_points():
    """Shares of every table; the owner's are as they are."""
    read = portfolio(FRAMEWORK, _frame(40), earlier=_frame(40, 2), audience="cohort")
    shares = [value for of in ("groups", "blocks", "practices", "gaps", "change") for row in eb.to_records(read, of=of)
              for value in row.values() if isinstance(value, float)]  # fmt: skip
    assert len(shares) > 20
    assert [share for share in shares if share != round(share, 2)] == []


def test_earlier_rounds_may_be_one_frame_several_or_assessments():
    """The last of them is what the change is since."""
    said = [eb.Assessment(framework="mini", organization={"id": "oak"}, ratings={"p": level}) for level in (0, 1, 2)]
    assert portfolio(FRAMEWORK, [said[2]], earlier=[said[1]]).change[0].change == 0.5
    read = portfolio(FRAMEWORK, [said[2]], earlier=[[said[0]], [said[1]]])
    assert (read.rounds, read.change[0].change) == (3, 0.5)
    assert portfolio(FRAMEWORK, _frame(5), earlier=_frame(5)).change[0].change == 0.0
    assert portfolio(FRAMEWORK, _frame(5), earlier=None).change == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"audience": "press"}, "no audience 'press'"),
        ({"min_organizations": 2}, "groups of 2 can identify their members: use 3 or more$"),
        ({"organization": "nobody"}, "no organization 'nobody' among the 6"),
        ({"first": 0}, "first"),
        ({"resamples": 20_000}, "resamples"),
        ({"earlier": pandas.DataFrame({"p": [1], "q": [1]})}, "need a column 'organization'"),
    ],
)
def test_what_cannot_be_read_is_refused(options, message):
    """With what to do."""
    with pytest.raises(eb.UnsuitableError, match=message):
        portfolio(FRAMEWORK, _frame(6), **options)


def test_groups_are_of_what_several_have_in_common():
    """By answers for the owner alone: how large each group is would tell who holds which level."""
    frame = eb.score_frame(FRAMEWORK, _frame(40))
    assert len(portfolio(FRAMEWORK, frame, by="p").groups) > 1
    for column in ("p", "score", "b:score"):
        with pytest.raises(eb.UnsuitableError, match=f"'{column}' holds answers"):
            portfolio(FRAMEWORK, frame, by=column, audience="client")
    with pytest.raises(eb.UnsuitableError, match="'organization' would make a group of each"):
        portfolio(FRAMEWORK, frame, by=["organization"])


def test_an_organization_that_is_nearly_there_is_named():
    """As everywhere."""
    with pytest.raises(eb.UnsuitableError, match=r"did you mean 'secret-12'\?"):
        portfolio(FRAMEWORK, _frame(40), organization="secrt-12")


def test_an_empty_cohort_has_no_figures():
    """Nor a group."""
    read = portfolio(FRAMEWORK, pandas.DataFrame({"p": [-1], "q": [-1]}))
    assert (read.groups, read.gaps, read.held_back, read.unrated) == ((), (), (), 1)


def test_ten_thousand_organizations_take_seconds():
    """49 practices, two groups, a standing, and 400 resamples; twenty would be an hour for a loop over score."""
    framework = eb.load_framework("hcplan-apm")
    rng = random.Random(3)
    columns = {name: rng.choices([0, 1, 2, 3, -1], k=10_000) for name in framework.practices}
    frame = pandas.DataFrame({"type": rng.choices(["plan", "clinic"], k=10_000), **columns})
    start = time.perf_counter()
    read = portfolio(framework, frame, by="type", organization="row 7")
    assert time.perf_counter() - start < 60
    assert (read.groups[0].organizations, read.standing[0].peers) == (10_000, 9_999)


def test_without_the_extra_it_is_told_what_to_install(monkeypatch):
    """Before anything is read, and never as an error of Python's."""
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(eb.UnsuitableError, match=r"narwhals is not installed: pip install equity-blocks\[frames\]"):
        portfolio(FRAMEWORK, [])
