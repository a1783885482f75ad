"""A framework with roles, plain words, criteria and a range; and how a door's reply is made."""

import pytest

from equity_blocks import Assessment, Framework
from equity_blocks.model.reply import Reply


@pytest.fixture(scope="session")
def framework():
    """Give four practices that different roles are asked about."""
    return Framework(
        id="mini",
        title="Mini",
        edition="1",
        revision=2,
        scale=["no", "partly", "yes"],
        roles={"board": "Board", "quality": "Quality", "members": "Members", "nobody": "Nobody"},
        audiences=["provider", "purchaser"],
        blocks=[
            {
                "id": "b",
                "title": "Board",
                "practices": [
                    {"id": "vision", "title": "Vision", "question": "Is there one?", "roles": ["board", "quality"]},
                    {
                        "id": "trust",
                        "title": "Trust",
                        "question": {"default": "Do you?", "provider": "Does the clinic?"},
                        "plain": "Do you feel heard?",
                        "roles": ["quality"],
                        "ask": ["members"],
                        "applies_to": ["provider"],
                    },
                ],
            },
            {
                "id": "c",
                "title": "Care",
                "practices": [
                    {
                        "id": "data",
                        "title": "Data",
                        "roles": ["quality"],
                        "not_applicable": "refused",
                        "criteria": [{"id": "kept", "title": "Kept"}, {"id": "used", "title": "Used"}],
                    },
                    {"id": "pay", "title": "Pay", "roles": ["board"], "scale": {"id": "share", "range": [0, 100]}},
                ],
            },
        ],
    )


@pytest.fixture(scope="session")
def riverbend():
    """Give an assessment in which three people differ on one practice, and the owner plans."""
    return Assessment(
        framework="mini",
        revision=2,
        id="riverbend-2026",
        organization={"id": "riverbend", "name": "Riverbend", "type": "provider"},
        as_of="2026-09-30",
        respondents=[
            {"id": "ann", "role": "board"},
            {"id": "ben", "role": "quality", "asked": ["b"]},
            {"id": "council", "role": "members", "people": 7},
        ],
        evidence={"charter": {"title": "Charter"}},
        ratings={
            "vision": {
                "answers": {
                    "ann": {"level": "yes", "note": "Ann's words."},
                    "ben": "partly",
                    "council": {"level": "no", "note": "Council's words."},
                },
                "owner": "Olga Owner",
                "target": "yes",
            },
            "data": {"criteria": {"kept": "yes", "used": "no"}, "evidence": ["charter"], "note": "Owner's note."},
            "pay": {"level": 40, "importance": "high"},
        },
    )


@pytest.fixture(scope="session")
def reply_of():
    """Give a function that makes the reply of a door, each part at a cell of its own."""

    def replying(source, ratings, who="", *, kind="", role="", day="", carries=(), **data):
        people = {"respondents": [{"id": who, **({"role": role} if role else {})}]} if who else {}
        rows = list(ratings)
        places = {("ratings", name): f"Answers!A{row}" for row, name in enumerate(rows, 2)}
        for row, name in enumerate(rows, 2):
            cells = zip("CDEFGHIJ", ratings[name], strict=False)
            places |= {("ratings", name, key): f"Answers!{column}{row}" for column, key in cells}
        head = {"framework": "mini", "edition": "1", "revision": 2}
        kind = kind or ("answers" if who else "owner")
        return Reply(source, kind, {**head, **people, "ratings": ratings, **data}, places, carries, filled_on=day)

    return replying
