import csv
import io

import pytest

import planned
from equity_blocks import Framework, InvalidDataError
from equity_blocks.engine.collecting.collect import collect
from equity_blocks.engine.sharing.share import share
from equity_blocks.exchange.plan_csv import (
    BLOCKS,
    COLUMNS,
    READ_AS,
    STATUS,
    asked_in,
    from_plan_csv,
    is_plan,
    to_plan_csv,
)


@pytest.fixture(scope="module")
def framework():
    """Give the framework of the small plan."""
    return planned.small_framework()


def _rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _changed(plan, changes):
    """Write the table of a plan in which people changed cells: practice -> column -> text."""
    rows = _rows(to_plan_csv(plan))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0].keys())
    writer.writeheader()
    writer.writerows(row | changes.get(row["Practice id"], {}) for row in rows)
    return stream.getvalue().encode()


def _said(table, framework):
    reply = from_plan_csv(table.encode(), "p.csv", framework)
    assert reply.problems == ()
    return reply.data["actions"]


def _problems(table, framework):
    reply = from_plan_csv(table if isinstance(table, bytes) else table.encode(), "p.csv", framework)
    return [(problem.code, str(problem)) for problem in reply.problems]


def test_a_row_says_what_jira_and_github_ask_for():
    """Under the names of both, and what brings it back."""
    text = to_plan_csv(planned.small())
    first, second, third = _rows(text)
    assert text.splitlines()[0].replace('""', '"').replace('"Link "blocks""', BLOCKS).split(",") == [*COLUMNS]
    description = first.pop("Description")
    assert description.startswith("Unlocks C.\nFrom: no. To: yes.")
    assert first == {
        "Issue id": "1", "Issue Type": "Task", "Summary": "A: yes", "Title": "A: yes", "Status": "To Do",
        "Assignee": "Owner of a", "Assignees": "Owner of a", "Labels": "practice:a x",
        "Start date": "2027-01-01", "Due date": "2027-02-28", "Target date": "2027-02-28", BLOCKS: "3",
        "Practice id": "a", "To level": "yes", "Planned start": "2027-01-01", "Planned finish": "2027-02-28",
        "Framework": "small", "Revision": "1", "Assessment": "ours",
    }  # fmt: skip
    assert (second[BLOCKS], third[BLOCKS]) == ("", "")


def test_there_are_as_many_columns_of_links_as_one_action_needs():
    """Each holds one id, as Jira reads them."""
    plan, framework = planned.riverbend()
    header, *rows = csv.reader(io.StringIO(to_plan_csv(plan), newline=""))
    assert header.count(BLOCKS) == 1
    second = plan.actions[0].model_copy(update={"rank": 99, "practice": "vision-setting"})
    waiting = plan.actions[-1].model_copy(update={"rank": 98})
    more = plan.model_copy(update={"actions": (*plan.actions, waiting, second)})
    header, *rows = csv.reader(io.StringIO(to_plan_csv(more), newline=""))
    at = [i for i, name in enumerate(header) if name == BLOCKS]
    assert at == [12, 13]
    assert [[row[i] for i in at] for row in rows if row[0] == "3"] == [["13", "98"]]
    assert framework.practices["care-redesign"]


def test_a_plan_without_a_calendar_is_a_table_without_days():
    """All else stands there."""
    rows = _rows(to_plan_csv(planned.small({})))
    assert {row[name] for row in rows for name in ("Start date", "Due date", "Target date", "Planned start")} == {""}
    assert [row["Summary"] for row in rows] == ["A: yes", "B: yes", "C: yes"]


def test_status_comes_back_as_progress(framework):
    """Days that stand as they were planned say nothing; those that were changed do, under either name."""
    changes = {
        "a": {"Status": "Done", "Due date": "2027-02-12"},
        "b": {"Status": "in progress", "Start date": "12/Jan/27", "Target date": "Mar 31, 2027"},
    }
    reply = from_plan_csv(_changed(planned.small(), changes), "plan.csv", framework)
    assert reply.problems == ()
    assert (reply.kind, reply.data["framework"], reply.data["revision"], reply.data["id"]) == (
        "progress", "small", 1, "ours",
    )  # fmt: skip
    shown = {name: {key: str(value) for key, value in said.items()} for name, said in reply.data["actions"].items()}
    assert shown == {
        "a": {"progress": "done", "finish": "2027-02-12"},
        "b": {"progress": "started", "start": "2027-01-12", "finish": "2027-03-31"},
        "c": {"progress": "planned"},
    }
    assert reply.place(("actions", "b", "progress")) == "row 3, status"


def test_from_plan_to_table_to_assessment(framework):
    """What was known of the work stays; what nobody began is no news, and what is done has to be rated again."""
    assessment = planned.small_assessment(actions={"b": {"progress": "planned", "start": "2027-01-04", "note": "Ask."}})
    table = _changed(planned.small(), {"a": {"Status": "Done"}, "b": {"Status": "In Progress"}})
    made = collect(framework, assessment, [from_plan_csv(table, "plan.csv", framework)])
    assert made.assessment.model_dump(mode="json", exclude_unset=True)["actions"] == {
        "b": {"progress": "started", "start": "2027-01-04", "note": "Ask."},
        "a": {"progress": "done"},
    }
    assert made.assessment.ratings == assessment.ratings
    assert set(made.changed) == {("actions", "a"), ("actions", "b")}
    assert made.notes == ("plan.csv: done, so rate again, for that alone raises no level: a",)


def test_a_table_that_nobody_touched_changes_nothing(framework):
    """Whatever the work stands at."""
    told = {
        "a": {"progress": "started", "start": "2027-01-04"},
        "b": {"progress": "done"},
        "c": {"progress": "planned"},
    }
    assessment = planned.small_assessment(actions=told)
    table = to_plan_csv(planned.small(actions=told)).encode()
    made = collect(framework, assessment, [from_plan_csv(table, "plan.csv", framework)])
    assert (made.assessment, made.changed) == (assessment, ())


@pytest.mark.parametrize("progress", STATUS)
def test_every_state_has_a_status_that_is_read_as_it(framework, progress):
    """However it is written."""
    assert _said(f"Practice id,Status\na,{STATUS[progress].upper()}\n", framework) == {"a": {"progress": progress}}
    for word in (word for word, state in READ_AS.items() if state == progress):
        assert _said(f"Practice id,Status\na,  {word.title()} \n", framework) == {"a": {"progress": progress}}


def test_an_export_of_jira_is_read(framework):
    """Its own ids and names of columns, labels in columns of their own, days with a time; other issues are counted."""
    table = (
        "Summary,Issue key,Issue id,Status,Labels,Labels,Due date,Custom field (Planned finish)\n"
        "A: yes,EQ-1,10001,In Progress,practice:a,x,30/Apr/27 12:00 AM,2027-02-28\n"
        "Other,EQ-2,10002,Done,,,,\n"
    )
    reply = from_plan_csv(table.encode(), "jira.csv", framework)
    assert {key: str(value) for key, value in reply.data["actions"]["a"].items()} == {
        "progress": "started",
        "finish": "2027-04-30",
    }
    assert reply.notes == ("1 row of other work left out: no Practice id, and no label practice:ID",)


def test_an_export_of_github_is_read(framework):
    """Separated by tabs; days without those that were planned are left out, which is told."""
    table = "Title\tAssignees\tStatus\tLabels\tTarget date\nA: yes\tsomebody\tDone\tx, practice:a\tApr 30, 2027\n"
    reply = from_plan_csv(table.encode(), "github.tsv", framework)
    assert reply.data["actions"] == {"a": {"progress": "done"}}
    assert reply.notes == (
        "days left out: without the columns Planned start and Planned finish nobody can tell which changed",
    )


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        (
            "a,Halfway,yes,,,,",
            "unknown_status",
            "actions.a: 'Halfway' does not say where the work stands (write To Do, In Progress, Done or Cancelled)",
        ),
        ("z,Done,yes,,,,", "unknown_practice", "p.csv row 2, practice id: actions.z: there is no practice 'z'"),
        (
            "a,Done,yes,,3/4/27,,2027-02-28",
            "no_day",
            "p.csv row 2, due date: actions.a: '3/4/27' is not a day that can be read without guessing (write it as",
        ),
        ("a,Done,yes,,2027-02-30,,2027-02-28", "no_day", "'2027-02-30' is not a day"),
        (
            "a,Done,yes,2027-05-01,2027-04-01,2027-01-01,2027-02-28",
            "contradiction",
            "it ends on 2027-04-01, before it begins on 2027-05-01",
        ),
        ("a,Done,yes,,,,\na,To Do,yes,,,,", "duplicate_row", "'a' is there twice, first in row 2"),
    ],
)
def test_what_cannot_be_read_is_a_problem_at_its_cell(framework, rows, code, said):
    """With what is allowed."""
    table = f"Practice id,Status,To level,Start date,Due date,Planned start,Planned finish\n{rows}\n"
    ((found, message),) = _problems(table, framework)
    assert found == code
    assert said in message


def test_two_last_days_that_differ_are_a_problem(framework):
    """The one that stands as planned says nothing."""
    head = "Practice id,Status,Due date,Target date,Planned finish\n"
    ((code, message),) = _problems(f"{head}a,Done,2027-03-01,2027-03-02,2027-02-28\n", framework)
    assert (code, "2027-03-01 and 2027-03-02 both stand there as the last day" in message) == ("contradiction", True)
    assert _said(f"{head}a,Done,2027-03-01,2027-03-01,2027-02-28\n", framework)["a"]["finish"].month == 3


def test_a_day_that_a_spreadsheet_wrote_in_its_own_way_is_no_change(framework):
    """Where it did so in both columns."""
    head = "Practice id,Status,Due date,Planned finish\n"
    assert _said(f"{head}a,Done,2/28/2027,2/28/2027\n", framework) == {"a": {"progress": "done"}}


def test_several_actions_on_one_practice_are_one_state_of_work(framework):
    """Done once all are; under way where they differ; what was dropped does not count beside others."""
    head = "Practice id,To level,Status\n"
    assert _said(f"{head}a,some,Done\na,yes,To Do\n", framework) == {"a": {"progress": "started"}}
    assert _said(f"{head}a,some,Done\na,yes,Cancelled\n", framework) == {"a": {"progress": "done"}}
    assert _said(f"{head}a,some,Done\na,yes,Done\n", framework) == {"a": {"progress": "done"}}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Practice id,Status\na,\xff\n", "not_utf8"),
        (b"x" * 20_000_001, "too_large"),
        (b"Practice id,Status\n" + b"a,Done\n" * 100_000, "too_large"),
        (b'Practice id,Status\n"' + b"a" * 1_000_001, "not_a_table"),
    ],
    ids=["other-encoding", "too-many-bytes", "too-many-rows", "endless-cell"],
)
def test_what_is_no_table_is_refused(framework, content, code):
    """Before anything of it is used."""
    with pytest.raises(InvalidDataError, match=r"p\.csv") as caught:
        from_plan_csv(content, "p.csv", framework)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_problems_are_told_up_to_a_number(framework):
    """A table of nonsense gives no flood."""
    table = "Practice id,Status\n" + "".join(f"z{i},Done\n" for i in range(200))
    assert len(_problems(table, framework)) == 50


def test_another_framework_or_revision_is_refused(framework):
    """When it is collected, at the file."""
    table = _changed(planned.small(), {name: {"Framework": "mini"} for name in "abc"})
    assert asked_in(table, "p.csv") == ("mini", 1)
    with pytest.raises(InvalidDataError, match=r"p\.csv: framework: it asks about 'mini', not 'small'"):
        collect(framework, planned.small_assessment(), [from_plan_csv(table, "p.csv", framework)])
    table = _changed(planned.small(), {name: {"Revision": "2"} for name in "abc"})
    with pytest.raises(InvalidDataError, match=r"it asks about revision 2, but this is revision 1"):
        collect(framework, planned.small_assessment(), [from_plan_csv(table, "p.csv", framework)])


def test_a_table_is_known_by_its_header():
    """Not taken for one of answers, which has levels."""
    assert is_plan(next(csv.reader(io.StringIO(to_plan_csv(planned.small())))))
    assert is_plan(["\ufeffTitle", "URL", "Status", "Labels"])
    assert not is_plan(["row", "practice", "title", "level", "status"])
    assert not is_plan(["practice", "field", "decided"])
    assert asked_in(b"Title,Status,Labels\na,Done,\n", "p.csv") is None


def test_clients_get_no_names():
    """Of owners and goals."""
    plan, _ = planned.riverbend()
    text = to_plan_csv(share(plan, "client"))
    assert {row["Assignee"] + row["Assignees"] for row in _rows(text)} == {""}
    assert "HEDIS" not in text
    assert "postpartum-visits" not in text


def test_hostile_texts_run_nothing_and_come_back():
    """No cell begins as a formula does; the table of a hostile plan is read without a problem."""
    framework = Framework.model_validate(
        {
            "id": "f", "title": "F", "scale": ["no", "yes"],
            "blocks": [{"id": "b", "title": "=B", "practices": [{"id": "p", "title": "=HYPERLINK(1)\n@x"}]}],
        }
    )  # fmt: skip
    plan = planned.plan(
        framework, planned.Assessment(framework="f", ratings={"p": {"level": "no", "owner": "+1\t-2"}}), everything=True
    )
    (row,) = _rows(to_plan_csv(plan))
    assert (row["Summary"], row["Assignee"]) == ("'=HYPERLINK(1)\n'@x: yes", "'+1\t'-2")
    hostile = planned.hostile()
    cells = [cell for row in csv.reader(io.StringIO(to_plan_csv(hostile), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
    reply = from_plan_csv(to_plan_csv(hostile).encode(), "p.csv", planned.hostile_texts.framework())
    assert (reply.problems, len(reply.data["actions"])) == ((), len(hostile.actions))
