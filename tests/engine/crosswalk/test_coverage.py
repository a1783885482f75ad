import pytest

from equity_blocks import (
    Assessment,
    Crosswalk,
    Framework,
    InvalidDataError,
    NotFoundError,
    Tailoring,
    coverage,
    tailor,
    translate,
)

A, B, C = (
    Framework(
        id=name,
        title=name.upper(),
        scale=["no", "yes"],
        blocks=[{"id": "x", "title": "X", "practices": [{"id": f"{name}{i}", "title": "T"} for i in range(2)]}],
    )
    for name in "abc"
)


def _crosswalk(start, end, share):
    mapping = {"from": f"{start}0", "to": f"{end}0", "relation": "part-of", "share": share, "why": "some"}
    ends = {"from": {"framework": start}, "to": {"framework": end}}
    return Crosswalk.model_validate({"id": f"{start}--{end}", "title": "T", **ends, "mappings": [mapping]})


WAYS = (_crosswalk("a", "b", 0.5), _crosswalk("b", "c", 0.5))


def _rows(*said):
    found = coverage((A, B, C), said, WAYS)
    return {row.id: (row.spoken_for, row.share, row.not_covered) for row in found.frameworks}


def test_one_assessment_speaks_for_what_its_crosswalks_reach():
    """Half of one of two practices is a quarter; what is left is named."""
    rows = _rows(Assessment(framework="a", ratings={"a0": "yes"}))
    assert rows["a"] == (1, 0.5, ("a1",))
    assert rows["b"] == (1, 0.25, ("b1",))
    assert rows["c"] == (1, 0.125, ("c1",))


def test_of_several_assessments_the_one_that_says_most_counts():
    """Shares are not added up: two assessments may speak of the same part."""
    rows = _rows(
        Assessment(framework="a", ratings={"a0": "yes"}),
        Assessment(framework="b", ratings={"b0": "no", "b1": "no"}),
    )
    assert rows["b"] == (2, 1.0, ())
    assert rows["c"] == (1, 0.25, ("c1",))


def test_nothing_said_covers_nothing():
    """A way without anything on it is still a way."""
    rows = _rows(Assessment(framework="a", ratings={"a1": "yes"}))
    assert rows["b"] == (0, 0.0, ("b0", "b1"))
    assert _rows() == {name: (0, 0.0, (f"{name}0", f"{name}1")) for name in "abc"}


def test_a_route_names_the_crosswalks_on_the_way():
    """None where the framework was rated itself."""
    found = coverage((A, B, C), [Assessment(framework="a", id="mine", ratings={"a0": "yes"})], WAYS)
    routes = [(row.routes[0].assessment, row.routes[0].start, row.routes[0].crosswalks) for row in found.frameworks]
    assert routes == [("mine", "a", ()), ("mine", "a", ("a--b",)), ("mine", "a", ("a--b", "b--c"))]


def test_the_share_is_the_coverage_of_a_translation():
    """The same number, seen from the other command."""
    said = Assessment(framework="a", ratings={"a0": "yes"})
    assert _rows(said)["c"][1] == translate(A, said, WAYS, C).score.coverage


def test_what_does_not_fit_is_refused():
    """A framework that was not given, and ratings of practices that are not there."""
    with pytest.raises(NotFoundError, match="'d' of an assessment is not among those given"):
        coverage((A,), [Assessment(framework="d")], ())
    with pytest.raises(InvalidDataError, match="a has no practice 'x'"):
        coverage((A,), [Assessment(framework="a", ratings={"x": "yes"})], ())


def test_what_leaves_everything_open_speaks_for_nothing():
    """After two crosswalks that use a little of their sources, nothing is known any more."""
    a_b = _crosswalk("a", "b", 0.25)
    use = {"from": "b0", "to": "c0", "relation": "overlaps", "share": 0.5, "uses": 0.25, "why": "little of it"}
    b_c = WAYS[1].replace(mappings=[use])
    said = Assessment(framework="a", ratings={"a0": "yes"})
    found = {row.id: row for row in coverage((A, B, C), [said], (a_b, b_c)).frameworks}
    assert (found["b"].spoken_for, found["c"].spoken_for, found["c"].not_covered) == (1, 0, ("c0", "c1"))
    made = translate(A, said, (a_b, b_c), C)
    assert (made.scope.carried, made.scope.silent, made.practices["c0"].status) == (0, 2, "silent")
    assert (made.practices["c0"].coverage, made.practices["c0"].sources) == (0.0, ())


def test_the_organizations_are_named():
    """Once each."""
    said = [Assessment(framework="a", organization={"id": name}) for name in ("acme", "other", "acme")]
    assert coverage((A,), [*said, Assessment(framework="a")], ()).organizations == ("acme", "other")


@pytest.mark.parametrize(
    ("way", "end", "name"), [(0, "from", "a9"), (0, "to", "b9"), (1, "from", "b9"), (1, "to", "c9")]
)
def test_a_crosswalk_of_practices_that_are_not_there_is_refused(way, end, name):
    """At either end, and also in the middle of the way."""
    mapping = {**WAYS[way].mappings[0].model_dump(by_alias=True), end: name}
    ways = [each.replace(mappings=[mapping]) if each is WAYS[way] else each for each in WAYS]
    with pytest.raises(InvalidDataError, match=f"{name[0]} has no practice '{name}'"):
        coverage((A, B, C), [Assessment(framework="a", ratings={"a0": "yes"})], ways)


@pytest.mark.parametrize("name", ["a", "c"])
def test_a_tailored_framework_is_told_by_its_changes(name):
    """The one that was rated, or another; what was taken out may still be mapped."""
    tailoring = Tailoring(framework=name, practices={f"{name}0": {"out": "not ours"}})
    given = [tailor(each, tailoring) if each.id == name else each for each in (A, B, C)]
    rows = {row.id: row for row in coverage(given, [Assessment(framework="a", ratings={"a1": "yes"})], WAYS).frameworks}
    assert (rows[name].practices, rows[name].tailored.taken_out) == (1, {f"{name}0": "T"})
    assert [row.id for row in rows.values() if row.tailored] == [name]
