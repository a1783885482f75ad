"""Health-equity guidance as a self-assessment that an organization can score, explain and act on.

A tour of what stands here:

* **Open**: `load_framework`, `load_framework_of` an assessment, `load_assessment`, `load_crosswalk`, `load_scale`,
  `frameworks`, `crosswalks`; goals of the library: `goal_templates`, `load_goal_template`; **save**: `save_assessment`.
* **Open without files**: `read_framework`, `read_assessment`, `read_tailoring`, `read_crosswalk` take text or plain
  data; `problems_of` says of any error what is wrong, in the same words as for a file.
* **Adapt**: `tailor` changes a framework for one organization as a `Tailoring` says, opened by `load_tailoring`.
* **Ask**: `score` gives a `ScoreCard`, `plan` a `Plan`, `lint` findings, `to_networkx` the step graph.
* **Ask why**: `explain` adds a value up, `stability` scores under other rules, `reach` finds the cheapest way up.
* **Collect answers**: `questionnaire` says what is asked of whom, `save_questionnaire` makes a workbook, a form or a
  table of it, `read_replies` takes back what was filled in, `collect` makes one assessment, and `save_into` writes it
  into a person's own file; `save_decisions` lists what is undecided.
* **Bring people together**: `merge` their files; `respondents` shows who differs, `krippendorff_alpha` how far.
* **Assess once**: `translate` reads an assessment in another framework, `coverage` says what is spoken for already;
  `add_offers` puts beside the actions of a plan what other frameworks offer for them.
* **Schedule** anything: `solve` takes a `ScheduleProblem` and gives a `Schedule`.
* **Ask what if**: `what_if` scores and plans an assessment as it is and as it would be.
* **Ask how firm**: `rank_acceptability` ranks alternatives under many weights of their criteria, `draws` simulates an
  assessment, and `sensitivity` says which weights move its score.
* **Read a cohort**: `score_frame` and `score_many` score thousands of rows, `portfolio` says how they stand, and
  `portfolio_report` makes a report of it.
* **Look again**: `compare` two assessments, `trend` follows several, `review_evidence`; `share` leaves out what others
  must not see.
* **Look back**: `adopt` keeps what a board decides of a plan as an `AdoptedPlan`, `save_adopted_plan` and
  `load_adopted_plan` take it to a file and back, and `plan` says with `since` what became of it; `save_plan` takes a
  plan to where work happens.
* **When the framework changes**: `diff` two revisions of it, `migrate` an assessment to the newer one.
* **Nouns**: `Framework`, `Assessment` and the results, with everything that stands in them; frozen, changed by
  `replace`, and written as JSON by `model_dump_json()`. A noun that is the last line of a notebook cell shows itself.
* **Hand over**: `report` makes one page of an assessment and its results, saved as HTML, Markdown, PDF, Word or slides;
  `load_branding` and `read_branding` say how it looks.
* **Look**: `charts` draws results as Altair charts, to be changed, shown in a notebook, and saved.
* **Keep**: `read_result` opens a result that was kept as JSON, whichever version of the library wrote it.
* **Tables**: `to_records` gives the rows of a result as flat dictionaries, `to_frame` as a data frame, and
  `record_columns` says what each column means.
* **Errors**: everything raised on purpose is an `EquityBlocksError`, but for nouns built in Python from wrong data, for
  which Pydantic raises its `ValidationError`; `InvalidDataError.problems` holds the reasons as data, whose codes are
  stable. The wording of messages is not promised.

Example:
    >>> import equity_blocks as eb
    >>> framework = eb.load_framework("hcplan-apm")
    >>> assessment = eb.Assessment(framework="hcplan-apm", ratings={"vision-setting": "partial"})
    >>> eb.score(framework, assessment).scope.rated
    1
"""

_HOMES: dict[str, str] = {}
"""Public name -> the module that it comes from; filled from the stub when the first name is asked for."""


def _homes() -> dict[str, str]:
    """Read where each public name comes from: the stub beside this file, which type checkers and editors read, too."""
    if not _HOMES:
        stub = __loader__.get_data(f"{__path__[0]}/__init__.pyi").decode()
        imports = sorted((words[3], words[1]) for words in map(str.split, stub.splitlines()) if words[:1] == ["from"])
        _HOMES.update(dict(imports))
    return _HOMES


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562), so that importing the package costs nothing."""
    if name == "__all__":
        return [*_homes()]
    if name == "__version__":
        from equity_blocks.version import VERSION

        return VERSION
    if name.startswith("_") or name not in _homes():
        raise AttributeError(f"module 'equity_blocks' has no attribute '{name}'")
    from importlib import import_module

    # First what nearly all stand on: threads that each begin with a part of it would wait for one another.
    if _homes()[name] != "equity_blocks.errors":
        import_module("equity_blocks.model")
    home = import_module(_homes()[name])
    value = getattr(home, name, None) or import_module(f"{home.__name__}.{name}")
    _let_all_show_themselves()
    globals()[name] = value
    return value


def _let_all_show_themselves() -> None:
    """Tell nouns, problems and errors how they look."""
    from equity_blocks.showing import let_all_show_themselves

    let_all_show_themselves(_draw)


def _draw(shown: object) -> dict[str, str]:
    from equity_blocks.reports.views import draw

    return draw(shown)


def __dir__() -> list[str]:
    return [*_homes(), "__version__"]
