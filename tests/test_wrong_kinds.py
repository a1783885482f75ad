"""An argument of the wrong kind is an error of this library that says what was meant, in every public function."""

import json
from dataclasses import asdict
from functools import cache
from typing import Any

import pytest

import equity_blocks as eb


@cache
def valid() -> dict[str, Any]:
    """Give one noun of each kind, which go together."""
    framework = eb.load_framework("hcplan-apm")
    assessment = eb.Assessment(framework="hcplan-apm", ratings={"trust-building": "partial"})
    plan = eb.plan(framework, assessment, pick=1)
    return {
        "framework": framework,
        "assessment": assessment,
        "tailoring": eb.read_tailoring({"framework": "hcplan-apm"}),
        "crosswalk": eb.load_crosswalk("hcplan-apm--ahe-roadmap"),
        "target": eb.load_framework("ahe-roadmap"),
        "plan": plan,
        "adopted": eb.adopt(plan),
        "cohort": eb.portfolio(framework, [assessment], resamples=0),
    }


CALLS: dict[str, tuple[str, ...]] = {
    "add_offers": ("plan",),
    "adopt": ("plan",),
    "collect": ("framework", "assessment"),
    "compare": ("framework", "assessment", "assessment"),
    "diff": ("framework", "framework"),
    "draws": ("framework", "assessment"),
    "explain": ("framework", "assessment"),
    "lint": ("framework", "assessment"),
    "migrate": ("framework", "assessment"),
    "plan": ("framework", "assessment"),
    "portfolio": ("framework",),
    "portfolio_report": ("framework", "cohort"),
    "questionnaire": ("framework", "assessment"),
    "reach": ("framework", "assessment"),
    "respondents": ("framework", "assessment"),
    "review_evidence": ("framework", "assessment"),
    "save_adopted_plan": ("adopted",),
    "save_assessment": ("assessment",),
    "save_plan": ("plan",),
    "score": ("framework", "assessment"),
    "score_frame": ("framework",),
    "score_many": ("framework",),
    "sensitivity": ("framework", "assessment"),
    "stability": ("framework", "assessment"),
    "tailor": ("framework", "tailoring"),
    "to_networkx": ("framework",),
    "translate": ("framework", "assessment", "crosswalk", "target"),
    "what_if": ("framework", "assessment"),
}
REST: dict[str, tuple[Any, ...]] = {
    "add_offers": ([], []), "collect": ([],), "portfolio": ([],), "reach": ("high",),
    "save_adopted_plan": ("nowhere/a.yaml",), "save_assessment": ("nowhere/a.yaml",), "save_plan": ("nowhere/a.csv",),
    "score_frame": (None,), "score_many": ([],), "what_if": ({"trust-building": "in-place"},),
}  # fmt: skip
ALONE = (("collect", 1), ("lint", 1), ("questionnaire", 1))
WRONG = {"text": "hcplan-apm", "mapping": {"id": "x"}, "nothing": None, "other": object()}


@pytest.mark.parametrize("given", WRONG)
@pytest.mark.parametrize(("name", "at"), [(name, at) for name, nouns in CALLS.items() for at in range(len(nouns))])
def test_what_is_of_the_wrong_kind_is_refused_by_name(name: str, at: int, given: str):
    """Before anything is done, with a code that is the same everywhere."""
    if given == "nothing" and (name, at) in ALONE:
        pytest.skip("a framework alone will do")
    nouns = [valid()[noun] for noun in CALLS[name]]
    nouns[at] = WRONG[given]
    with pytest.raises(eb.UnsuitableError, match="must be") as caught:
        getattr(eb, name)(*nouns, *REST.get(name, ()))
    assert caught.value.code == "wrong_kind"
    assert caught.value.data["found"] == type(WRONG[given]).__name__


@pytest.mark.parametrize("name", [name for name, nouns in CALLS.items() if nouns[:2] == ("framework", "assessment")])
def test_swapped_arguments_are_told(name: str):
    """The framework comes first, in every function."""
    first, second, *more = (valid()[noun] for noun in CALLS[name])
    with pytest.raises(eb.UnsuitableError, match="not an Assessment: look at the order of the arguments"):
        getattr(eb, name)(second, first, *more, *REST.get(name, ()))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            "hcplan-apm",
            r"framework must be a Framework, not the text 'hcplan-apm': load_framework\('hcplan-apm'\) opens",
        ),
        ("id: a\ntitle: b\n", r"read_framework\(\.\.\.\) makes one of it"),
        ({"id": "a"}, r"not a mapping: read_framework\(\.\.\.\) makes one of it"),
        (None, "framework must be a Framework, not None"),
    ],
)
def test_what_was_meant_is_said(given: Any, words: str):
    """How to make a framework of what was given."""
    with pytest.raises(eb.UnsuitableError, match=words):
        eb.score(given, valid()["assessment"])


@pytest.mark.parametrize("what", ["framework", "assessment", "tailoring", "crosswalk", "branding"])
def test_paths_and_data_have_functions_of_their_own(what: str):
    """`load_...` opens files, `read_...` takes data, and each names the other."""
    load, read = getattr(eb, f"load_{what}"), getattr(eb, f"read_{what}")
    for data in ("id: a\n", b"id: a", {"id": "a"}):
        with pytest.raises(eb.UnsuitableError, match=rf"read_{what}\(\.\.\.\) makes one of it") as caught:
            load(data)
        assert caught.value.code == "wrong_kind"
    for source in ("a/b.yaml", "hcplan-apm"):
        with pytest.raises(eb.UnsuitableError, match=rf"opens no files: load_{what}\('{source}'\) does"):
            read(source)
    for odd in (None, 3, ["a"]):
        with pytest.raises(eb.UnsuitableError, match="source must be text, bytes or a mapping"):
            read(odd)
        with pytest.raises(eb.UnsuitableError, match="source must be text or a path"):
            load(odd)


@cache
def calls() -> dict[str, Any]:
    """Give functions of one argument, by what they call it."""
    framework, assessment, plan, adopted = (valid()[name] for name in ("framework", "assessment", "plan", "adopted"))
    cohort = valid()["cohort"]
    card, rows = eb.score(framework, assessment), [[0.1, 0.2], [0.3, 0.4]]
    return {
        "explain node": lambda node: eb.explain(framework, assessment, node),
        "reach band": lambda band: eb.reach(framework, assessment, band),
        "reach block": lambda block: eb.reach(framework, assessment, "established", block),
        "merge names": lambda names: eb.merge([assessment], names),
        "merge assessments": eb.merge,
        "merge as_of": lambda as_of: eb.merge([assessment], as_of=as_of),
        "coverage frameworks": lambda frameworks: eb.coverage(frameworks, [], []),
        "add_offers frameworks": lambda frameworks: eb.add_offers(plan, frameworks, []),
        "respondents combine": lambda combine: eb.respondents(framework, assessment, combine=combine),
        "respondents draws": lambda draws: eb.respondents(framework, assessment, draws=draws),
        "respondents confidence": lambda share: eb.respondents(framework, assessment, confidence=share),
        "rank_acceptability values": eb.rank_acceptability,
        "rank_acceptability weights": lambda weights: eb.rank_acceptability(rows, weights),
        "read_framework name": lambda name: eb.read_framework("a: 1", name=name),
        "read_framework scales": lambda scales: eb.read_framework("a: 1", scales=scales),
        "read_framework scale": lambda scale: eb.read_framework("a: 1", scales={"s": scale}),
        "read_result kind": lambda kind: eb.read_result(card.model_dump_json(), kind),
        "record_columns kind": eb.record_columns,
        "record_columns of": lambda of: eb.record_columns(eb.ScoreCard, of=of),
        "to_records of": lambda of: eb.to_records(card, of=of),
        "save_adopted_plan path": lambda path: eb.save_adopted_plan(adopted, path),
        "portfolio rows": lambda rows: eb.portfolio(framework, rows),
        "portfolio earlier": lambda earlier: eb.portfolio(framework, [assessment], earlier=earlier),
        "portfolio by": lambda by: eb.portfolio(framework, [assessment], by=by),
        "portfolio organization": lambda name: eb.portfolio(framework, [assessment], organization=name),
        "portfolio audience": lambda audience: eb.portfolio(framework, [assessment], audience=audience),
        "portfolio min_organizations": lambda least: eb.portfolio(framework, [assessment], min_organizations=least),
        "portfolio first": lambda first: eb.portfolio(framework, [assessment], first=first),
        "portfolio seed": lambda seed: eb.portfolio(framework, [assessment], seed=seed),
        "portfolio_report branding": lambda branding: eb.portfolio_report(framework, cohort, branding=branding),
        "score_frame frame": lambda frame: eb.score_frame(framework, frame),
        "score_many assessments": lambda assessments: eb.score_many(framework, assessments),
        "score_many backend": lambda backend: eb.score_many(framework, [assessment], backend=backend),
        "draws n": lambda n: eb.draws(framework, assessment, n),
        "draws seed": lambda seed: eb.draws(framework, assessment, 1, seed=seed),
        "draws backend": lambda backend: eb.draws(framework, assessment, 1, backend=backend),
        "sensitivity n": lambda n: eb.sensitivity(framework, assessment, n),
        "sensitivity seed": lambda seed: eb.sensitivity(framework, assessment, 64, seed=seed),
    }


ODD = {
    "number": 7, "rows": [[7]], "set": {7}, "other": object(), "mapping": {"seven": 7}, "function": valid,
    "bytes": b"7", "nan": float("nan"),
}  # fmt: skip


NUMBERS = ("respondents draws", "draws n", "draws seed", "sensitivity seed", "portfolio first", "portfolio seed")
TAKEN = [(name, "number") for name in (*NUMBERS, "portfolio min_organizations")]
TAKEN.append(("rank_acceptability values", "rows"))


@pytest.mark.parametrize("given", ODD)
@pytest.mark.parametrize("name", calls())
def test_no_other_argument_of_the_wrong_kind_crashes(name: str, given: str):
    """It is an error of the library, and its facts are JSON."""
    if (name, given) in TAKEN:
        pytest.skip("that is what it takes")
    with pytest.raises(eb.EquityBlocksError) as caught:
        calls()[name](ODD[given])
    assert caught.value.code not in ("error", "unsuitable")
    assert json.dumps(asdict(eb.problems_of(caught.value)[0]), allow_nan=False)


def test_one_where_several_are_asked_for_is_told():
    """A noun can be iterated over, and is no list all the same."""
    with pytest.raises(eb.UnsuitableError, match="frameworks must be a list of Frameworks, not a Framework"):
        eb.coverage(valid()["framework"], [], [])


@pytest.mark.parametrize("text", ["null", "[1, 2]", "[]", "true", '"text"'])
def test_json_that_is_no_mapping_is_no_path(text: str):
    """Text and bytes say the same of it."""
    codes = []
    for source in (text, text.encode()):
        with pytest.raises(eb.InvalidDataError) as caught:
            eb.read_assessment(source)
        codes.append([problem.code for problem in caught.value.problems])
    assert codes[0] == codes[1]
