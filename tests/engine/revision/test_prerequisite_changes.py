import pytest

from equity_blocks.engine.revision.lineage import lineage
from equity_blocks.engine.revision.prerequisite_changes import edges
from equity_blocks.model.framework import Framework


def _framework(*requires, first="a", parts=()):
    practices = [{"id": first, "title": "A", "was": ["a"]}, *({"id": n, "title": n, "was": ["a"]} for n in parts)]
    practices += [{"id": "b", "title": "B"}, {"id": "p", "title": "P", "requires": list(requires)}]
    block = {"id": "b", "title": "B", "practices": practices}
    return Framework(id="f", title="F", scale=["no", "some", "yes"], blocks=[block])


def _need(name, **more):
    return {"practice": name, "why": "first", **more}


def _told(old, new):
    return list(edges(old, new, old.practices["p"], new.practices["p"], lineage(old, new)))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (_need("a"), _need("a", level="yes")),
        (_need("a", level=1), _need("a", level="some", **{"from": "yes"})),
        (
            {"any_of": [{"practice": "a"}, {"practice": "b"}], "why": "first"},
            {"any_of": [{"practice": "b"}, {"practice": "a"}], "why": "first"},
        ),
    ],
    ids=["default level", "position", "order of alternatives"],
)
def test_what_means_the_same_is_no_difference(before, now):
    """Whatever way it is written."""
    assert _told(_framework(before), _framework(now)) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"level": "some"}, "prerequisite_changed"),
        ({"from": "some"}, "prerequisite_changed"),
        ({"kind": "soft"}, "prerequisite_changed"),
        ({"basis": "source"}, "prerequisite_changed"),
        ({"why": "because"}, "wording"),
    ],
)
def test_a_changed_prerequisite_is_told_once(change, kind):
    """Levels, kind and basis are meaning; the reason is wording."""
    (told,) = _told(_framework(_need("a")), _framework(_need("a") | change))
    assert told[0] == kind


def test_new_and_lost_prerequisites_are_told():
    """On another practice it is another prerequisite."""
    told = _told(_framework(_need("a")), _framework(_need("b")))
    assert [(kind, start, to) for kind, _, start, to in told] == [
        ("prerequisite_removed", "yes needs a at yes (hard, editorial)", None),
        ("prerequisite_added", None, "yes needs b at yes (hard, editorial)"),
    ]


def test_a_prerequisite_on_a_renamed_practice_has_not_changed():
    """It only follows the name."""
    assert _told(_framework(_need("a")), _framework(_need("z"), first="z")) == []


def test_a_prerequisite_on_a_part_of_what_was_split_has_changed():
    """It is not as much as before."""
    (told,) = _told(_framework(_need("a")), _framework(_need("y"), first="z", parts=["y"]))
    assert told[0] == "prerequisite_changed"
