import pytest

from equity_blocks import Crosswalk, Framework, InvalidDataError
from equity_blocks.model.crosswalk_checks import (
    crosswalk_findings,
    crosswalk_misfits,
    end_of,
    other_versions,
    require_crosswalk_fit,
)

A, B = (
    Framework(
        id=name,
        title=name,
        edition="2",
        revision=3,
        scale=["no", "yes"],
        blocks=[
            {
                "id": "x",
                "title": "X",
                "practices": [
                    {"id": "first", "title": "First", "was": ["oldest"]},
                    {"id": "second", "title": "Second"},
                ],
            }
        ],
    )
    for name in "ab"
)


def _crosswalk(start="first", end="first", unmapped=(), **more):
    data = {
        "id": "a--b",
        "title": "T",
        "from": {"framework": "a"},
        "to": {"framework": "b"},
        "mappings": [{"from": start, "to": end, "relation": "equal", "why": "the same"}],
        "unmapped": {"from": [{"practices": unmapped, "why": "none"}] if unmapped else []},
    }
    return Crosswalk.model_validate({**data, **more})


def test_a_crosswalk_that_fits_has_no_problem():
    """At either end."""
    assert crosswalk_misfits(_crosswalk(), A) == crosswalk_misfits(_crosswalk(), B) == ()
    require_crosswalk_fit(_crosswalk(), A)
    assert (end_of(_crosswalk(), A), end_of(_crosswalk(), B)) == ("from", "to")


@pytest.mark.parametrize(
    ("made", "framework", "path", "hint"),
    [
        (_crosswalk(start="frist"), A, ("mappings", 0, "from"), "did you mean 'first'?"),
        (_crosswalk(end="oldest"), B, ("mappings", 0, "to"), "write 'first'"),
        (_crosswalk(unmapped=["secnd"]), A, ("unmapped", "from", 0, "practices", 0), "did you mean 'second'?"),
        (
            _crosswalk(start="newest", **{"from": {"framework": "a", "revision": 4}}),
            A,
            ("mappings", 0, "from"),
            "revision 4 was judged, and this is revision 3: upgrade equity-blocks, or open the file of that revision",
        ),
        (
            _crosswalk(start="newest", **{"from": {"framework": "a", "revision": 2}}),
            A,
            ("mappings", 0, "from"),
            "revision 2 was judged, and this is revision 3: `migrate` carries the answers over",
        ),
    ],
)
def test_an_unknown_practice_is_told_with_what_was_meant(made, framework, path, hint):
    """Where it stands in the file; an id of an earlier revision gets the present one."""
    (problem,) = crosswalk_misfits(made, framework)
    assert (problem.code, problem.key_path, problem.hint) == ("unknown_practice", path, hint)
    with pytest.raises(InvalidDataError, match=r"practice"):
        require_crosswalk_fit(made, framework)


def test_a_framework_at_neither_end_does_not_fit():
    """The message names both ends."""
    other = Framework(id="c", title="C", scale=["no", "yes"], blocks=[])
    (problem,) = crosswalk_misfits(_crosswalk(), other)
    assert str(problem) == "from.framework: this crosswalk joins a and b, not c (open a framework that it joins)"
    assert [*crosswalk_findings(_crosswalk(), other), *other_versions(_crosswalk(), other)] == []


def test_what_was_judged_of_another_edition_or_revision_is_a_finding():
    """Each at its own key; what is not given is taken for the present one."""
    old = {"framework": "a", "edition": "1", "revision": 2}
    found = list(other_versions(_crosswalk(**{"from": old}), A))
    assert [(f.code, f.key_path) for f in found] == [
        ("other_edition", ("from", "edition")),
        ("other_revision", ("from", "revision")),
    ]
    assert list(other_versions(_crosswalk(), A)) == []


def test_every_practice_is_mapped_or_listed():
    """Those that are neither are named."""
    (finding,) = crosswalk_findings(_crosswalk(), A)
    assert (finding.code, finding.key_path) == ("unmapped_practice", ("unmapped", "from"))
    assert "1 of 2 practices of a" in finding.message
    assert "second" in finding.hint
    assert list(crosswalk_findings(_crosswalk(unmapped=["second"]), A)) == []


def test_a_practice_that_was_split_has_several_heirs():
    """One of them is not the other."""
    practices = [{"id": name, "title": name, "was": ["whole"]} for name in ("one", "two")]
    split = Framework(
        id="a", title="A", scale=["no", "yes"], blocks=[{"id": "x", "title": "X", "practices": practices}]
    )
    (problem,) = crosswalk_misfits(_crosswalk(start="whole"), split)
    assert (problem.message, problem.hint) == (
        "the practice 'whole' was split into one, two", "judge each of them anew",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mapping", "scale", "is_found"),
    [
        ({"relation": "contains", "uses": 0.4}, ["no", "yes"], True),
        ({"relation": "overlaps", "uses": 0.4, "share": 0.5, "speaks": "down"}, ["no", "yes"], True),
        ({"relation": "contains", "uses": 0.4, "speaks": "up"}, ["no", "yes"], False),
        ({"relation": "part-of", "share": 0.4}, ["no", "yes"], False),
        ({"relation": "contains", "uses": 0.4}, ["no", "partly", "yes"], False),
        ({"relation": "contains", "uses": 0.4}, {"id": "s", "range": [0, 1], "levels": [
            {"id": "no", "value": 0}, {"id": "yes", "value": 1}]}, False),
    ],
)  # fmt: skip
def test_what_is_not_met_says_nothing_of_a_part(mapping, scale, is_found):
    """On two levels the lower one says only that not all of it is done; at the other end nothing is found."""
    crosswalk = _crosswalk(mappings=[{"from": "first", "to": "first", "why": "a part of it", **mapping}])
    found = [
        finding for finding in crosswalk_findings(crosswalk, A.replace(scale=scale)) if finding.code == "unmet_speaks"
    ]
    assert [finding.key_path for finding in found] == ([("mappings", 0)] if is_found else [])
    assert "unmet_speaks" not in [finding.code for finding in crosswalk_findings(crosswalk, B)]
