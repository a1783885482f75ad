"""Files as other tools' users wrote them: ids that look like numbers, commas, titles, encodings, nested ids."""

from pathlib import Path

import pytest

import equity_blocks as eb
from equity_blocks.errors import InvalidDataError
from equity_blocks.files.opening import open_any, open_assessment, open_framework
from equity_blocks.model import misfits, require_fit

CASES = Path(__file__).parent / "cases" / "public"
FAULTS = Path(__file__).parent / "cases" / "faults"


def problems(case: str, name: str) -> list[str]:
    """Tell the problems of a file, and how it does not fit the framework of its case; lines first."""
    path = CASES / case / f"{name}.yaml"
    try:
        noun, document = open_any(path)
    except InvalidDataError as error:
        return [str(problem).removeprefix(f"{path}:") for problem in error.problems]
    if not isinstance(noun, eb.Assessment):
        return []
    found = misfits(open_framework(CASES / case / "framework.yaml").noun, noun)
    return [str(document.locate(problem)).removeprefix(f"{path}:") for problem in found]


def levels(case: str, name: str) -> dict[str, object]:
    """Give the levels of an assessment as its framework reads them."""
    framework = open_framework(CASES / case / "framework.yaml").noun
    assessment = require_fit(framework, open_assessment(CASES / case / f"{name}.yaml").noun)
    return {practice: rating.level for practice, rating in assessment.ratings.items()}


def test_ids_that_look_like_numbers_stay_as_written_or_need_quotes():
    """No message prints a number that the file does not contain."""
    found = problems("p07", "framework")
    assert [told.split(": ", 1)[0] for told in found] == ["3:1", "11:10", "12:10"]
    assert all(
        f'put it in quotes: "{said}"' in told for told, said in zip(found, ("2024.10", "1.1", "1.10"), strict=True)
    )
    framework = open_framework(CASES / "p07" / "quoted.yaml").noun
    assert list(framework.practices) == ["01", "010", "1.1", "1.10"]


def test_two_keys_that_are_one_number_are_two_practices():
    """1.1 and 1.10; `007` and NO stay what they are."""
    assessment = open_assessment(CASES / "p07" / "same-key.yaml").noun
    assert {name: rating.level for name, rating in assessment.ratings.items()} == {
        "1.1": "planned",
        "1.10": "sustained",
    }
    text = (CASES / "p07" / "assessment.yaml").read_text().replace("2024.10", '"2024.10"')
    assessment = open_assessment("a.yaml", text).noun
    assert (assessment.organization.id, assessment.organization.state) == ("007", "NO")
    assert list(assessment.ratings) == ["01", "010", "1.1", "1.10"]


def test_decimal_commas_are_named_at_their_places():
    """What to write is 62.5, never 625 or 62."""
    found = problems("p08", "comma")
    assert [told.split(": ", 1)[0] for told in found] == ["3:3", "4:14", "5:32", "5:63"]
    assert all("comma" in told for told in found)
    assert [word in told for word, told in zip(("62.5", "62.5", "1.5", "1200.50"), found, strict=True)] == [True] * 4
    assert [told.split(": ", 1)[0] for told in problems("p08", "comma-block")] == ["3:3", "4:23"]


def test_codes_and_other_bases_are_refused_with_what_to_write():
    """Nothing is silently 0, 90 or 5400."""
    assert [told.split(": ", 1)[0] for told in problems("p08", "codes")] == ["3:3", "5:3"]
    found = problems("p08", "odd")
    assert len(found) == 3
    assert [word in told for word, told in zip(("write 1000", "write 26", "a time"), found, strict=True)] == [True] * 3


def test_a_percentage_in_words_is_refused_and_a_number_in_quotes_is_taken():
    """Once the sign is gone, all three are figures."""
    (told,) = problems("p08", "text")
    assert told.startswith("4:3: ")
    assert "write 62.5" in told
    text = (CASES / "p08" / "text.yaml").read_text().replace("62.5 %", "62.5")
    framework = open_framework(CASES / "p08" / "framework.yaml").noun
    read = require_fit(framework, open_assessment("a.yaml", text).noun)
    assert [rating.level for rating in read.ratings.values()] == [62.5, 62.5, 60.0]


def test_titles_and_spellings_are_taken_as_meant():
    """Accents of two kinds, capitals, a space too many, and a hyphen that does not break."""
    assert levels("p15", "labels") == {
        "a": "teilweise", "b": "voll", "c": "teilweise", "d": "voll", "e": "nicht-begonnen", "f": "voll",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["bom", "utf16"])
def test_a_byte_order_mark_says_how_to_read(name: str):
    """The note keeps its umlaut."""
    assessment = open_assessment(CASES / "p15" / f"{name}.yaml").noun
    assert assessment.ratings["a"].note == "gepr\u00fcft"


def test_another_encoding_is_refused_with_what_to_do():
    """And with what it seems to be."""
    (told,) = problems("p15", "latin1")
    assert told.startswith("3:31: byte 0xfc is not UTF-8 text (save the file as UTF-8")


def test_a_nested_item_names_its_control_and_what_it_has():
    """An enhancement outside of the baseline names the control that it belongs to."""
    item, enhancement = problems("p18", "ids")
    assert "'ac-2' has no criterion 'd.1'" in item
    assert "the criteria a, b, c, d" in item
    assert "'ac-2.1'" in enhancement
    assert "'ac-2' is one" in enhancement
    assert problems("p18", "framework") == problems("p18", "related") == []


def test_a_capital_in_an_id_is_refused_with_the_small_letter():
    """Another id is another person."""
    (told,) = problems("p20", "case")
    assert told.startswith("5:16: respondents[0].id: 'Maria' is not an id (write 'maria'")
    assert problems("p20", "alias") == []


def test_a_number_that_no_float_holds_is_told_where_it_stands():
    """Whatever would have been done with it."""
    path = FAULTS / "range-too-large.framework.yaml"
    with pytest.raises(InvalidDataError, match=r":3:\d+: scale\.range\[1\]: .*it is too large"):
        eb.load_framework(path)


def test_each_component_may_rate_the_parts_of_a_control():
    """As a system security plan does: the lower of two components counts for a part, the other parts stay open."""
    framework, plan = (CASES / "p18" / f"{name}.yaml" for name in ("framework", "by-component"))
    assert problems("p18", "by-component") == []
    card = eb.score(open_framework(framework).noun, open_assessment(plan).noun)
    control = next(practice for block in card.blocks for practice in block.practices if practice.id == "ac-2")
    assert (control.level, control.value, control.low, control.high) == ("partial", 0.5, 0.5 / 12, 11.5 / 12)
