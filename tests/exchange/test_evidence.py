from equity_blocks.exchange.evidence import Register


def test_a_title_becomes_one_entry_however_often_it_stands():
    """And every cell that names it gets the same id."""
    register = Register()
    assert register.read("Board minutes, May", "Answers!J6") == register.read(" Board  minutes, May ", "Answers!J9")
    assert register.data == {"evidence": {"board-minutes-may": {"title": "Board minutes, May"}}}
    assert register.places == {("evidence", "board-minutes-may"): "Answers!J6"}


def test_an_id_is_no_new_entry():
    """Whether the register has it is found out where the register is known."""
    register = Register()
    assert register.read("he-plan\nhe-plan\n\nminutes_2026", "Answers!J6") == ["he-plan", "minutes_2026"]
    assert register.data == {}


def test_new_ids_are_no_others():
    """Titles that would share one, or an id that is named elsewhere, get a number."""
    register = Register()
    assert register.read("plan\nPlan!\nPLAN?\n\N{HIRAGANA LETTER A}", "Answers!J6") == [
        "plan",
        "plan-2",
        "plan-3",
        "evidence",
    ]
