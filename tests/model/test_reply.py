from equity_blocks import Problem
from equity_blocks.model.reply import Reply

REPLY = Reply(
    "a.xlsx", "answers", {}, {("ratings", "p"): "Answers!A7", ("ratings", "p", "level"): "Answers!C7"}
)  # fmt: skip


def test_a_part_stands_at_its_own_place_else_at_that_around_it():
    """And nowhere where nothing around it has one."""
    assert REPLY.place(("ratings", "p", "level")) == "Answers!C7"
    assert REPLY.place(("ratings", "p", "note")) == "Answers!A7"
    assert REPLY.place(("framework",)) == ""


def test_a_problem_is_printed_with_file_and_place():
    """As one of a file with lines is."""
    problem = REPLY.locate(Problem("c", "odd", "mend it", ("ratings", "p", "level")))
    assert str(problem) == "a.xlsx Answers!C7: ratings.p.level: odd (mend it)"
    assert str(REPLY.locate(Problem("c", "odd"))) == "a.xlsx: odd"
