from equity_blocks.model.applied_tailoring import Tailored, TailoringChange
from equity_blocks.model.framework import Framework


def test_what_was_taken_out_is_known_by_id():
    """Practices and blocks, with the source's titles."""
    changes = [
        TailoringChange(kind="out", practice="p", title="P", why="no"),
        TailoringChange(kind="out", block="b", title="B"),
        TailoringChange(kind="weight", practice="q", title="Q"),
    ]
    assert Tailored(changes=changes).taken_out == {"p": "P", "b": "B"}


def test_a_tailored_framework_comes_back_from_json():
    """Whoever stores the tailored framework keeps what was changed."""
    tailored = Tailored(
        id="ours", revision=2, changes=[TailoringChange(kind="term", title="practice", after="Activity")]
    )
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[], tailored=tailored)
    assert Framework.model_validate_json(framework.model_dump_json()).tailored == tailored
