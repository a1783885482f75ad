from equity_blocks.engine.respondents.answer_merging import Voices, joined
from equity_blocks.engine.respondents.file_respondents import Part

ONE, TWO = Part("one", {"as_of": None}, ""), Part("two", {}, "")


def _voices(**how):
    told = []
    return Voices(lambda *said: told.append(said), **how), told


def test_two_levels_of_one_respondent_are_told_with_both_files():
    """The first stays until somebody decides."""
    voices, told = _voices()
    answers = {}
    for part, level in ((ONE, "no"), (TWO, "yes")):
        voices.say(answers, "p", "ann", {"level": level}, part)
    ((message, hint, path),) = told
    assert message == "level 'no' in one, but level 'yes' in two"
    assert (path, "later=True" in hint, answers) == (("ratings", "p", "answers", "ann"), True, {"ann": {"level": "no"}})


def test_a_note_beside_a_level_is_no_second_answer():
    """Whichever comes first; the file that names the level is the one that is told."""
    voices, told = _voices()
    answers = {}
    voices.say(answers, "p", "ann", {"note": "Ask ben."}, ONE)
    voices.say(answers, "p", "ann", {"level": 0, "note": "Done."}, TWO)
    assert (answers, told) == ({"ann": {"note": "Ask ben.\nDone.", "level": 0}}, [])
    voices.say(answers, "p", "ann", {"level": 1}, ONE)
    assert told[0][0].startswith("level 0 (Ask ben.\nDone.) in two, but level 1 in one")


def test_without_dates_what_is_said_last_holds():
    """Where that was asked for."""
    voices, told = _voices(later=True)
    answers = {}
    for part, level in ((TWO, "yes"), (ONE, "no")):
        voices.say(answers, "p", "ann", {"level": level}, part)
    assert (answers, told) == ({"ann": {"level": "no"}}, [])
    assert voices.gave_way == ["ann on p: level 'yes' in two gave way to level 'no' in one."]


def test_a_practice_is_left_out_by_all_or_by_nobody():
    """Every pair of files that differ is told; a blank takes no side."""
    voices, told = _voices()
    voices.stand("p", {}, {"not_pursued": "later"}, ONE)
    voices.stand("p", {"ann": {"note": "hm"}}, {}, TWO)
    voices.agree_on_leaving_out()
    assert told == []
    voices.stand("p", {"ann": {"level": 0}}, {}, TWO)
    voices.agree_on_leaving_out()
    assert [said[0] for said in told] == ["one leaves this out ('later'), but two rates it"]


def test_texts_are_joined_once():
    """Whichever holds the other, and whatever was merged before."""
    assert joined(["a\nb", "b", "a\nb\nc", "bc"]) == "a\nb\nc\nbc"
    assert joined([]) == ""
