import pytest

from equity_blocks import Assessment, Framework
from equity_blocks.engine.respondents.representation import member_respondents, member_roles, member_voice

PEOPLE = [{"id": "ann", "role": "board"}, {"id": "ben", "role": "members"}]


def _framework(*roles):
    blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}]
    return Framework(id="f", title="F", scale=["no", "yes"], roles={role: role for role in roles}, blocks=blocks)


@pytest.mark.parametrize(
    ("answers", "is_heard"),
    [
        ({}, True),
        ({"ann": 1}, False),
        ({"ann": 1, "ben": None}, False),
        ({"ann": 1, "ben": {"note": "We were not asked."}}, True),
        ({"ben": {"not_applicable": "not ours"}}, True),
    ],
)
def test_only_who_says_something_has_a_voice(answers, is_heard):
    """Where nobody's answers are kept apart, being listed is enough; a blank answer is none."""
    said = Assessment(framework="f", respondents=PEOPLE, ratings={"p": {"answers": answers}})
    assert member_voice(_framework("board", "members"), said) is is_heard


def test_without_such_a_role_or_respondents_nobody_can_tell():
    """It is not held against an assessment that lists nobody, nor against a framework of other roles."""
    assert member_voice(_framework("board"), Assessment(framework="f", respondents=PEOPLE)) is None
    assert member_voice(_framework("members"), Assessment(framework="f")) is None


def test_community_partners_speak_too():
    """Either of the two roles will do, where the framework has it."""
    framework = _framework("community-partners", "members")
    said = Assessment(framework="f", respondents=[{"id": "cleo", "role": "community-partners"}, *PEOPLE])
    assert member_roles(framework) == ("members", "community-partners")
    assert [who.id for who in member_respondents(framework, said)] == ["cleo", "ben"]
    assert member_voice(framework, said.replace(respondents=said.respondents[:2])) is True
