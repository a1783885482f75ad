"""Instruments of others, each told in YAML alone: the figures they publish come out of the one engine.

The only code of this file turns the answers of a case into ratings. Structure, ids, levels and weights stand in the
YAML beside it; texts of other frameworks do not.
"""

import pytest

from instruments.telling import ASEM, C2M2, CISO, PUBLISHED, SAMM, SCORECARD, instrument, rated


def slug(words):
    """Make an id of words."""
    return words.lower().replace(" ", "-")


def test_samm_levels_practices_and_functions_from_all_answers():
    """The 77 answers of the filled example give its 36 levels, 12 practices and 4 functions."""
    words = {0: "no", 0.2: "some", 0.5: "half", 1: "most"}
    ratings = {
        f"{level.lower()}-{i}": words[answer]
        for level, data in SAMM["levels"].items()
        for i, answer in enumerate(data["answers"], 1)
    }
    _, nodes = rated("samm", ratings)

    assert len(ratings) == len(instrument("samm").practices) == 77
    expected = {name: data["expected"] for part in ("levels", "practices") for name, data in SAMM[part].items()}
    expected |= SAMM["phases"]["current"]["functions"]
    assert {name: nodes[name.lower()].output for name in expected} == pytest.approx(expected, abs=1e-12)


def test_samm_gives_full_credit_where_a_question_does_not_apply():
    """The second option of table E means "not applicable" and earns 1: PC1 = (0.2 + 1) / 2."""
    _, nodes = rated("samm", {"pc1-1": "some", "pc1-2": {"not_applicable": "no third parties"}})

    assert nodes["pc1"].output == pytest.approx(0.6)
    assert nodes["pc1"].coverage == 1


@pytest.mark.parametrize("phase", SAMM["phases"])
def test_samm_functions_of_every_phase(phase):
    """The filled example plans four phases by practice scores; each function is their mean."""
    expected = SAMM["phases"][phase]
    _, nodes = rated("samm-practices", {name.lower(): value for name, value in expected["practices"].items()})

    found = {name: nodes[name.lower()].output for name in expected["functions"]}
    assert found == pytest.approx(expected["functions"], abs=1e-12)


@pytest.mark.parametrize("response", C2M2["cases"], ids=lambda one: one["id"])
def test_c2m2_level_of_every_domain(response):
    """The highest MIL whose practices, and all lower ones, are implemented largely or fully."""
    _, nodes = rated("c2m2", {name.lower(): answer.lower() for name, answer in response["answers"].items()})

    assert {name: nodes[name.lower()].output for name in response["expected_mil"]} == response["expected_mil"]
    assert nodes[None].output == min(response["expected_mil"].values())


def ratings_of(vector):
    """Turn a vector of CISO Assistant into ratings and targets; with two layers each leaf is rated twice."""
    tree = CISO["trees"][vector["tree"]]
    layers = {"": {name: leaf["score"] for name, leaf in tree["leaves"].items()} | vector.get("scores", {})}
    if vector["method"] == "documented":
        told = {name: leaf.get("documentation") for name, leaf in tree["leaves"].items()}
        layers = {".implementation": layers[""], ".documentation": told | vector.get("documentation", {})}
    gone = {name: {"not_applicable": "case"} for name in vector.get("not_applicable", ())}
    asked = vector.get("only", tree["roots"])
    gone |= {name: {"not_pursued": "case"} for name in tree["leaves"] if not _roots_of(tree, name) & {*asked}}
    ratings = {name.lower() + layer: said for layer, scores in layers.items() for name, said in (scores | gone).items()}
    target = vector.get("target")
    return {"ratings": ratings, "targets": {} if target is None else {"default": target}}


def _roots_of(tree, name):
    """Name a leaf or a group, and all groups around it."""
    return {name}.union(*(_roots_of(tree, group) for group, inside in tree["children"].items() if name in inside))


def policy_of(vector):
    """Name the YAML file of a vector's tree and method."""
    method = vector["method"].replace("_", "-")
    if vector.get("anchor"):
        method = "anchored-full" if vector.get("target") is None else "anchored-target"
    return f"ciso-{vector['tree'].removesuffix('_documented').replace('_', '-')}/{method}"


LAYERED = [vector | {"method": "documented"} for vector in CISO["vectors"] if "documentation" in vector]
WORKED = [
    {"id": "w1", "tree": "two_sections", "method": "average", "not_applicable": ["B2"], "anchor": True, "expected": 80},
    {"id": "w2", "tree": "two_sections", "method": "average", "scores": dict.fromkeys(("A1", "A2", "B1", "B2")),
     "expected": None},
    {"id": "w3", "tree": "offset_1_4", "method": "average", "expected": 3.0},
    {"id": "w4", "tree": "two_sections", "method": "average", "scores": {"A1": 41.125, "A2": None, "B1": None,
     "B2": None}, "expected": 41.1},
    {"id": "w5", "tree": "two_sections", "method": "average", "only": ["A"], "expected": 70},
    {"id": "w6", "tree": "deep_tree", "method": "average_of_averages", "only": ["F1"], "expected": 77.5},
    {"id": "w7", "tree": "two_sections", "method": "sum", "not_applicable": ["A1", "B2"], "expected": 100},
    {"id": "w8", "tree": "offset_1_4_documented", "method": "documented",
     "expected": {"implementation": 3.0, "documentation": 1.5, "maturity": 2.2}},
    {"id": "w9", "tree": "two_sections", "method": "documented", "not_applicable": ["B2"],
     "documentation": {"A1": 90, "B2": 80},
     "expected": {"implementation": 60.0, "documentation": 30.0, "maturity": 45.0}},
]  # fmt: skip
"""By hand from the rule of the cases: anchored in full, nothing scored, a scale from 1, truncation, one root of two,
sums without some, layers with a leaf that does not apply."""


@pytest.mark.parametrize(
    "vector", [*(v for v in CISO["vectors"] if "documentation" not in v), *WORKED[:-2]], ids=lambda one: one["id"]
)
def test_ciso_assistant_averages_and_sums(vector):
    """Averages, sums and averages of averages, cut to one decimal; what does not apply drops out or is anchored."""
    _, nodes = rated(policy_of(vector), **ratings_of(vector))

    assert nodes[None].output == vector["expected"]


@pytest.mark.parametrize("vector", [*LAYERED, *WORKED[-2:]], ids=lambda one: one["id"])
def test_ciso_assistant_layers_of_documentation(vector):
    """Two layers average by themselves, a missing documentation score as 0, and maturity is the mean of both."""
    _, nodes = rated(policy_of(vector), **ratings_of(vector))

    found = {name: nodes[name].output for name in ("implementation", "documentation")}
    assert found | {"maturity": nodes[None].output} == vector["expected"]


def test_ciso_assistant_nodes_are_not_truncated():
    """Only the overall figure is cut: a section of 41.125 publishes just that."""
    _, nodes = rated("ciso-two-sections/average", {"a1": 41.125})

    assert (nodes["a"].output, nodes[None].output) == (41.125, 41.1)


@pytest.mark.parametrize("example", SCORECARD["examples"], ids=lambda one: one["id"])
def test_openssf_scorecard_of_conclusive_checks(example):
    """Weights follow risk; -1 is inconclusive, and where every check is, there is no score."""
    seen = []
    for risk, _ in example["checks"]:
        seen.append(f"{risk}-{1 + sum(name.startswith(risk) for name in seen)}")
    said = [value if value >= 0 else "unknown" for _, value in example["checks"]]
    _, nodes = rated("scorecard", dict(zip(seen, said, strict=True)))

    expected = None if example["expected"] == -1 else pytest.approx(example["expected"], abs=1e-12)
    assert nodes[None].output == expected


@pytest.mark.parametrize("unit", ASEM["units"], ids=lambda one: one["id"])
def test_coinr_index_of_every_country(unit):
    """Indicators, pillars, sub-indices and the index; missing ones drop out and the rest is renormalised."""
    _, nodes = rated("asem", {code.lower(): value for code, value in unit["normalised"].items()})

    found = {code: nodes[None if code == "Index" else code.lower()].output for code in unit["aggregated"]}
    assert found == pytest.approx(unit["aggregated"], abs=1e-9)


def attested(*without):
    """Attest every element but some."""
    return {name: "no" if name in without else "yes" for name in instrument("attestation").practices}


@pytest.mark.parametrize(
    ("without", "points"), [((), 5), (("1a",), 4), (("1a", "1b", "1c"), 4), (("1a", "3a", "5b"), 2)]
)
def test_cms_gives_a_point_for_a_whole_domain(without, points):
    """All elements make a point; a domain that lacks one, or most, gets none."""
    rule = PUBLISHED["cms_hche"]["expect"]
    _, nodes = rated("attestation", attested(*without))

    assert nodes[None].output == points <= rule["max"]
    for element in without:
        assert nodes[f"domain-{element[0]}"].value == rule["partial_domain_points"]


def test_cms_counts_a_missing_attestation_as_none():
    """An element that nobody attested fails its domain; attested, it would make the point."""
    _, nodes = rated("attestation", attested() | {"3a": None})

    assert nodes[None].output == 4
    assert (nodes["domain-3"].low, nodes["domain-3"].high) == (0, 1)


MUST_PASS = ("quality-1", "network-1", "network-2")


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "accredited"),
        ({"quality-3": "not-met"}, "accredited"),  # 16 of 20 points: 80 percent is not below 80
        ({"quality-2": "partially-met"}, "provisional"),  # 13 of 20
        ({"quality-2": "partially-met", "quality-1": "not-met"}, "denied"),  # 11 of 20: 55 percent is not above 55
        (dict.fromkeys(MUST_PASS[:2], "not-met"), "accredited"),  # 18 and 19 of 20
        (dict.fromkeys(MUST_PASS, "partially-met"), "provisional"),  # 19 of 20 each, but three are not met
        (dict.fromkeys(MUST_PASS), "provisional"),  # without an answer they are not met either
        ({name: {"not_applicable": "case"} for name in MUST_PASS}, "accredited"),
    ],
)
def test_ncqa_thresholds_and_must_pass_elements(changes, verdict):
    """A category between 55 and 80 percent, or three must-pass elements not met, means provisional."""
    met = dict.fromkeys(instrument("accreditation").practices, "met")
    card, _ = rated("accreditation", met | changes)

    assert card.verdict.value == verdict


def test_ncqa_has_no_verdict_without_a_score():
    """With nothing rated yet, nobody has passed."""
    card, _ = rated("accreditation", {})

    assert card.verdict.value is None


@pytest.mark.parametrize("date", range(3))
def test_peek_2012_mean_of_seven_areas(date):
    """The printed overall lies within the rounding of the printed areas; the plain mean of these is exact."""
    table = PUBLISHED["peek2012_acic"]
    _, nodes = rated("acic", {slug(area): values[date] for area, values in table["areas"].items()})

    assert nodes[None].output == pytest.approx(table["recomputed"]["overall"][date], abs=5e-4)
    assert nodes[None].output == pytest.approx(table["expect"]["overall"][date], abs=table["tolerance"])


def test_peek_2012_gains_of_every_area():
    """The printed gains are differences of two readings, on the published scale."""
    table = PUBLISHED["peek2012_acic"]
    first, last = (
        rated("acic", {slug(area): values[date] for area, values in table["areas"].items()})[0] for date in (0, -1)
    )

    gains = [11 * (last.practices[slug(area)].value - first.practices[slug(area)].value) for area in table["areas"]]
    assert gains == pytest.approx(table["expect"]["delta"], abs=1e-9)
    gain = last.score.output - first.score.output
    assert gain == pytest.approx(table["expect"]["overall_delta"], abs=table["tolerance"])


def test_schuster_2018_mean_of_topics_is_not_its_mean_of_items():
    """Ten topics average 2.046; the published 2.3 averages 75 items, so the way of rolling up must be said."""
    table = PUBLISHED["schuster2018_cc"]
    card, nodes = rated("cultural-competence", {slug(topic): value for topic, value in table["topics"].items()})

    assert nodes[None].output == pytest.approx(table["expect"]["topic_mean"], abs=1e-9)
    assert abs(nodes[None].output - table["expect"]["item_weighted"]) > table["tolerance"]
    lowest = sorted(card.practices.values(), key=lambda practice: practice.value)[:3]
    assert [practice.id for practice in lowest] == [slug(topic) for topic in table["expect"]["bottom3"]]


@pytest.mark.parametrize(("mean", "band"), [(2.26, "level-3"), (2.0, "level-2"), (2.01, "level-3"), (5, "level-5")])
def test_progress_report_names_the_level_that_a_mean_climbs(mean, band):
    """The authors call 2.26 piloting, level 3; the nearest label would be level 2. The bands say which is meant."""
    assert PUBLISHED["iha_progress_report"]["expect"]["mean"] == 2.26
    _, nodes = rated("progress-report", {"mean-of-all-items": mean})

    assert (nodes[None].output, nodes[None].band.value) == (pytest.approx(mean), band)
