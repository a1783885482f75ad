"""The same instruments with other answers than the published ones, against the rule of each, told once more by hand.

The rules here are literal: they know nothing of nodes, policies or shares.
"""

from fractions import Fraction
from math import floor
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import Assessment, score
from instruments.telling import ASEM, C2M2, CISO, SAMM, instrument, rated
from strategies import fewer

OUT = {"not_applicable": "case"}
ASIDE = {"not_pursued": "case"}
"""What takes a leaf out, also where what does not apply is anchored."""

TREES = {name: tree for name, tree in CISO["trees"].items() if not name.endswith("documented")}


def leaves_below(tree, name):
    """List the leaves in a node, or the leaf itself."""
    inside = tree["children"].get(name)
    return [name] if inside is None else [leaf for child in inside for leaf in leaves_below(tree, child)]


def share_of(tree, said, name):
    """Say what share of its own range a leaf has; None where it does not count."""
    low, high = tree["leaves"][name].get("scale", tree["scale"])
    return None if said[name] is None else Fraction(said[name] - low) / (high - low)


def average(tree, said, names, method):
    """Average shares by weight over all leaves; or so in the lowest groups, and plainly from group to group."""
    if method == "average_of_averages":
        inside = [child for name in names for child in tree["children"].get(name, ())]
        groups = [name for name in inside if name in tree["children"]]
        groups = groups or [name for name in names if name in tree["children"] and len(names) > 1]
        if groups:
            found = [average(tree, said, [name], method) for name in groups]
            found = [share for share in found if share is not None]
            return sum(found) / len(found) if found else None
    shares = {leaf: share_of(tree, said, leaf) for name in names for leaf in leaves_below(tree, name)}
    counted = {name: share for name, share in shares.items() if share is not None}
    weights = {name: tree["leaves"][name]["weight"] for name in counted}
    return sum(weights[n] * counted[n] for n in counted) / sum(weights.values()) if counted else None


def cut(figure):
    """Leave one decimal."""
    return None if figure is None else floor(figure * 10) / 10


def figure_of(tree, said, names, method):
    """Give a figure as it is published before it is cut."""
    if method == "sum":
        scored = {name: said[name] for root in names for name in leaves_below(tree, root) if said[name] is not None}
        return sum(tree["leaves"][n]["weight"] * score for n, score in scored.items()) if scored else None
    low, high = tree["scale"]
    share = average(tree, said, names, method)
    return None if share is None else low + (high - low) * share


def quarters(low, high):
    """Draw a score of a range, in quarters."""
    return st.integers(4 * low, 4 * high).map(lambda quarter: quarter / 4)


@st.composite
def trees(draw):
    """Draw a tree, scores from its ranges, what does not apply, and the roots that are asked for."""
    name = draw(st.sampled_from(sorted(TREES)))
    tree = TREES[name]
    ranges = {leaf: data.get("scale", tree["scale"]) for leaf, data in tree["leaves"].items()}
    said = {leaf: draw(st.one_of(st.none(), quarters(*bounds))) for leaf, bounds in ranges.items()}
    gone = draw(st.sets(st.sampled_from(sorted(said))))
    roots = draw(st.sets(st.sampled_from(tree["roots"]), min_size=1))
    return name, tree, said, gone, [root for root in tree["roots"] if root in roots]


def ciso(name, said, gone, kept, **scoring):
    """Score a tree by some policy; give its figures."""
    framework = instrument(f"ciso-{name.replace('_', '-')}/average")
    policy = {"output": framework.scoring.output, "min_coverage": 0.0, **scoring}
    framework = framework.replace(scoring=policy)
    ratings = {leaf.lower(): OUT if leaf in gone else figure for leaf, figure in said.items()}
    ratings |= {leaf.lower(): ASIDE for leaf in said if leaf not in kept}
    card = score(framework, Assessment(framework=framework.id, ratings=ratings))
    nodes = {None: card.score.output}

    def collect(blocks):
        for block in blocks:
            nodes[block.id] = block.output
            collect(block.blocks)

    collect(card.blocks)
    return nodes


CUT = {"rounding": {"mode": "truncate", "digits": 1}}
METHODS = {
    "average": {"over": "practices", "top": CUT},
    "sum": {"aggregate": "sum", "output": None, "top": CUT},
    "average_of_averages": {"top": {"over": "grandchildren", **CUT}},
}


@fewer
@pytest.mark.parametrize("method", METHODS)
@given(trees())
def test_any_score_tree_by_any_method(method, drawn):
    """Some scored, some not, some that do not apply, some roots: the figures of the whole and of every node."""
    name, tree, said, gone, roots = drawn
    kept = {leaf for root in roots for leaf in leaves_below(tree, root)}
    is_deep = any(child in tree["children"] for inside in tree["children"].values() for child in inside)
    how = METHODS[method] if is_deep or method != "average_of_averages" else {"top": CUT}
    nodes = ciso(name, said, gone, kept, **how)

    counted = {leaf: None if leaf in gone or leaf not in kept else figure for leaf, figure in said.items()}
    assert nodes[None] == cut(figure_of(tree, counted, roots, method))
    for node in tree["children"]:
        expected = figure_of(tree, counted, [node], method)
        assert nodes[node.lower()] == (None if expected is None else pytest.approx(float(expected), abs=1e-9)), node


@fewer
@given(trees())
def test_any_score_tree_with_what_does_not_apply_anchored(drawn):
    """Such a leaf has the highest score, also where nothing else is scored."""
    name, tree, said, gone, _ = drawn
    nodes = ciso(name, said, gone, set(said), over="practices", not_applicable="full", top=CUT)
    tops = {leaf: data.get("scale", tree["scale"])[1] for leaf, data in tree["leaves"].items()}
    counted = {leaf: tops[leaf] if leaf in gone else figure for leaf, figure in said.items()}
    assert nodes[None] == cut(figure_of(tree, counted, tree["roots"], "average"))


@fewer
@given(st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=4, max_size=4))
def test_layers_of_documentation_with_any_scores(said):
    """Means by layer over what has a score, documentation without one at 0; maturity is the mean of both, cut."""
    done, told = said[:2], said[2:]
    ratings = {f"d{i}.implementation": figure for i, figure in enumerate(done, 1)}
    ratings |= {f"d{i}.documentation": figure for i, figure in enumerate(told, 1)}
    _, nodes = rated("ciso-offset-1-4/documented", ratings)

    layers = [fmean([figure for figure in done if figure is not None] or [0]), fmean(figure or 0 for figure in told)]
    if done == [None, None]:
        assert nodes["implementation"].output is None
    else:
        assert [nodes[name].output for name in ("implementation", "documentation")] == layers
        assert nodes[None].output == cut(Fraction(sum(layers)) / 2)


DOMAINS = {name.lower() for one in C2M2["cases"] for name in one["expected_mil"]}


@fewer
@given(st.data())
def test_any_responses_to_c2m2(data):
    """A level is reached if all lower ones are, and every practice up to it is implemented fully or largely."""
    levels = {name.lower(): mil for name, mil in C2M2["practices"].items()}
    usual = data.draw(st.sampled_from(("fi", "li", "pi", "ni", None)))
    answers = dict.fromkeys(levels, usual)
    answers |= data.draw(
        st.dictionaries(st.sampled_from(sorted(levels)), st.sampled_from(("fi", "li", "pi", "ni", None)), max_size=12)
    )
    _, nodes = rated("c2m2", answers)

    for domain in DOMAINS:
        mine = {name: mil for name, mil in levels.items() if name.rsplit("-", 1)[0] == domain}
        reached = [
            mil
            for mil in (1, 2, 3)
            if all(answers[name] in ("fi", "li") for name, needed in mine.items() if needed <= mil)
        ]
        assert nodes[domain].output == max(reached, default=0)


@pytest.mark.parametrize("answer", [None, "ni", "pi"])
def test_c2m2_without_anything_implemented(answer):
    """Level 0 everywhere: that nothing is answered is known, and is not null."""
    _, nodes = rated("c2m2", dict.fromkeys(instrument("c2m2").practices, answer))
    assert {nodes[domain].output for domain in DOMAINS} == {0.0}


@fewer
@given(st.data())
def test_any_answers_to_samm(data):
    """Means make levels, sums make practices, means make functions; what does not apply earns full credit."""
    words = {"no": 0, "some": 0.2, "half": 0.5, "most": 1}
    values, ratings = {}, {}
    for level, case in SAMM["levels"].items():
        for i, table in enumerate(case["table"], 1):
            word = data.draw(st.sampled_from(("no", "half", "most", OUT) if table == "E" else tuple(words)))
            ratings[f"{level.lower()}-{i}"] = word
            values.setdefault(level, []).append(1 if word is OUT else words[word])
    _, nodes = rated("samm", ratings)

    practices = {name: sum(fmean(values[f"{name}{i}"]) for i in (1, 2, 3)) for name in SAMM["practices"]}
    assert {name: nodes[name.lower()].output for name in practices} == pytest.approx(practices, abs=1e-12)
    for function, inside in SAMM["functions"].items():
        assert nodes[function.lower()].output == pytest.approx(fmean(practices[name] for name in inside), abs=1e-12)


@fewer
@given(st.data())
def test_any_results_of_scorecard(data):
    """Inconclusive checks leave both sums."""
    weights = {name: practice.weight for name, practice in instrument("scorecard").practices.items()}
    said = {name: data.draw(st.integers(-1, 10)) for name in weights}
    _, nodes = rated("scorecard", {name: "unknown" if figure < 0 else figure for name, figure in said.items()})

    counted = [name for name in weights if said[name] >= 0]
    whole = sum(weights[name] for name in counted)
    expected = sum(weights[name] * said[name] for name in counted) / whole if counted else None
    assert nodes[None].output == (None if expected is None else pytest.approx(expected, abs=1e-12))


@fewer
@given(st.data())
def test_any_indicators_of_coinr(data):
    """Weighted means from pillar to index over what has data; a group without any drops out."""
    values = {}
    parents = {row["code"]: row["parent"] for row in ASEM["hierarchy"]}
    leaves = [code for code in parents if code not in parents.values()]
    for code in leaves:
        values[code] = data.draw(st.one_of(st.none(), st.integers(0, 100)))
    _, nodes = rated("asem", {code.lower(): value for code, value in values.items()})

    for row in sorted(ASEM["hierarchy"], key=lambda row: row["level"]):
        if row["code"] in values:
            continue
        inside = [r for r in ASEM["hierarchy"] if r["parent"] == row["code"] and values[r["code"]] is not None]
        whole = sum(r["weight"] for r in inside)
        values[row["code"]] = sum(r["weight"] * values[r["code"]] for r in inside) / whole if inside else None
        found = nodes[None if row["parent"] is None else row["code"].lower()].output
        assert found == (None if values[row["code"]] is None else pytest.approx(values[row["code"]], abs=1e-9))


@fewer
@given(st.data())
def test_any_attestation_to_cms(data):
    """A point for each domain whose every element is attested, however many are left blank."""
    names = list(instrument("attestation").practices)
    said = {name: data.draw(st.sampled_from(("yes", "yes", "yes", "no", None))) for name in names}
    _, nodes = rated("attestation", said)

    points = sum(all(said[name] == "yes" for name in names if name[0] == domain) for domain in "12345")
    assert nodes[None].output == points


@fewer
@given(st.data())
def test_any_survey_of_ncqa(data):
    """Provisional if a category has more than 55 and less than 80 percent, or three must-pass elements are not met."""
    framework = instrument("accreditation")
    levels = {"met": 2, "partially-met": 1, "not-met": 0}
    said = {name: data.draw(st.sampled_from(("met", "met", *levels))) for name in framework.practices}
    card, _ = rated("accreditation", said)

    shares = []
    for block in framework.blocks:
        reached = sum(practice.weight * levels[said[practice.id]] for practice in block.practices)
        shares.append(100 * reached / sum(2 * practice.weight for practice in block.practices))
    if min(shares) <= 55:
        expected = "denied"
    elif min(shares) < 80 or all(said[name] != "met" for name in ("quality-1", "network-1", "network-2")):
        expected = "provisional"
    else:
        expected = "accredited"
    assert card.verdict.value == expected
