import pytest

from equity_blocks.cli.item_text import help_text, item_text, keys_of, keys_text, not_understood, said_text, understood
from equity_blocks.model import Rating
from equity_blocks.model.questionnaire import Choice, Item, Questionnaire
from equity_blocks.model.scale import Scale

LEVELS = ["not-started", "partial", "in-place"]
CHOICES = tuple(
    Choice(name, name.replace("-", " ").capitalize(), f"{name} here", i / 2) for i, name in enumerate(LEVELS)
)
ITEM = Item("vision", "Vision", "people", ("People",), "Is there a vision?", CHOICES)
SCALE = Scale.model_validate(LEVELS)
SHARE = Scale(id="share", range=[0, 100])


def _asked(item):
    return Questionnaire("mini", "", 1, "", "Mini", {}, (ITEM, item))


@pytest.mark.parametrize(
    ("text", "command", "level"),
    [
        ("0", "level", "not-started"),
        ("2", "level", "in-place"),
        ("In place", "level", "in-place"),
        ("PARTIAL", "level", "partial"),
        ("unknown", "level", "unknown"),
        ("s", "skip", None),
        ("Back", "back", None),
        ("does  not apply", "does not apply", None),
        ("?", "help", None),
    ],
)
def test_a_level_has_a_number_an_id_and_a_title(text, command, level):
    """And every command a letter and a word."""
    assert tuple(understood(ITEM, SCALE, text)) == (command, level)


@pytest.mark.parametrize("text", ["3", "-1", "part", "1.0", "01", "in plcae", "yes", "ss"])
def test_nothing_is_guessed(text):
    """What only looks like a level is none."""
    assert understood(ITEM, SCALE, text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("partail", "'partail' is no answer here: did you mean 'partial'?"),
        ("skpi", "'skpi' is no answer here: did you mean 'skip'?"),
        ("patrs", "'patrs' is no answer here: type 0 to 2, or ? for what else can be typed"),
        ("9", "'9' is no answer here: type 0 to 2, or ? for what else can be typed"),
        ("", "nothing was typed: s skips, and ? says what can be typed"),
    ],
)
def test_the_nearest_is_named(text, said):
    """Of levels and of commands."""
    assert not_understood(ITEM, SCALE, text) == said


def test_a_level_comes_before_a_command():
    """Where a scale has a level that is called as a command's key is, the command's word does."""
    item = ITEM._replace(choices=tuple(Choice(name, name, "", 0.0) for name in ("n", "s")))
    scale = Scale.model_validate(["n", "s"])
    assert understood(item, scale, "n").level == "n"
    assert understood(item, scale, "note").command == "note"


def test_ids_that_are_numbers_are_the_numbers_to_type():
    """Else 1 would mean the second level, whose id is 2."""
    scale = Scale.model_validate(["1", "2", "3"])
    item = ITEM._replace(choices=tuple(Choice(name, name, "", 0.0) for name in scale.ids))
    assert keys_of(item) == ("1", "2", "3")
    assert understood(item, scale, "1").level == "1"
    assert understood(item, scale, "0") is None


def test_a_score_is_typed_as_a_number():
    """Within its range, and no other number."""
    item = ITEM._replace(range=SHARE.range, choices=tuple(Choice(e.id, e.title, "", e.value) for e in SHARE.levels))
    assert understood(item, SHARE, "62.5").level == 62.5
    assert understood(item, SHARE, "101") is None
    assert "101" in not_understood(item, SHARE, "101")
    assert keys_text(item).startswith("Type a score from 0 to 100, or the name of a level;")


def test_an_item_says_all_that_an_answer_needs():
    """Where it stands, the question, the levels and what they mean, hints, last time, and what was said."""
    item = ITEM._replace(
        evidence_hints=("a charter", "One page: the minutes."),
        criteria={"a": "First", "b": "Second"},
        reference="partial",
        is_changed=True,
        status_hint="meant for health plans (to be confirmed)",
        rating=Rating(level="in-place", note="two sites"),
    )
    assert (
        item_text(_asked(item), 1)
        == """\
2 of 2 · People

Vision
Is there a vision?

  0  Not started: not-started here
  1  Partial: partial here
  2  In place: in-place here

Parts (p): First and Second.
What could show it: a charter and One page: the minutes.
It is meant for health plans (to be confirmed).
Last time: Partial. It is no answer for this time.
The question changed since then: read it anew.
Said so far: In place; note: two sites."""
    )


def test_lines_fit_a_terminal_and_texts_cannot_steer_it(monkeypatch):
    """Of 80 columns, and of fewer."""
    item = ITEM._replace(question="\x1b[2Jword " * 60, title="a\rb")
    for columns in ("80", "40"):
        monkeypatch.setenv("COLUMNS", columns)
        text = item_text(_asked(item), 1)
        assert max(map(len, text.split("\n"))) <= int(columns)
        assert "\x1b" not in text
        assert "\r" not in text


def test_help_says_who_can_answer_and_what_to_be_careful_about():
    """And only the keys that do something here."""
    text = help_text(ITEM._replace(asked_of="Finance", cautions=("legal: ask counsel",), may_not_apply=False))
    assert "Who can answer: Finance." in text
    assert "  - legal: ask counsel" in text
    assert "x does not apply" not in text
    assert "p parts" not in text


def test_what_several_said_is_told():
    """Answers with who gave them, an agreement, and reasons."""
    rating = Rating(answers={"ann": "partial", "ben": {"not_applicable": "no board"}})
    assert said_text(ITEM._replace(rating=rating)) == "ann: Partial; ben: it does not apply."
    agreed = Rating(agreed={"level": "in-place", "by": "us"})
    assert said_text(ITEM._replace(rating=agreed)) == "In place, agreed by us."
    assert said_text(ITEM._replace(rating=Rating(not_pursued="no money"))) == "it is not pursued: no money."
    assert said_text(ITEM) == ""
