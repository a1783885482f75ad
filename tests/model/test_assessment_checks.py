"""Whether an assessment fits its framework: a passing and a failing example of each rule."""

import pytest

from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.model import Assessment, Framework, misfits, require_fit

SWITCH = {"id": "switch", "levels": [{"id": "off", "value": 0}, {"id": "on", "value": 1}]}
FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    edition="2024-11",
    audiences=["provider", "health-plan"],
    scale=["no", "half", "yes"],
    blocks=[
        {
            "id": "people",
            "title": "People",
            "practices": [
                {"id": "listening", "title": "Listening", "criteria": [{"id": "heard", "title": "Heard"}]},
                {"id": "acting", "title": "Acting", "scale": SWITCH},
            ],
            "blocks": [{"id": "power", "title": "Power"}],
        }
    ],
)
PEOPLE = [{"id": "cmo"}]
GOAL = {"id": "visits", "population": "Members after birth", "measure": "Postpartum visit"}


def said(**data: object) -> Assessment:
    """Build an assessment of the framework."""
    return Assessment(**{"framework": "mini", "respondents": PEOPLE, **data})


REFUSED = Framework(
    id="mini",
    title="Mini",
    scale=["no", "yes"],
    blocks=[
        {
            "id": "b",
            "title": "B",
            "practices": [
                {
                    "id": "must",
                    "title": "Must",
                    "not_applicable": "refused",
                    "criteria": [{"id": "c", "title": "C"}],
                },
                {"id": "may", "title": "May"},
            ],
        }
    ],
)


@pytest.mark.parametrize(
    ("rating", "place"),
    [
        ({"not_applicable": "no board"}, ("not_applicable",)),
        ({"answers": {"cmo": {"not_applicable": "no board"}}}, ("answers", "cmo", "not_applicable")),
    ],
)
def test_where_it_is_refused_nobody_may_say_that_a_practice_does_not_apply(
    rating: object, place: tuple[str, ...]
) -> None:
    """The problem stands where somebody says so; elsewhere it is an answer like any other."""
    (problem,) = misfits(REFUSED, said(ratings={"must": rating}))
    assert (problem.code, problem.key_path) == ("must_apply", ("ratings", "must", *place))
    assert "not_pursued" in problem.hint
    assert misfits(REFUSED, said(ratings={"may": rating})) == ()
    for other in ("yes", "unknown", None, {"criteria": {"c": "yes"}}, {"not_pursued": "not now"}):
        assert misfits(REFUSED, said(ratings={"must": other})) == ()


@pytest.mark.parametrize("rating", ["n/a", {"criteria": {"c": "n/a"}}, {"answers": {"cmo": "n/a"}}])
def test_where_it_is_refused_nobody_is_told_to_write_it(rating: object) -> None:
    """The hint of an unknown level does not lead into the next problem."""
    (problem,) = misfits(REFUSED, said(ratings={"must": rating}))
    assert problem.code == "unknown_level"
    assert "{not_applicable:" not in problem.hint
    assert "not_applicable" in misfits(REFUSED, said(ratings={"may": "n/a"}))[0].hint


def rated(name: str, value: object) -> Assessment:
    """Build an assessment with one rating."""
    return said(ratings={name: value})


def goal(*practices: str) -> Assessment:
    """Build an assessment with a goal whose causes point at practices."""
    return said(goals=[{**GOAL, "root_causes": [{"title": "Hours", "practices": list(practices)}]}])


def initiative(*practices: str) -> Assessment:
    """Build an assessment with an initiative that carries practices."""
    return said(initiatives=[{"id": "board", "title": "Board", "practices": list(practices)}])


OFF_THE_SCALE = (
    "ratings.acting.level: 'one' is not a level of the scale 'switch': off, on (or 0 to 1) (did you mean 'on'?)"
)
OTHER_EDITION = (
    "edition: edition '1' was rated, but this is edition '2024-11' "
    "(open the framework file of that edition, or carry the ratings over with `migrate`)"
)
L, A = ("ratings", "listening"), ("ratings", "acting")
RULES = {
    "the-framework-is-the-one-it-names": (
        said(),
        said(framework="maxi", edition="1", ratings={"nobody": 9}),
        "wrong_framework",
        ("framework",),
    ),
    "the-edition-is-the-framework's": (said(edition="2024-11"), said(edition="2021-12"), "wrong_edition", ("edition",)),
    "no-edition-means-the-current-one": (said(edition=""), said(edition="2024-1"), "wrong_edition", ("edition",)),
    "the-organization-is-of-an-audience": (
        said(organization={"id": "us", "type": "provider"}),
        said(organization={"id": "us", "type": "hospital"}),
        "unknown_audience",
        ("organization", "type"),
    ),
    "partnerships-are-of-every-audience": (
        said(organization={"id": "us", "type": "partnership"}),
        said(organization={"id": "us", "type": "partner"}),
        "unknown_audience",
        ("organization", "type"),
    ),
    "practices-exist": (
        rated("listening", "half"),
        rated("lisening", "half"),
        "unknown_practice",
        ("ratings", "lisening"),
    ),
    "levels-exist": (rated("listening", "half"), rated("listening", "most"), "unknown_level", (*L, "level")),
    "levels-are-of-the-practice's-own-scale": (
        rated("acting", "on"),
        rated("acting", "half"),
        "unknown_level",
        (*A, "level"),
    ),
    "positions-are-on-the-practice's-own-scale": (
        rated("acting", 1),
        rated("acting", 2),
        "unknown_level",
        (*A, "level"),
    ),
    "nobody-knows-may-be-said-everywhere": (
        rated("listening", "unknown"),
        rated("listening", "nobody"),
        "unknown_level",
        (*L, "level"),
    ),
    "targets-of-ratings-exist": (
        rated("listening", {"level": "no", "target": 2}),
        rated("listening", {"level": "no", "target": 3}),
        "unknown_level",
        (*L, "target"),
    ),
    "nobody-aims-for-unknown": (
        rated("listening", {"level": "unknown", "target": "yes"}),
        rated("listening", {"level": "no", "target": "unknown"}),
        "unknown_level",
        (*L, "target"),
    ),
    "targets-are-looked-at-where-nothing-was-answered": (
        rated("listening", {"target": "yes"}),
        rated("listening", {"target": "all"}),
        "unknown_level",
        (*L, "target"),
    ),
    "answers-name-levels": (
        rated("listening", {"answers": {"cmo": "unknown"}}),
        rated("listening", {"answers": {"cmo": "most"}}),
        "unknown_level",
        (*L, "answers", "cmo", "level"),
    ),
    "answers-may-say-that-it-does-not-apply": (
        rated("acting", {"answers": {"cmo": {"not_applicable": "no records"}}}),
        rated("acting", {"answers": {"cmo": {"level": "yes", "note": "all clinics"}}}),
        "unknown_level",
        (*A, "answers", "cmo", "level"),
    ),
    "what-was-agreed-is-a-level": (
        rated("listening", {"agreed": {"level": "unknown", "by": "us"}}),
        rated("listening", {"agreed": {"level": 7, "by": "us"}}),
        "unknown_level",
        (*L, "agreed", "level"),
    ),
    "criteria-exist": (
        rated("listening", {"criteria": {"heard": None}}),
        rated("listening", {"criteria": {"hear": None}}),
        "unknown_criterion",
        (*L, "criteria", "hear"),
    ),
    "criteria-have-levels": (
        rated("listening", {"criteria": {"heard": "unknown"}}),
        rated("listening", {"criteria": {"heard": "most"}}),
        "unknown_level",
        (*L, "criteria", "heard"),
    ),
    "criteria-are-of-the-practice": (
        rated("listening", {"criteria": {"heard": "yes"}}),
        rated("acting", {"criteria": {"heard": "on"}}),
        "unknown_criterion",
        (*A, "criteria", "heard"),
    ),
    "the-default-target-is-a-level": (
        said(targets={"default": {"share": 0.5}}),
        said(targets={"default": "all"}),
        "unknown_level",
        ("targets", "default"),
    ),
    "a-target-is-a-level-of-any-scale": (
        said(targets={"short": "on", "long": 2}),
        said(targets={"short": "on", "long": 3}),
        "unknown_level",
        ("targets", "long"),
    ),
    "short-targets-are-levels": (
        said(targets={"short": "half"}),
        said(targets={"short": "unknown"}),
        "unknown_level",
        ("targets", "short"),
    ),
    "the-default-target-is-on-the-scale-of-whoever-has-no-other": (
        said(targets={"default": "yes"}, ratings={"acting": {"target": "on"}}),
        said(targets={"default": "yes"}),
        "unknown_level",
        ("targets", "default"),
    ),
    "targets-of-blocks-are-levels": (
        said(targets={"blocks": {"people": 1}}),
        said(targets={"blocks": {"people": "most"}}),
        "unknown_level",
        ("targets", "blocks", "people"),
    ),
    "targets-of-blocks-are-for-blocks-at-any-depth": (
        said(targets={"blocks": {"power": "yes"}}),
        said(targets={"blocks": {"listening": "yes"}}),
        "unknown_block",
        ("targets", "blocks", "listening"),
    ),
    "causes-point-at-practices": (
        goal("acting", "listening"),
        goal("acting", "hearing"),
        "unknown_practice",
        ("goals", 0, "root_causes", 0, "practices", 1),
    ),
    "initiatives-carry-practices": (
        initiative("listening"),
        initiative("people"),
        "unknown_practice",
        ("initiatives", 0, "practices", 0),
    ),
    "actions-are-of-practices": (
        said(actions={"acting": {"progress": "done"}}),
        said(actions={"power": {"progress": "done"}}),
        "unknown_practice",
        ("actions", "power"),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_an_assessment_that_keeps_the_rule_fits(name: str):
    """The passing example of each rule fits, and may be used."""
    fitting = RULES[name][0]

    assert misfits(FRAMEWORK, fitting) == ()
    assert require_fit(FRAMEWORK, fitting) is fitting


@pytest.mark.parametrize("name", RULES)
def test_an_assessment_that_breaks_the_rule_does_not(name: str):
    """The failing example of each rule gives one problem, with its code and its key path, and may not be used."""
    _, broken, code, path = RULES[name]

    (problem,) = misfits(FRAMEWORK, broken)

    assert (problem.code, problem.key_path) == (code, path)
    with pytest.raises(InvalidDataError, match="^" + ".".join(map(str, path[:2]))[:8]):
        require_fit(FRAMEWORK, broken)


def test_all_reasons_are_told_together():
    """Mistakes in different parts of an assessment do not hide each other."""
    assessment = said(
        edition="1",
        organization={"id": "us", "type": "clinic"},
        targets={"default": "all", "blocks": {"place": "most"}},
        ratings={"listening": {"level": "most", "target": "all"}, "nobody": 1},
        actions={"noone": {"progress": "done"}},
    )

    with pytest.raises(InvalidDataError, match="edition") as caught:
        require_fit(FRAMEWORK, assessment)

    assert sorted(problem.code for problem in caught.value.problems) == [
        "unknown_audience",
        "unknown_block",
        *["unknown_level"] * 4,
        *["unknown_practice"] * 2,
        "wrong_edition",
    ]


@pytest.mark.parametrize(
    ("assessment", "words"),
    [
        (rated("lisening", 1), "ratings.lisening: mini has no practice 'lisening' (did you mean 'listening'?)"),
        (
            rated("acting", "one"),
            OFF_THE_SCALE,
        ),
        (
            said(edition="1"),
            OTHER_EDITION,
        ),
        (
            said(framework="maxi"),
            "framework: this assessment rates 'maxi', not 'mini' (open the framework that it names)",
        ),
    ],
)
def test_a_misfit_says_what_to_do(assessment: Assessment, words: str):
    """The sentence names what was found, what there is, and the way out."""
    (problem,) = misfits(FRAMEWORK, assessment)

    assert isinstance(problem, Problem)
    assert str(problem) == words


def test_a_framework_without_audiences_is_for_everybody():
    """Where a source names no audience, any type of organization will do."""
    framework = FRAMEWORK.replace(audiences=())

    assert misfits(framework, said(organization={"id": "us", "type": "hospital"})) == ()


def test_an_empty_framework_fits_an_empty_assessment():
    """A framework that has no practices yet asks for no level."""
    empty = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[])

    assert misfits(empty, Assessment(framework="mini")) == ()


def test_scales_that_share_a_name_are_kept_apart():
    """Scales given as lists of names are all called alike, and a target is a level of the one it is used for."""
    practices = [{"id": "a", "title": "A"}, {"id": "b", "title": "B", "horizon": "long", "scale": ["off", "on"]}]
    blocks = [{"id": "x", "title": "X", "practices": practices}]
    framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=blocks)

    assert misfits(framework, said(targets={"default": "yes", "long": "on"})) == ()


def test_what_respondents_were_asked_about_has_to_be_there():
    """A block or a practice of the framework, told at its place with the nearest; an id of before is told as such."""
    framework = Framework(
        id="mini",
        title="Mini",
        scale=["no", "yes"],
        blocks=[{"id": "care", "title": "Care", "practices": [{"id": "vision", "title": "Vision", "was": ["view"]}]}],
    )
    people = [{"id": "ann", "asked": ["care", "vision"]}, {"id": "ben", "asked": ["vision", "cares", "view"]}]
    wrong, old = misfits(framework, said(respondents=people))
    assert (wrong.code, wrong.key_path) == ("unknown_block", ("respondents", 1, "asked", 1))
    assert str(wrong).endswith("mini has no block or practice 'cares' (did you mean 'care'?)")
    assert (old.code, old.key_path) == ("unknown_practice", ("respondents", 1, "asked", 2))
    assert misfits(framework, said(respondents=people[:1])) == ()


ABOUT = [
    {"id": "voluntary", "title": "Voluntary"},
    {"id": "payment", "title": "Payment", "choices": [{"id": "fees", "title": "Fees"}, {"id": "shares", "title": "S"}]},
]


def _profile(**profile: str) -> list[Problem]:
    evidence = {"contract": {"title": "Contract", "profile": profile}}
    return list(misfits(FRAMEWORK.replace(about=ABOUT), said(evidence=evidence)))


def test_a_contract_is_one_of_the_kinds_that_the_framework_tells_apart():
    """What tells no kinds apart, and what is not there, has none; the nearest one is named."""
    assert _profile(payment="fees") == []
    (unknown,) = _profile(payment="fee")
    assert (unknown.code, unknown.hint) == ("unknown_choice", "did you mean 'fees'?")
    assert unknown.key_path == ("evidence", "contract", "profile", "payment")
    (near,) = _profile(paymnt="fees")
    assert (near.code, near.hint) == ("unknown_statement", "did you mean 'payment'?")
    (none,) = _profile(voluntary="fees")
    assert (none.code, none.hint) == ("unknown_statement", "it tells apart payment")


SCORES = {"id": "scores", "range": [0, 100], "levels": [{"id": "low", "value": 0}, {"id": "high", "value": 1}]}
EVEN = {"id": "even", "levels": [{"id": "no", "value": 0}, {"id": "most", "value": 1}, {"id": "all", "value": 1}]}


def _carried(scale: object = ("no", "half", "yes"), **carried: object) -> list[tuple]:
    """Give the codes and the keys of what is refused of something carried."""
    practice = {"id": "p", "title": "P", "scale": scale}
    framework = Framework(
        id="mini", title="Mini", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": [practice]}]
    )
    found = misfits(framework, Assessment(framework="mini", ratings={"p": {"carried": carried}}))
    assert all(problem.key_path[:3] == ("ratings", "p", "carried") for problem in found)
    return [(problem.code, problem.key_path[3]) for problem in found]


@pytest.mark.parametrize(
    "carried",
    [
        {},
        {"at_least": "no", "at_most": "yes"},
        {"at_least": "half", "at_most": "half"},
        {"at_least": 1, "at_most": "yes"},
        {"at_least": "yes"},
        {"at_most": "no"},
        {"level": "half"},
        {"level": "half", "low": 0.5, "high": 0.9},
        {"scale": SCORES, "at_least": 20, "at_most": 20.5},
        {"scale": SCORES, "at_least": "low", "at_most": 99},
        {"scale": EVEN, "at_least": "most", "at_most": "all"},
    ],
)
def test_what_is_carried_lies_between_two_levels(carried: dict):
    """Or at one, or above or below one; levels that count the same keep their order."""
    assert _carried(**carried) == []


@pytest.mark.parametrize(
    ("carried", "problems"),
    [
        ({"at_least": "yes", "at_most": "half"}, [("contradiction", "at_least")]),
        ({"at_least": 2, "at_most": "no"}, [("contradiction", "at_least")]),
        ({"scale": SCORES, "at_least": 21, "at_most": 20}, [("contradiction", "at_least")]),
        ({"scale": EVEN, "at_least": "all", "at_most": "most"}, [("contradiction", "at_least")]),
        ({"at_least": "most"}, [("unknown_level", "at_least")]),
        ({"at_most": 3}, [("unknown_level", "at_most")]),
        ({"level": "most"}, [("unknown_level", "level")]),
        ({"scale": SCORES, "at_most": 101}, [("unknown_level", "at_most")]),
        ({"at_least": "most", "at_most": "no"}, [("unknown_level", "at_least")]),
        ({"at_least": "most", "at_most": "all"}, [("unknown_level", "at_least"), ("unknown_level", "at_most")]),
    ],
)
def test_bounds_that_are_no_levels_or_stand_the_wrong_way_round_are_refused(carried: dict, problems: list):
    """Each where it stands; what is no level cannot lie above another."""
    assert _carried(**carried) == problems


def test_bounds_the_wrong_way_round_say_what_to_do():
    """With both, for whoever puts it right."""
    carried = {"at_least": "yes", "at_most": "half"}
    (problem,) = misfits(FRAMEWORK, rated("listening", {"carried": carried}))
    assert str(problem).startswith("ratings.listening.carried.at_least: at_least 'yes' lies above at_most 'half'")
    assert (problem.hint, problem.data["found"]) == ("exchange them, or remove what was carried", ("yes", "half"))
