from equity_blocks import Assessment, Framework, score
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Bullets, Paragraph
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.score import describe_score

ALL = {"vision": "yes", "training": "yes", "data-basis": "yes", "council": "yes", "pay": "yes"}


def _said(document):
    return [part.text for part in document.parts if isinstance(part, Paragraph)]


def test_a_score_in_the_terminal(framework, draft, drawn, golden):
    """Worked by hand: vision 0.5 (weight 2) and training 1 make People 67%; pay alone makes Power 50%."""
    assert drawn(describe_score(score(framework, draft), framework)) == golden("score.txt")


def test_a_score_as_markdown(framework, draft, golden):
    """The same in another form."""
    assert as_markdown(describe_score(score(framework, draft), framework)) == golden("score.md")


def test_nothing_rated_is_no_score(rated, framework):
    """No number stands where there is none, and lenses are not spoken of."""
    document = describe_score(rated({}), framework)
    assert _said(document) == [
        "No score: nothing is rated. It would lie between 0% and 100%, band Early or Far along.",
        "Scope: 5 practices: 5 unanswered.",
    ]
    assert [row[1] for row in document.tables[0].rows] == [NO_VALUE, NO_VALUE, NO_VALUE]
    assert document.subtitle.startswith("DRAFT")


def test_a_withheld_score_is_not_shown(rated, framework):
    """Vision alone is half of nine tenths less: 2 of 3 in one block of two makes 33% answered."""
    document = describe_score(rated({"vision": "yes"}), framework)
    assert (
        _said(document)[0]
        == "No score: too little is rated to show one. It would lie between 33% and 100%, band Early or Far along."
    )
    assert document.tables[0].rows == (
        ("People", "100%", "67% to 100%", "67%", "100%", NO_VALUE, "100%"),
        ("Power", NO_VALUE, "0% to 100%", "0%", NO_VALUE, NO_VALUE, "100%"),
        ("Overall", NO_VALUE, "33% to 100%", "33%", NO_VALUE, NO_VALUE, "100%"),
    )


def test_everything_out_of_scope_is_no_score(rated, framework):
    """Nothing applies, so there is not even a range."""
    document = describe_score(rated({name: {"not_applicable": "no members"} for name in ALL}), framework)
    assert _said(document)[0] == "No score: no practice is in scope."
    assert document.tables[0].rows[-1] == ("Overall", NO_VALUE, NO_VALUE, NO_VALUE, NO_VALUE, NO_VALUE, NO_VALUE)


def test_a_final_score_is_no_draft(rated, framework):
    """The word only stands until the assessment is final."""
    document = describe_score(rated(ALL, final=True), framework)
    assert "DRAFT" not in document.subtitle
    assert _said(document)[0] == (
        "Score 100%, band Far along (between 100% and 100% once everything is rated; 100% answered). "
        "Your targets add up to 100%; you are at 100%."
    )


def test_without_a_date_evidence_is_not_known(rated, framework):
    """The lens says so instead of showing 0%."""
    assert _said(describe_score(rated(ALL), framework))[1] == (
        "Your own rating 100%; what its foundations support 100%; what you can show not known without a date."
    )


def test_evidence_lowers_only_its_lens(rated, framework):
    """Here no level asks for evidence, so with a date the lens shows all that is claimed."""
    said = _said(describe_score(rated(ALL, as_of="2026-06-30"), framework))[1]
    assert said.endswith("; what you can show 100%.")


def test_what_is_not_pursued_is_counted_where_it_matters(rated, framework):
    """A practice left out at a low level would lower the score."""
    out = {**ALL, "pay": {"level": "no", "not_pursued": "no contract"}}
    said = _said(describe_score(rated(out), framework))
    assert any("; with what you do not pursue 83%." in text for text in said)
    assert said[1] == "Power rests on 2 of 3 practices: 1 is not pursued."


def test_raters_who_differ_stand_beside_the_score(rated, framework):
    """As many as named a level; without them there is nothing to say."""
    people = [{"id": who} for who in ("ann", "ben", "cleo")]
    apart = {**ALL, "pay": {"answers": {"ann": "no", "ben": "yes", "cleo": "yes"}}}
    said = _said(describe_score(rated(apart, respondents=people), framework))
    assert said[0].startswith("Score 100%, between 83% and 100% as the three of you see it, band Far along (between")
    assert "of you" not in " ".join(_said(describe_score(rated(ALL), framework)))


def test_a_verdict_and_a_stage_stand_with_their_doubt():
    """One of two is open: whether all passes is not known, and neither is the second stage."""
    scoring = {
        "stages": {},
        "verdicts": [
            {"id": "held", "title": "Held", "when": {"overall": {"below": 0.65}}},
            {"id": "shipped", "title": "Shipped"},
        ],
    }
    practices = [{"id": "p", "title": "P", "stage": 1}, {"id": "q", "title": "Q", "stage": 2}]
    framework = Framework(
        id="f",
        title="F",
        scale=["no", "yes"],
        scoring=scoring,
        blocks=[{"id": "b", "title": "B", "practices": practices}],
    )
    said = _said(describe_score(score(framework, Assessment(framework="f", ratings={"p": "yes"}))))
    assert "Verdict: Shipped; may still be Held." in said
    assert any(text.startswith("Stage reached, all together: 1 (1 to 2).") for text in said)


def test_the_lowest_block_is_named(rated, framework):
    """Where only one block has a score, there is nothing to compare."""
    said = _said(describe_score(rated({**ALL, "pay": "no", "council": "no"}), framework))
    assert "Lowest: Power, 33%." in said
    said = _said(describe_score(rated({"vision": "yes", "training": "yes"}), framework))
    assert not [text for text in said if text.startswith("Lowest")]


def test_the_policy_that_made_the_number_is_a_detail(framework, draft):
    """It is told in words, with the numbers of the framework and whatever a block does otherwise."""
    assert not any(text.startswith("Policy:") for text in _said(describe_score(score(framework, draft))))
    strict = {"unanswered": "zero", "min_coverage": 0.8, "evidence_max_age": 12, "evidence_counts": "checked"}
    people = framework.blocks[0].replace(scoring={"aggregate": "minimum"})
    changed = framework.replace(scoring=strict, blocks=(people, *framework.blocks[1:]))
    assert _said(describe_score(score(changed, draft), details=True))[-1] == (
        "Policy: The value is the weighted mean of its parts. Practices without a rating count 0. Practices that do "
        "not apply are left out. Practices not pursued are left out. No value is shown if less than 80% is "
        "answered. In People, the value is that of its lowest part. Evidence counts for 12 months after its newest "
        "date, and only if somebody checked it."
    )


def test_a_published_figure_stands_in_the_headline(framework, draft):
    """In the range that the framework declares."""
    ranged = framework.replace(scoring=framework.scoring.replace(output={"low": 0, "high": 10}))
    card = score(ranged, draft)
    assert f", published as {card.score.output:.2f}".rstrip("0").rstrip(".") in _said(describe_score(card))[0]


def test_without_the_framework_its_id_is_shown(framework, draft):
    """And those of prerequisites; everything else stays as it is."""
    card = score(framework, draft)
    alone, named = describe_score(card), describe_score(card, framework)
    assert alone.subtitle == named.subtitle.replace("Mini Framework", "mini")
    assert alone.parts == tuple(_untitled(part) for part in named.parts)


def _untitled(part):
    if not isinstance(part, Bullets):
        return part
    return Bullets(
        tuple(item.replace("Vision is", "vision is").replace("Data Basis at", "data basis at") for item in part.items)
    )


def test_verdict_stage_and_published_figures_are_told():
    """What an instrument publishes stands on the page, by block too, and scores stay scores."""
    framework = Framework(
        id="mini",
        title="Mini",
        scale={"id": "points", "range": [1, 5]},
        scoring={
            "output": {"low": 0, "high": 100},
            "stages": {"level": "4"},
            "verdicts": [{"id": "fail", "title": "Not yet", "when": {"must_pass_failed": 1}}],
        },
        blocks=[
            {
                "id": "b",
                "title": "B",
                "practices": [
                    {"id": "p", "title": "P", "must_pass": 3, "requires": [{"practice": "q", "why": "q first"}]},
                    {"id": "q", "title": "Q"},
                ],
            }
        ],
    )
    card = score(framework, Assessment(framework="mini", ratings={"p": 2.5, "q": 2}))
    document = describe_score(card, framework)
    text = " ".join(part.text for part in document.parts if isinstance(part, Paragraph))
    assert "Verdict: Not yet." in text
    assert "Stage reached, all together: 0." in text
    (table,) = document.tables
    assert [column.title for column in table.columns][-2:] == ["Published", "Stage"]
    assert [row[-2:] for row in table.rows] == [("31.25", "0"), ("31.25", "0")]
    assert card.practices["p"].output == 2.5
