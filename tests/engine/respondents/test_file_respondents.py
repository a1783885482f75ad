from equity_blocks import Assessment
from equity_blocks.engine.respondents.file_respondents import free_id, once_each, parts_of, unnamed_neighbors


def _file(ratings=None, **more):
    return Assessment.model_validate({"framework": "f", "ratings": ratings or {}, **more})


def test_the_only_respondent_speaks():
    """Whatever the file is called."""
    (part,) = parts_of([_file({"p": 1}, id="x", respondents=[{"id": "ann"}])], [])
    assert (part.name, part.speaker) == ("x", "ann")


def test_nobody_speaks_where_everything_has_its_name():
    """Every answer is, and what is noted of a practice beside answers is nobody's."""
    people = [{"id": "ann"}, {"id": "ben"}]
    said = {"p": {"answers": {"ann": 1}, "note": "asked twice"}, "q": {"criteria": {"a": None}}}
    (part,) = parts_of([_file(said, id="x", respondents=people)], [])
    assert (part.speaker, [who["id"] for who in part.data["respondents"]]) == ("", ["ann", "ben"])


def test_a_note_alone_is_somebodys():
    """It needs a speaker, who belongs to the file's organization."""
    (part,) = parts_of(
        [_file({"p": {"note": "Ask the board."}}, organization={"id": "acme"})], ["Folder/The Board.yaml"]
    )
    assert part.speaker == "the-board"
    assert part.data["respondents"] == [{"id": "the-board", "organization": "acme"}]


def test_of_several_organizations_each_keeps_its_people():
    """Unless a file says that somebody is of another one."""
    one = _file({"p": 1}, organization={"id": "acme"}, respondents=[{"id": "ann"}])
    two = _file({"p": 1}, organization={"id": "oak"}, respondents=[{"id": "ben", "organization": "elm"}])
    assert [part.data["respondents"][0]["organization"] for part in parts_of([one, two], [])] == ["acme", "elm"]


def test_only_the_same_under_the_same_name_is_dropped():
    """What has no name is never the same."""
    one, other = _file({"p": 1}), _file({"p": 0})
    assert once_each([one, one], []) == ([one, one], [])
    assert once_each([one, other, one], ["a", "a", "a"]) == ([one, other], ["a", "a"])


def test_a_long_id_leaves_room_for_its_number():
    """Ids have at most 120 characters."""
    assert free_id("a" * 120, ["a" * 120]) == "a" * 110 + "-2"


def test_neighbors_without_a_name_of_their_own_are_told():
    """One such file is fine, and so are files in which somebody has put a name."""
    files = [_file({"p": 1}, respondents=[{"id": name}]) for name in ("neighbor", "ann", "neighbor")]
    (problem,) = unnamed_neighbors(parts_of(files, ["a.yaml", "b.yaml", "c.yaml"]))
    assert problem.message.startswith("a.yaml and c.yaml list the respondent 'neighbor'")
    assert list(unnamed_neighbors(parts_of(files[:2], ["a.yaml", "b.yaml"]))) == []
