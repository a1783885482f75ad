import io
import re
import time

import pytest

import workbooks
from equity_blocks.errors import InvalidDataError
from equity_blocks.exchange.workbook import asked_in, from_workbook, to_workbook
from workbooks import cell, changed, filled, made, part_of, read

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
pytest.importorskip("python_calamine", reason="needs python-calamine: pip install equity-blocks[excel]")


def _typed(practice, values, sheet="Answers", part="", **how):
    """Give the reply to the owner's workbook in which something was typed: column -> what."""
    content = made(**how)
    places = {cell(content, practice, key, sheet, part): value for key, value in values.items()}
    return read(filled(content, places, sheet))


def _told(reply):
    return [(problem.code, problem.place) for problem in reply.problems]


def test_an_empty_workbook_is_a_reply_of_blanks():
    """Every practice that it showed is there, and none of them says anything."""
    reply = read(made(respondent="ann"))
    assert reply.problems == reply.notes == ()
    assert reply.kind == "answers"
    assert reply.data == {
        "framework": "mini",
        "edition": "2026",
        "revision": 1,
        "id": "sample",
        "respondents": [{"id": "ann"}],
        "ratings": {"vision": {}, "budget": {}, "access": {}},
    }
    assert reply.fingerprint == workbooks.mini().fingerprint


def test_every_field_that_the_door_carries_comes_back_with_its_cell():
    """The owner's answers and planning, parts and scores among them."""
    ratings = {
        "vision": {"criteria": {"written": "in-place", "known": "unknown"}, "note": "a\nb"},
        "budget": {
            "not_pursued": "Not now", "level": "partly", "target": "in-place", "importance": "high",
            "feasibility": "low", "decision": "later", "owner": "Ann", "evidence": ["minutes"],
        },
        "access": {"level": 7.5, "target": {"share": 0.4}},
    }  # fmt: skip
    content = made(ratings=ratings)
    reply = read(content)
    assert reply.problems == reply.notes == ()
    assert reply.data["ratings"] == ratings
    assert reply.places["ratings", "budget", "owner"] == f"Answers!{cell(content, 'budget', 'owner')}"
    known = cell(content, "vision", "level", "Parts", "known")
    assert reply.places["ratings", "vision", "criteria", "known"] == f"Parts!{known}"


@pytest.mark.parametrize("text", workbooks.TEXTS)
def test_texts_come_back_to_the_letter(text):
    """Formulas, numbers and days that are none, emoji, line breaks and 5,000 letters."""
    reply = read(made(ratings={"budget": {"note": text, "not_applicable": text}}))
    assert reply.data["ratings"]["budget"] == {"note": text, "not_applicable": text}


@pytest.mark.parametrize("number", range(12))
def test_random_ratings_come_back_as_they_were(number):
    """Of the owner, and of a respondent who answers some of it."""
    chance = workbooks.Chance(number)
    framework = chance.framework()
    ratings = chance.ratings(framework)
    reply = read(made(framework, ratings), framework)
    assert reply.problems == ()
    assert workbooks.same(framework, ratings, reply)
    answers = chance.ratings(framework, is_owner=False)
    given = {name: {"answers": {"ann": answer}} for name, answer in answers.items() if answer}
    asked = workbooks.questionnaire(
        framework, workbooks.assessed(framework, given, respondents=[{"id": "ann"}]), respondent="ann"
    )
    reply = read(to_workbook(asked), framework)
    assert reply.problems == ()
    assert workbooks.same(framework, answers, reply)


def test_a_new_title_of_evidence_is_a_new_entry():
    """One per line; what is an id stays one."""
    reply = _typed("budget", {"evidence": "minutes\nThe budget of 2026"})
    assert reply.data["ratings"]["budget"]["evidence"] == ["minutes", "the-budget-of-2026"]
    assert reply.data["evidence"] == {"the-budget-of-2026": {"title": "The budget of 2026"}}


@pytest.mark.parametrize(
    ("practice", "text", "level"),
    [("budget", "IN PLACE", "in-place"), ("budget", "in-place", "in-place"), ("access", 4, 4)],
)
def test_a_level_typed_by_hand_is_taken_where_it_is_clear(practice, text, level):
    """And a note says how a text was read."""
    reply = _typed(practice, {"level": text})
    assert reply.problems == ()
    assert reply.data["ratings"][practice] == {"level": level}
    assert [note.partition(": ")[2] for note in reply.notes] == (
        [f"'{text}' was read as '{level}'"] if text != level else []
    )


@pytest.mark.parametrize(
    ("practice", "value", "part"),
    [
        ("budget", "in palce", "did you mean 'in-place'?"),
        ("budget", 2, "'2' is not a level"),
        ("budget", "unknown", "choose the status unknown instead"),
        ("access", 11, "11 is not a score from 0 to 10"),
        ("access", "7,5", "write 7.5: a number has a point"),
    ],
)
def test_a_level_that_is_none_is_a_problem_at_its_cell(practice, value, part):
    """With what was meant, as far as that can be told; nothing is guessed."""
    reply = _typed(practice, {"level": value})
    place = f"Answers!{cell(made(), practice, 'level')}"
    assert _told(reply) == [("unknown_level", place)]
    assert str(reply.problems[0]).startswith(f"a.xlsx {place}: ")
    assert part in str(reply.problems[0])
    assert "level" not in reply.data["ratings"][practice]


@pytest.mark.parametrize(
    ("values", "code", "key"),
    [
        ({"level": "Partly", "status": "does not apply", "reason": "x"}, "contradiction", "level"),
        ({"level": "Partly", "status": "unknown"}, "contradiction", "level"),
        ({"reason": "we are small"}, "contradiction", "reason"),
        ({"status": "does not apply"}, "no_reason", "reason"),
        ({"status": "not pursued", "reason": "  "}, "no_reason", "reason"),
        ({"status": "rated"}, "contradiction", "level"),
        ({"status": "n/a"}, "not_listed", "status"),
        ({"importance": "very"}, "not_listed", "importance"),
        ({"note": "<f>1+1</f><v>2</v>"}, "formula", "note"),
    ],
)
def test_what_contradicts_itself_is_a_problem_at_its_cell(values, code, key):
    """Two statements about one practice, or half a one."""
    reply = _typed("budget", values)
    assert _told(reply) == [(code, f"Answers!{cell(made(), 'budget', key)}")]


def test_a_level_and_levels_of_parts_contradict_each_other():
    """The problem names the cell of the part, too."""
    content = made(ratings={"vision": {"criteria": {"known": "partly"}}})
    part = cell(content, "vision", "level", "Parts", "known")
    reply = read(filled(content, {cell(content, "vision", "level"): "Partly"}))
    assert [problem.code for problem in reply.problems] == ["contradiction"]
    assert f"Parts!{part}" in reply.problems[0].message


def _without_row(content, practice):
    row = cell(content, practice, "level").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    gone = {part_of(content, "Answers"): lambda text: re.sub(rf'<row r="{row}".*?</row>', "", text, flags=re.DOTALL)}
    return changed(content, gone)


def test_a_deleted_row_is_missed():
    """By the practice that it was about."""
    reply = read(_without_row(made(), "budget"))
    assert [(problem.code, problem.data["found"]) for problem in reply.problems] == [("missing_row", "budget")]


@pytest.mark.parametrize(
    ("value", "told"), [("budgett", ["changed_id", "missing_row"]), ("access", ["duplicate_row", "missing_row"])]
)
def test_a_changed_id_is_told_with_the_nearest(value, told):
    """And its practice is missed, as nobody knows whose answer that is."""
    reply = _typed("budget", {"id": value})
    assert sorted(problem.code for problem in reply.problems) == told
    assert ("did you mean 'budget'?" in str(reply.problems[0])) == (value == "budgett")


def test_merged_cells_are_told():
    """Nobody knows which row an answer over two of them is for."""
    content = made()
    level = cell(content, "budget", "level")
    below = level.replace(level[-1], str(int(level[-1]) + 1))
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{level}:{below}"/></mergeCells>'
    sheet = part_of(content, "Answers")
    reply = read(changed(content, {sheet: lambda text: text.replace("</sheetData>", merge)}))
    assert _told(reply) == [("merged_cells", f"Answers!{level}")]


def test_a_column_of_somebodys_own_is_told():
    """What stands in it would be lost."""
    content = made()
    sheet, row = part_of(content, "Answers"), cell(content, "budget", "id")[1:]
    beside = f'<c r="AZ{row}" t="inlineStr"><is><t>my remark</t></is></c></row>'

    def add(text):
        head, tail = text.split(f'<row r="{row}"', 1)
        return f'{head}<row r="{row}"{tail.replace("</row>", beside, 1)}'

    assert _told(read(changed(content, {sheet: add}))) == [("extra_column", f"Answers!AZ{row}")]


@pytest.mark.parametrize(
    ("framework", "code"),
    [
        (workbooks.mini(id="other"), "wrong_framework"),
        (workbooks.mini(revision=2), "wrong_revision"),
        (workbooks.mini(edition="2027"), "wrong_edition"),
        (workbooks.mini(blocks=[]), "unknown_practice"),
    ],
)
def test_a_workbook_of_something_else_is_not_read(framework, code):
    """Of another framework, edition or revision, or of one tailored otherwise."""
    reply = read(made(), framework)
    assert [problem.code for problem in reply.problems] == [code]
    assert reply.data == {}


def test_other_weights_change_no_answer():
    """The reply tells the fingerprint that it was made with, and who collects it tells people once."""
    other = workbooks.mini(scoring={"unanswered": "zero"})
    reply = read(made(), other)
    assert (reply.problems, reply.notes) == ((), ())
    assert reply.fingerprint == workbooks.mini().fingerprint != other.fingerprint


@pytest.mark.parametrize("sheet", ["Answers", "Parts", "_meta"])
def test_a_missing_sheet_is_told(sheet):
    """Renamed is as good as missing."""
    content = changed(made(), {"xl/workbook.xml": lambda text: text.replace(f'name="{sheet}"', 'name="Sheet9"')})
    (problem,) = read(content).problems
    assert problem.code == ("no_metadata" if sheet == "_meta" else "missing_sheet")
    assert sheet in problem.message


def test_what_was_agreed_comes_back():
    """From the workbook of a meeting: level, by whom, when and why."""
    given = {"budget": {"answers": {"ann": "partly", "ben": "in-place"}}}
    assessment = workbooks.assessed(workbooks.mini(), given, respondents=[{"id": "ann"}, {"id": "ben"}])
    content = to_workbook(workbooks.questionnaire(workbooks.mini(), assessment, contested=True))
    assert read(content).data["ratings"] == {"budget": {}}
    agreed = {"level": "Partly", "by": "steering group", "date": "2026-09-12", "why": "one site only"}
    places = {cell(content, "budget", key): value for key, value in agreed.items()}
    reply = read(filled(content, places))
    assert (reply.kind, reply.carries, reply.problems) == ("contested", ("agreed",), ())
    assert reply.data["ratings"] == {"budget": {"agreed": {**agreed, "level": "partly"}}}
    del places[cell(content, "budget", "by")]
    assert [problem.code for problem in read(filled(content, places)).problems] == ["no_reason"]


def test_a_large_workbook_is_read_quickly():
    """49 practices take under a tenth of a second on a machine of its own; ten times that is a mistake."""
    import equity_blocks as eb

    framework = eb.load_framework("hcplan-apm")
    content = made(framework)
    begun = time.process_time()
    assert len(from_workbook(content, "a.xlsx", framework).data["ratings"]) == 49
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"])
def test_a_damaged_part_is_refused(part):
    """With the name of the file, whatever is wrong inside."""
    broken = changed(made(), {part: lambda text: text[: len(text) // 2]})
    with pytest.raises(InvalidDataError, match=r"^a\.xlsx: .*save it again as \.xlsx"):
        read(broken)


def test_sorted_and_hidden_rows_are_found_by_their_ids():
    """An answer goes with its row, wherever people moved it, and whether they can see it."""
    content = made(ratings={"budget": {"note": "of the budget"}, "access": {"note": "of access"}})
    first, second = (cell(content, practice, "note")[-1] for practice in ("budget", "access"))

    def exchange(text):
        head, *rows, tail = re.split(r"(?=<row r=)|(?=</sheetData>)", text)
        numbers = {first: second, second: first}

        def moved(row):
            number = re.match(r'<row r="(\d+)"', row)[1]
            to = numbers.get(number, number)
            hidden = row.replace(f'<row r="{number}"', f'<row r="{to}" hidden="1"', 1) if number in numbers else row
            return (int(to), re.sub(rf'<c r="([A-Z]+){number}"', rf'<c r="\g<1>{to}"', hidden))

        return head + "".join(row for _, row in sorted(map(moved, rows))) + tail

    sheet = part_of(content, "Answers")
    reply = read(changed(content, {sheet: exchange}))
    assert reply.problems == ()
    assert reply.data["ratings"] == {"vision": {}, "budget": {"note": "of the budget"}, "access": {"note": "of access"}}
    assert reply.places["ratings", "budget", "note"].endswith(second)


def test_a_workbook_says_what_it_asks_about():
    """So that it is imported without naming a framework; one without metadata does not say."""
    assert asked_in(made(), "a.xlsx") == ("mini", 1)
    library = pytest.importorskip("xlsxwriter")
    stream = io.BytesIO()
    with library.Workbook(stream) as book:
        book.add_worksheet("Sheet1")
    assert asked_in(stream.getvalue(), "a.xlsx") is None
    with pytest.raises(InvalidDataError, match=r"it is no \.xlsx file"):
        asked_in(b"PK\x03\x04", "a.xlsx")
