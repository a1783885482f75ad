import pytest

from equity_blocks.model.applied_tailoring import Tailored, TailoringChange
from equity_blocks.model.result import FrameworkRef
from equity_blocks.reports.tailoring import tailoring_parts, told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "title", "practice": "p", "title": "P", "after": "Ours"}, "P: called “Ours” here."),
        (
            {"kind": "term", "title": "practice", "before": "Step", "after": "Act"},
            "Step is called Act here.",
        ),
        ({"kind": "question", "practice": "p", "title": "P"}, "P: asked in other words."),
        ({"kind": "weight", "block": "b", "title": "B", "before": "1", "after": "0.5"}, "B: weight 0.5 instead of 1."),
        ({"kind": "effort", "practice": "p", "title": "P", "after": "L"}, "P: effort L (none was given)."),
        ({"kind": "effort_days", "title": "L", "before": "90", "after": "75"}, "Size L: 75 person-days instead of 90."),
        ({"kind": "target", "title": "long", "after": "in-place"}, "Long-term target: in place."),
        ({"kind": "target", "practice": "p", "title": "P", "after": "in-place"}, "P: target in place."),
        ({"kind": "out", "practice": "p", "title": "P", "why": "Not ours."}, "P: taken out. Not ours."),
        (
            {"kind": "waived", "practice": "p", "title": "P", "before": "Q (yes)", "level": "yes", "why": "Hurry."},
            "P: need not wait for Q (yes), before yes (waived). Hurry.",
        ),
        (
            {"kind": "dropped", "practice": "p", "title": "P", "before": "Q (yes)", "level": "yes"},
            "P: need not wait for Q (yes), before yes, because that was taken out.",
        ),
        (
            {"kind": "added", "practice": "p", "title": "P", "after": "Q (yes)", "level": "yes", "why": "Q first."},
            "P: waits for Q (yes), before yes. Q first.",
        ),
    ],
)
def test_every_kind_of_change_has_a_sentence(change, said):
    """With what it was, where that can be said in a word, and the reason."""
    assert told(TailoringChange(**change)) == said


def test_a_result_says_by_whom_and_for_which_revision():
    """An older tailoring is named as such."""
    tailored = Tailored(
        title="Our group", revision=1, changes=[TailoringChange(kind="question", practice="p", title="P")]
    )
    ref = FrameworkRef(id="mini", edition="", revision=2, tailored=tailored)
    heading, paragraph, bullets = tailoring_parts(ref)
    assert heading.text == "Tailored"
    assert paragraph.text.startswith(
        "The framework was changed by Our group. It was made for revision 1, but this is revision 2."
    )
    assert len(bullets.items) == 1


def test_a_framework_as_published_has_nothing_to_say():
    """No heading over nothing."""
    assert tailoring_parts(FrameworkRef(id="mini", edition="", revision=2)) == ()


@pytest.mark.parametrize(
    ("named_by", "said"),
    [
        ("assessment", "They stand in t.yaml, which the assessment names."),
        ("options", "They stand in t.yaml, which the options name."),
    ],
)
def test_the_file_of_a_tailoring_is_told_with_who_named_it(named_by, said):
    """Where it came from one."""
    change = TailoringChange(kind="weight", practice="p", title="P", before="1", after="2")

    def paragraph(**of):
        return tailoring_parts(
            FrameworkRef(id="f", edition="1", revision=1, tailored=Tailored(changes=[change], **of))
        )[1].text

    assert paragraph(file="t.yaml", named_by=named_by).endswith(f"not the publisher's. {said}")
    assert paragraph().endswith("not the publisher's.")
