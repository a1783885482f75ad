import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import InvalidDataError, UnsuitableError, load_assessment, load_framework, respondents, score
from equity_blocks.engine.respondents.agreement import krippendorff_alpha, leik_spread
from equity_blocks.engine.scoring import combining
from equity_blocks.engine.scoring.combining import combined
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from strategies import cases, fewer

PEOPLE = ("ann", "ben", "cleo", "dan")


def _framework(count=1, scale=("none", "some", "more", "all"), **more):
    practices = [{"id": f"p{i}", "title": f"P{i}"} for i in range(count)]
    data = {"id": "mini", "title": "Mini", "scale": list(scale), "blocks": [], **more}
    return Framework.model_validate({**data, "blocks": [{"id": "b", "title": "B", "practices": practices}]})


def _assessment(*rows, people=PEOPLE, **more):
    """A row of answers for each practice; `None` where a respondent is not in it."""
    listed = [who if isinstance(who, dict) else {"id": who} for who in people]
    ratings = {
        f"p{i}": {"answers": {who["id"]: level for who, level in zip(listed, row, strict=False) if level is not None}}
        for i, row in enumerate(rows)
    }
    return Assessment(framework="mini", respondents=listed, ratings=ratings, **more)


def _only(*levels, scale=("none", "some", "more", "all"), **more):
    (practice,) = respondents(_framework(scale=scale), _assessment(levels, **more)).practices
    return practice


THREE = "assessments/three-partners-ahe.yaml"


@pytest.fixture(scope="module")
def partners():
    """Give the view of the three partners."""
    assessment = load_assessment(THREE)
    return respondents(load_framework(assessment.framework), assessment)


def test_the_three_partners_differ_where_they_say_so(partners):
    """The contested components come first, each with both sides: counted by hand from the file."""
    assert {p.id: (p.lowest.respondents, p.highest.respondents) for p in partners.contested} == {
        "identifying-a-health-equity-focus": (("member-voice",), ("agency-programs", "agency-data", "plan-equity")),
        "obtaining-stakeholder-buy-in": (("clinic-medical", "clinic-quality"), ("agency-programs", "plan-equity")),
        "designing-payment-mechanisms": (("agency-programs", "clinic-medical"), ("plan-contracts",)),
    }
    assert all((p.lowest.level, p.highest.level, p.range) == ("not-started", "in-place", 2) for p in partners.contested)
    assert partners.practices[:3] == partners.contested


def test_the_three_partners_by_hand(partners):
    """Members see a quarter of the components, the plan's equity lead two thirds; nobody answered on one practice."""
    views = {group.id: {block.id: block.value for block in group.blocks} for group in partners.roles}
    assert views["members"]["components"] == pytest.approx((0 + 0 + 0.5 + 0.5) / 4)
    assert views["equity-lead"]["components"] == pytest.approx((0.5 + 1 + 1 + 0.5 + 0.5 + 0.5) / 6)
    assert partners.without_answers == ("implementing-integrated-transformation",)
    clinics = next(group for group in partners.organizations if group.id == "millbrook-clinics")
    assert clinics.respondents == ("clinic-medical", "clinic-quality")
    seen = {entry.practice: entry.level for entry in clinics.practices}
    assert seen["designing-payment-mechanisms"] == "not-started"


def test_alpha_is_that_of_the_answers(partners):
    """Over the answers on the practices of a block and of all, written out as a matrix."""
    assessment = load_assessment(THREE)
    scale = load_framework("ahe-roadmap").scale

    def alpha(names):
        said = [assessment.rating(name).answers for name in names]
        return krippendorff_alpha(
            [[scale.position(a[who.id].level) if who.id in a else None for a in said] for who in assessment.respondents]
        )

    framework = load_framework("ahe-roadmap")
    assert partners.agreement.alpha == pytest.approx(alpha(framework.practices))
    for block in partners.blocks:
        inside = [name for name, chain in framework.chains.items() if chain[-1].id == block.id]
        assert block.alpha == pytest.approx(alpha(inside))
        assert block.low <= block.alpha <= block.high
    assert partners.agreement.units == 11


@pytest.mark.parametrize(
    ("levels", "is_contested"),
    [
        ((0, 1), True),
        ((0, 0), False),
        ((0, 1, 1), False),
        ((0, 1, 2), True),
        ((0, 0, 0, 2), True),
        ((1,), False),
        ((0, "unknown", 1), True),
    ],
)
def test_two_levels_apart_or_two_who_differ_is_contested(levels, is_contested):
    """Two raters have no majority; more may be one level apart."""
    assert _only(*levels).contested is is_contested


def test_on_a_scale_of_two_levels_any_difference_is_contested():
    """Yes and no are a whole scale apart."""
    assert _only("no", "yes", "yes", scale=("no", "yes")).contested
    assert not _only("yes", "yes", "yes", scale=("no", "yes")).contested


def test_sides_name_who_stands_at_either_end():
    """Those between them are on neither side; where nobody differs there are no sides."""
    p = _only(3, 0, 1, 3)
    assert (p.lowest.level, p.lowest.respondents) == ("none", ("ben",))
    assert (p.highest.level, p.highest.respondents) == ("all", ("ann", "dan"))
    assert (p.range, p.raters, p.combined, p.level) == (3, 4, "some", "some")
    assert _only(2, 2).lowest is _only(2, 2).highest is None


def test_one_rater_has_no_spread():
    """Nobody to differ from; the level counts all the same."""
    p = _only(2)
    assert (p.spread, p.range, p.contested, p.raters, p.level) == (None, None, False, 1, "more")


def test_what_was_agreed_counts_and_the_answers_stay():
    """Both are shown: what the answers make, and what the group settled on."""
    rating = {"answers": {"ann": 0, "ben": 3}, "agreed": {"level": "more", "by": "all", "why": "seen together"}}
    people = [{"id": "ann"}, {"id": "ben"}]
    assessment = Assessment(framework="mini", respondents=people, ratings={"p0": rating})
    (p,) = respondents(_framework(), assessment).practices
    assert (p.combined, p.level, p.agreed.why, p.contested) == ("none", "more", "seen together", True)


def test_not_applicable_is_decided_by_the_majority():
    """Two of three say so: it does not apply; one of two is no majority. Who says so names no level."""
    out = {"not_applicable": "not ours"}
    assert (_only(out, out, 3).status, _only(out, out, 3).level, _only(out, out, 3).combined) == (
        "not_applicable",
        None,
        None,
    )
    p = _only(out, 3)
    assert (p.status, p.level, p.raters, p.answers[0].not_applicable) == ("rated", "all", 1, "not ours")
    assert _only(out, None, 3).status == "rated"


def test_blank_answers_are_no_voices():
    """A practice with nothing but blanks has no answers; a note alone is heard."""
    people = [{"id": "ann"}]
    blank = Assessment(framework="mini", respondents=people, ratings={"p0": {"answers": {"ann": None}}})
    assert respondents(_framework(), blank).without_answers == ("p0",)
    noted = {"p0": {"answers": {"ann": {"note": "ask the board"}}}}
    (p,) = respondents(_framework(), blank.replace(ratings=noted)).practices
    assert (p.answers[0].note, p.answers[0].status, p.raters, p.level) == ("ask the board", "unanswered", 0, None)


@pytest.mark.parametrize(
    ("rule", "level"),
    [("median_low", "some"), ("mean", "some"), ("mode", "none"), ("lowest", "none"), ("highest", "all")],
)
def test_the_rule_is_the_assessments_or_the_one_asked_for(rule, level):
    """Answers 0, 1, 2, 3: the mean of a half of the scale holds the level below it."""
    assessment = _assessment((0, 1, 2, 3))
    asked = respondents(_framework(), assessment, combine=rule)
    written = respondents(_framework(), assessment.replace(combine=rule))
    assert asked == written
    assert (asked.practices[0].combined, asked.policy.combine) == (level, rule)


def test_the_score_combines_by_the_same_rule_and_weights():
    """The mean of 0 and 3 of 3 is a half; with weight 3 for ann, who says 3, it is three quarters."""
    plain = _assessment((3, 0), combine="mean")
    heavy = _assessment((3, 0), people=({"id": "ann", "weight": 3}, "ben"), combine="mean")
    assert score(_framework(), plain).score.value == 0.5
    assert score(_framework(), heavy).score.value == 0.75
    assert score(_framework(), heavy.replace(combine="median_low")).score.value == 1.0
    assert respondents(_framework(), heavy).practices[0].value == 0.75


def test_groups_use_their_lower_median_and_the_weights_of_the_framework():
    """Two of a role count by their lower median; blocks by practice weights; who has no role is in no view."""
    people = ({"id": "ann", "role": "r"}, {"id": "ben", "role": "r", "organization": "o"}, "cleo")
    framework = Framework(
        id="mini",
        title="Mini",
        scale=["no", "yes"],
        roles={"r": "The R"},
        blocks=[
            {
                "id": "b",
                "title": "B",
                "practices": [{"id": "p0", "title": "P"}, {"id": "p1", "title": "Q", "weight": 3}],
            }
        ],
    )
    view = respondents(
        framework, _assessment((1, 0, 1), (1, 1, 0), people=people, organization={"id": "o", "name": "O!"})
    )
    (role,), (organization,) = view.roles, view.organizations
    assert (role.id, role.title, role.respondents) == ("r", "The R", ("ann", "ben"))
    assert [(entry.practice, entry.value) for entry in role.practices] == [("p0", 0.0), ("p1", 1.0)]
    assert role.blocks[0].value == role.value == 0.75
    assert (organization.title, organization.respondents) == ("O!", ("ben",))


def test_agreement_is_null_where_it_is_undefined():
    """Nobody else rated, or nothing varies; the number of practices is there all the same."""
    alone = respondents(_framework(2), _assessment((1,), (2,))).agreement
    alike = respondents(_framework(2), _assessment((1, 1), (1, 1))).agreement
    assert (alone.alpha, alone.low, alone.units, alone.spread) == (None, None, 0, None)
    assert (alike.alpha, alike.low, alike.units, alike.spread) == (None, None, 2, 0.0)


def test_blocks_inside_a_block_count_in_it():
    """The outer block has both practices, the inner one its own."""
    inner = {"id": "i", "title": "I", "practices": [{"id": "p1", "title": "Q"}]}
    outer = {"id": "o", "title": "O", "practices": [{"id": "p0", "title": "P"}], "blocks": [inner]}
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[outer])
    view = respondents(framework, _assessment((1, 1), (0, 0)))
    assert [(block.id, block.units, block.alpha) for block in view.blocks] == [("o", 2, 1.0), ("i", 1, None)]


def test_scales_of_different_length_are_ranked_together():
    """Yes on a short scale and all on a long one both count 1, and so agree."""
    framework = Framework(
        id="mini",
        title="Mini",
        scale=["none", "some", "all"],
        blocks=[
            {
                "id": "b",
                "title": "B",
                "practices": [{"id": "p0", "title": "P"}, {"id": "p1", "title": "Q", "scale": ["no", "yes"]}],
            }
        ],
    )
    view = respondents(framework, _assessment((2, 0), (1, 0)))
    assert view.agreement.alpha == pytest.approx(krippendorff_alpha([[1, 1], [0, 0]]))


def test_intervals_are_reproducible():
    """The same seed gives the same view, to the last bit."""
    assessment = _assessment((0, 1, 2), (3, 3, 1), (2, 2, 2), (0, 0, 1))
    views = [respondents(_framework(4), assessment, seed=seed, draws=100) for seed in (1, 1, 2)]
    assert views[0] == views[1]
    assert views[0].agreement.low != views[2].agreement.low


def test_an_assessment_that_does_not_fit_is_refused():
    """All reasons at once, as everywhere."""
    with pytest.raises(InvalidDataError, match="mini has no practice 'p1'"):
        respondents(_framework(), _assessment((1,), (1,)))


def test_guidance_may_have_respondents_too():
    """It has no score, but people may differ about it."""
    assert respondents(_framework(use="guidance"), _assessment((0, 3))).contested[0].range == 3


def test_combined_is_found_where_it_was():
    """Whoever imported it from here still can."""
    assert combined is combining.combined


@fewer
@given(cases(), st.integers(0, 3))
def test_the_view_agrees_with_the_score_and_the_answers(case, seed):
    """Levels are those of the score card; spreads those of the answers; order is contested, spread, source."""
    framework, assessment = case
    view = respondents(framework, assessment, draws=20, seed=seed)
    card = score(framework, assessment)
    for voices in view.practices:
        scored = card.practices[voices.id]
        assert (voices.status, voices.level, voices.value) == (scored.status, scored.level, scored.value)
        positions = [framework.scale_of(voices.id).position(a.level) for a in voices.answers if a.level is not None]
        assert voices.raters == len(positions)
        assert voices.spread == leik_spread(positions, len(framework.scale_of(voices.id).levels))
        assert voices.range == (max(positions) - min(positions) if len(positions) > 1 else None)
    keys = [(not v.contested, -(v.spread or 0), list(framework.practices).index(v.id)) for v in view.practices]
    assert keys == sorted(keys)
    assert {v.id for v in view.practices} | set(view.without_answers) == set(framework.practices)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"draws": 0}, "draws is 0: use 1 or more"),
        ({"draws": -1}, "draws is -1: use 1 or more"),
        ({"confidence": 0.0}, "confidence is 0: use a share above 0 and below 1"),
        ({"confidence": 1.0}, "confidence is 1: use a share above 0 and below 1"),
        ({"confidence": 95}, "confidence is 95: use a share above 0 and below 1, such as 0.95"),
        ({"confidence": float("nan")}, "confidence is nan"),
    ],
)
def test_an_interval_that_cannot_be_drawn_is_refused(options, said):
    """Percent instead of a share is the usual slip; it is refused even where nobody has answered."""
    with pytest.raises(UnsuitableError, match=said):
        respondents(_framework(), _assessment(), **options)


def test_an_unknown_rule_is_refused():
    """Those that there are are listed."""
    framework = Framework(id="f", title="F", scale=["no", "yes"], blocks=[])
    with pytest.raises(UnsuitableError, match="'median' is not a rule: there are median_low"):
        respondents(framework, Assessment(framework="f"), combine="median")


def _scores(*said):
    framework = _framework(scale=("no", "yes")).replace(scale={"id": "pct", "range": [0, 100]})
    (practice,) = respondents(framework, _assessment(said)).practices
    return practice


@pytest.mark.parametrize(
    ("said", "range_", "spread", "contested"),
    [
        ((51, 60, 74), 0, 2 * (9 + 14) / 300, False),
        ((62, 63), 0, 2 * 0.5 / 100, False),  # a point is no disagreement
        ((10, 40), 1, 2 * 15 / 100, True),
        ((0, 100, 0, 100), 4, 1.0, True),
    ],
)
def test_scores_of_a_range_are_told_apart_as_scores(said, range_, spread, contested):
    """Both sides by their score, the spread over the range, and a quarter of the range for a level."""
    practice = _scores(*said)
    assert (practice.lowest.level, practice.highest.level) == (str(min(said)), str(max(said)))
    assert (practice.range, practice.contested) == (range_, contested)
    assert practice.spread == pytest.approx(spread)
    assert {answer.level for answer in practice.answers} == {str(score) for score in said}


CODES = "tests/cases/public/p06"


def _codes(name):
    return respondents(load_framework(f"{CODES}/framework.yaml"), load_assessment(f"{CODES}/{name}.yaml"))


@pytest.mark.parametrize(
    ("name", "alpha", "units", "doubt"),
    [
        ("agree", 1.0, 3, None),
        ("one-off", 0.0, 5, "hardly_any_spread"),
        ("single", None, 0, "no_pairs"),
        ("same", None, 2, "one_level"),
    ],
)
def test_agreement_with_gaps_one_rater_and_one_value(name, alpha, units, doubt):
    """A missing answer is no category; what cannot be told is null, with its reason, and what says little says so.

    One of 22 answers differs: alpha = 1 - 21 x 2 / (2 x 21) = 0, which is not that people disagree.
    """
    agreement = _codes(name).agreement
    assert (agreement.alpha, agreement.units, agreement.doubt) == (alpha, units, doubt)


def test_alpha_within_one_practice_says_little():
    """It is 0 whatever its raters say; nine in ten at one level is not yet hardly any spread."""
    assert respondents(_framework(), _assessment((0, 3))).agreement.doubt == "one_practice"
    rows = [(1, 1)] * 9 + [(0, 0)]
    assert respondents(_framework(10), _assessment(*rows)).agreement.doubt is None
    assert respondents(_framework(11), _assessment(*rows, (1, 1))).agreement.doubt == "hardly_any_spread"


def _two_groups(combine, **more):
    """Four of one role and one of another, of different weights, and what the four see."""
    people = [
        {"id": "ann", "role": "r", "weight": 3}, {"id": "ben", "role": "r"}, {"id": "cleo", "role": "r"},
        {"id": "dan", "role": "r"}, {"id": "eve", "role": "s"},
    ]  # fmt: skip
    view = respondents(_framework(), _assessment((3, 0, 1, 1, 3), people=people, combine=combine, **more))
    return view, view.roles[0]


@pytest.mark.parametrize(
    ("rule", "value"), [("median_low", 1 / 3), ("mean", 11 / 18), ("mode", 1.0), ("lowest", 0.0), ("highest", 1.0)]
)
def test_a_group_combines_as_the_whole_does(rule, value):
    """By the rule and the weights: ann counts three of six. The difference is to what the rule makes of all."""
    view, group = _two_groups(rule)
    assert group.practices[0].value == group.value == pytest.approx(value)
    assert group.difference == pytest.approx(value - view.practices[0].value)
    alone = _assessment(
        (3, 0, 1, 1), people=[*({"id": w, "weight": 3 if w == "ann" else 1} for w in PEOPLE)], combine=rule
    )
    assert score(_framework(), alone).score.value == pytest.approx(group.value)
    asked = respondents(
        _framework(), _assessment((3, 0, 1, 1), people=[who.model_dump() for who in view.respondents[:4]]), combine=rule
    )
    assert asked.roles[0].value == pytest.approx(value)


def test_a_group_of_which_most_say_that_it_does_not_apply_does_not_count_it():
    """As the whole would not; and where the whole does not, there is nothing to differ from."""
    out = {"not_applicable": "not ours"}
    people = [{"id": who, "role": "r" if who != "dan" else "s"} for who in PEOPLE]
    view = respondents(_framework(2), _assessment((out, out, 3, 1), (out, out, out, 3), people=people))
    assert [[entry.practice for entry in group.practices] for group in view.roles] == [[], ["p0", "p1"]]
    assert (view.roles[0].value, view.roles[0].difference) == (None, None)
    assert view.roles[1].difference == pytest.approx(1 / 3 - view.practices[0].value or 0)


def test_silence_is_shown_and_is_no_rating():
    """Who was asked and says nothing is named; it makes no rater, no spread and no alpha, whatever it counts."""
    people = [
        {"id": "ann", "role": "r"},
        {"id": "ben", "role": "r"},
        {"id": "cleo", "role": "s"},
        {"id": "dan", "asked": ["p1"]},
    ]
    said = _assessment((3, 3, None, None), (1, None, None, 2), people=people)
    view, counted = (respondents(_framework(2), said.replace(silent=silent)) for silent in ("exclude", "lowest"))
    for each in (view, counted):
        assert {p.id: (p.silent, p.raters) for p in each.practices} == {
            "p0": (("cleo",), 2), "p1": (("ben", "cleo"), 2),
        }  # fmt: skip
    assert [(p.id, p.level, p.combined) for p in view.practices] == [("p1", "some", "some"), ("p0", "all", "all")]
    assert {p.id: p.level for p in counted.practices} == {"p0": "all", "p1": "none"}
    assert view.agreement == counted.agreement
    assert {p.id: (p.spread, p.range, p.contested) for p in view.practices} == {
        p.id: (p.spread, p.range, p.contested) for p in counted.practices
    }
    assert (view.policy.silent, counted.policy.silent) == ("exclude", "lowest")


def test_silence_counts_in_a_group_that_has_spoken():
    """Of two of a role one is silent on p1, and the group at the lowest; one who says nothing is no group on p0."""
    people = [{"id": "ann", "role": "r"}, {"id": "ben", "role": "r"}, {"id": "cleo", "role": "s"}]
    said = _assessment((3, 3, None), (3, None, 3), people=people, silent="lowest")
    seen = {
        group.id: {e.practice: e.value for e in group.practices} for group in respondents(_framework(2), said).roles
    }
    assert seen == {"r": {"p0": 1.0, "p1": 0.0}, "s": {"p1": 1.0}}


def test_answers_by_criteria_stand_side_by_side():
    """Each with what its criteria make together, when it was given, and what all make of each criterion."""
    parts = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
    practices = [{"id": "p", "title": "P", "criteria": parts}]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    framework = Framework(id="mini", title="Mini", scale=["no", "partly", "yes"], blocks=blocks)
    answers = {"ann": {"criteria": {"a": 2, "b": "unknown"}, "date": "2026-09-01"}, "ben": {"criteria": {"b": "no"}}}
    people = [{"id": who} for who in answers]
    said = Assessment(framework="mini", respondents=people, ratings={"p": {"answers": answers}})
    view = respondents(framework, said).practices[0]
    ann, ben = view.answers
    assert (ann.level, ann.value, dict(ann.criteria), ann.date.isoformat()) == (
        "yes", 1.0, {"a": "yes", "b": "unknown"}, "2026-09-01",
    )  # fmt: skip
    assert (ben.level, dict(ben.criteria), ben.date) == ("no", {"b": "no"}, None)
    assert (view.combined, view.value, view.contested, view.range) == ("partly", 0.5, True, 2)
