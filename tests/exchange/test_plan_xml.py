import datetime as dt
import os
from xml.etree import ElementTree as ET

import pytest

import planned
from equity_blocks import UnsuitableError
from equity_blocks.engine.sharing.share import share
from equity_blocks.exchange.plan_xml import NAMESPACE, to_plan_xml
from equity_blocks.exchange.planned_work import works


def _tasks(content):
    """Give each task as what it says: name of the part -> text, and the tasks that it waits for."""
    tasks = []
    for task in ET.fromstring(content).iter(f"{{{NAMESPACE}}}Task"):
        own = {part.tag.rpartition("}")[2]: part.text for part in task}
        links = [link[0].text for link in task.iter(f"{{{NAMESPACE}}}PredecessorLink")]
        tasks.append({**own, "links": links})
    return tasks


def _lines(content):
    kept = ("UID", "OutlineNumber", "Name", "Start", "Finish", "links")
    return [
        tuple(task[key][:10] if key in ("Start", "Finish") else task[key] for key in kept) for task in _tasks(content)
    ]


def test_blocks_hold_actions_and_actions_their_levels():
    """A level waits for the one below it, and for the level of another action that it needs."""
    assert _lines(to_plan_xml(planned.small(), planned.small_framework())) == [
        ("1", "1", "The first", "2027-01-01", "2027-02-28", []),
        ("2", "1.1", "A: yes", "2027-01-01", "2027-02-28", []),
        ("3", "1.1.1", "A: some", "2027-01-01", "2027-01-31", []),
        ("4", "1.1.2", "A: yes", "2027-02-01", "2027-02-28", ["3"]),
        ("5", "1.2", "B: yes", "2027-01-01", "2027-02-28", []),
        ("6", "1.2.1", "B: some", "2027-01-01", "2027-01-31", []),
        ("7", "1.2.2", "B: yes", "2027-02-01", "2027-02-28", ["6"]),
        ("8", "2", "The second", "2027-01-01", "2027-02-28", []),
        ("9", "2.1", "C: yes", "2027-01-01", "2027-02-28", []),
        ("10", "2.1.1", "C: some", "2027-01-01", "2027-01-31", []),
        ("11", "2.1.2", "C: yes", "2027-02-01", "2027-02-28", ["10", "3"]),
    ]


def test_a_task_says_how_long_how_much_and_not_before_when():
    """Working days of eight hours; the effort is that of the plan."""
    task = _tasks(to_plan_xml(planned.small()))[2]
    assert (task["Duration"], task["Work"], task["Manual"]) == ("PT168H0M0S", "PT40H0M0S", "0")
    assert (task["ConstraintType"], task["ConstraintDate"]) == ("4", "2027-01-01T08:00:00")


def test_without_a_framework_blocks_have_their_ids():
    """As names."""
    assert [line[2] for line in _lines(to_plan_xml(planned.small())) if line[1] in ("1", "2")] == ["x", "y"]


def test_days_that_a_link_would_move_are_fixed():
    """With a lag of 0 one level begins in the period in which the one before it ends."""
    content = to_plan_xml(planned.small({"start": "2027-01", "periods": 12, "capacity": 20, "lag": 0}))
    assert [task["Manual"] for task in _tasks(content) if task["Summary"] == "0"] == ["0", "1", "0", "1", "0", "1"]


@pytest.mark.parametrize(("progress", "percent"), [("planned", "0"), ("started", "50"), ("done", "100")])
def test_progress_is_a_share(progress, percent):
    """Of the first level where the work is under way."""
    plan = planned.small()
    action = plan.actions[0].model_copy(update={"progress": progress})
    tasks = _tasks(to_plan_xml(plan.model_copy(update={"actions": (action,)})))
    assert [task["PercentComplete"] for task in tasks[2:]] == [percent, "100" if progress == "done" else "0"]


def test_goals_and_what_is_required_are_milestones():
    """On their day."""
    tasks = [task for task in _tasks(to_plan_xml(*planned.riverbend())) if task["Milestone"] == "1"]
    assert [(task["Name"], task["Finish"][:10], task["ConstraintType"]) for task in tasks] == [
        ("Goal: HEDIS PPC postpartum visit (Black members after birth)", "2027-06-30", "3"),
        ("Required: State Medicaid contract, member data section", "2027-06-30", "3"),
    ]


def test_the_same_plan_gives_the_same_bytes_and_says_that_it_is_a_draft():
    """Nothing of the clock; the notice stands in its properties."""
    plan, framework = planned.riverbend()
    content = to_plan_xml(plan, framework)
    assert content == to_plan_xml(plan, framework)
    root = ET.fromstring(content)
    said = {name: root.findtext(f"{{{NAMESPACE}}}{name}") for name in ("Name", "Subject", "CreationDate")}
    assert said == {
        "Name": "Riverbend Community Health Plan (fictional) (draft)",
        "Subject": plan.notice,
        "CreationDate": "2026-09-30T08:00:00",
    }


def test_clients_get_no_names():
    """Of owners and goals: no resources, no milestone of a goal."""
    plan, framework = planned.riverbend()
    content = to_plan_xml(share(plan, "client"), framework)
    assert b"<Resource>" not in content
    assert b"HEDIS" not in content
    assert to_plan_xml(plan, framework).count(b"<Resource>") == 9


def test_hostile_texts_are_only_text():
    """The file is sound XML of the same parts; control characters that XML forbids are marks."""
    plan = planned.hostile()
    names = [task["Name"] for task in _tasks(to_plan_xml(plan))]
    assert "<script>window.canary=1</script> 0: yes" in names
    action = plan.actions[0].model_copy(update={"title": "a\x00b\ud800c\ufffe]]>"})
    tasks = _tasks(to_plan_xml(plan.model_copy(update={"actions": (action,), "goals": ()})))
    mark = "\N{REPLACEMENT CHARACTER}"
    assert tasks[1]["Name"] == f"a{mark}b{mark}c{mark}]]>: yes"


def test_without_days_there_is_no_project():
    """It says what to give."""
    with pytest.raises(UnsuitableError, match=r"a project file needs days, and this plan has no calendar"):
        to_plan_xml(planned.small({}))


@pytest.mark.skipif(
    os.environ.get("EQUITY_BLOCKS_MPXJ") != "1", reason="needs Java: set EQUITY_BLOCKS_MPXJ=1, install mpxj and jpype1"
)
@pytest.mark.filterwarnings("ignore")
def test_mpxj_reads_the_tasks_and_links_of_the_plan(tmp_path):
    """The library that most project tools read such files with: names, days, effort, owners, links, milestones."""
    jpype = pytest.importorskip("jpype")
    pytest.importorskip("mpxj")
    if not jpype.isJVMStarted():
        jpype.startJVM()
    plan, framework = planned.riverbend()
    path = tmp_path / "plan.xml"
    path.write_bytes(to_plan_xml(plan, framework))
    project = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().read(str(path))
    tasks = [task for task in project.getTasks() if task.getName()]
    leaves = [task for task in tasks if not task.getSummary() and not task.getMilestone()]
    found = {
        (
            str(t.getName()),
            str(t.getStart())[:10],
            str(t.getFinish())[:10],
            round(t.getWork().getDuration(), 3),
            _led(t),
        )
        for t in leaves
    }
    wanted = {
        (
            f"{task.title.rpartition(':')[0]}: {step.title}",
            str(step.first),
            str(step.last),
            round(step.effort, 3),
            task.owner,
        )
        for task in works(plan)
        for step in task.steps
    }
    assert found == wanted
    links = {
        (str(link.getPredecessorTask().getName()), str(task.getName()), str(link.getType()))
        for task in leaves
        for link in task.getPredecessors()
    }
    assert links == _wanted_links(plan)
    assert sum(bool(task.getMilestone()) for task in tasks) == 2
    days = {str(task.getName()): task.getDuration().getDuration() for task in leaves}
    assert days["Vision Setting: in place"] == sum(
        (dt.date(2027, 1, 1) + dt.timedelta(days=i)).weekday() < 5 for i in range(90)
    )


def _led(task):
    return ", ".join(str(each.getResource().getName()) for each in task.getResourceAssignments())


def _wanted_links(plan):
    tasks = {task.rank: task for task in works(plan)}

    def name(rank, step):
        return f"{tasks[rank].title.rpartition(':')[0]}: {tasks[rank].steps[step].title}"

    across = {
        (name(link.rank, link.other), name(task.rank, link.step), "FS")
        for task in tasks.values()
        for link in task.links
    }
    within = {
        (name(rank, i - 1), name(rank, i), "FS") for rank, task in tasks.items() for i in range(1, len(task.steps))
    }
    return across | within
