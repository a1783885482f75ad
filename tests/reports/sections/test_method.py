from equity_blocks import Assessment, Tailoring, plan, score, share, tailor
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Table
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.method import section


def _told(framework, assessment, *results):
    return list(section(given_of(framework, assessment, results)))


def _below(parts, heading):
    """What stands under a heading, up to the next one."""
    start = parts.index(Heading(heading, 3)) + 1
    ends = (place for place, part in enumerate(parts) if place >= start and isinstance(part, Heading))
    return parts[start : next(ends, len(parts))]


def _text(parts):
    return " ".join(part.text for part in parts if isinstance(part, Paragraph))


def test_policy_and_what_is_answered_are_told(framework, draft):
    """How much of each block, by weight."""
    card = score(framework, draft)
    parts = _told(framework, draft, card)
    scored = _below(parts, "How it was scored")
    assert _text(scored).startswith("Policy: ")
    assert "The score is made of 3 of 5 practices. Answered: " in _text(scored)
    table = next(part for part in scored if isinstance(part, Table))
    assert [(row[0], row[1].path) for row in table.rows] == [
        ("People", "/blocks/0/coverage"), ("Power", "/blocks/1/coverage")
    ]  # fmt: skip


def test_revision_and_version_are_named(framework, draft):
    """So that figures can be made again."""
    parts = _told(framework, draft, score(framework, draft))
    assert parts[1].text.startswith("Made with mini 2026 revision 1, by equity-blocks ")
    assert "fingerprint" in parts[1].text
    older = draft.replace(revision=1)
    newer = framework.replace(revision=2)
    assert "names revision 1 and was read by 2" in _told(newer, older, score(newer, older))[1].text


def test_without_a_date_evidence_is_not_told(framework):
    """That is said, so that nobody looks for it."""
    said = Assessment(framework="mini", ratings={"vision": "yes"})
    assert "What evidence shows is not told" in _text(_told(framework, said, score(framework, said)))


def test_editorial_figures_are_listed(framework, draft):
    """Weights, effort, prerequisites, levels, importance."""
    important = framework.replace(
        blocks=[
            block.replace(practices=[p.replace(importance="high") if p.id == "pay" else p for p in block.practices])
            for block in framework.blocks
        ]
    )
    (bullets,) = _below(_told(important, draft), "What is editorial")
    weights, effort, prerequisites, levels, importance, targets = bullets.items
    assert weights == (
        "Weights: of the practices, 4 of weight 1 and 1 of weight 2; all blocks count alike beside each other."
    )
    assert effort == "Person-days of effort: S 10, M 30, L 90, XL 240."
    assert prerequisites == (
        "Prerequisites: 3 prerequisites between practices, 3 of them editorial and 0 from the source; 3 must hold, 0 "
        "only advise."
    )
    assert levels.startswith("Levels, and what each counts: no 0, some 0.5 and yes 1. ")
    assert "1 of high importance of the practices" in importance
    assert targets.startswith("Targets")


def test_what_days_count_is_told_once(framework, draft):
    """With a plan, among what helps to read it."""
    counting = framework.replace(effort_counts="Only the time of staff.")
    alone = _below(_told(counting, draft), "What is editorial")
    assert "Only the time of staff." in str(alone)
    parts = _told(counting, draft, plan(counting, draft))
    assert "Only the time of staff." in str(_below(parts, "How to read the plan"))
    assert "Only the time of staff." not in str(_below(parts, "What is editorial"))


def test_a_framework_without_prerequisites_says_so(framework, draft):
    """Instead of counting none."""
    blocks = [block.replace(practices=[p.replace(requires=[]) for p in block.practices]) for block in framework.blocks]
    assert "Prerequisites: none." in str(_below(_told(framework.replace(blocks=blocks), draft), "What is editorial"))


def test_limits_are_always_told(framework, draft):
    """Not validated, no forecast, no benchmark."""
    (bullets,) = _below(_told(framework, draft), "Limits")
    assert isinstance(bullets, Bullets)
    for words in ("has not been validated", "never forecasts", "no benchmark", "Nobody outside has checked"):
        assert words in " ".join(bullets.items)


def test_a_tailoring_is_listed_without_reasons_for_others(framework, draft):
    """What was changed, and to the organization itself why."""
    changes = {"training": {"waive": {"vision": "Our own reason."}}}
    tailored = tailor(framework, Tailoring.model_validate({"framework": "mini", "practices": changes}))
    card = score(tailored, draft)
    parts = _told(tailored, draft, card)
    assert "Our own reason." in str(_below(parts, "Tailored"))
    shared = share(card, audience="client", secret="s" * 32)
    assert "Our own reason." not in str(_told(tailored, draft, shared))
