from equity_blocks import Assessment, Framework, migrate
from equity_blocks.model.revision import Difference
from equity_blocks.reports.document import Bullets
from equity_blocks.reports.revision import describe_difference, describe_migration

OLD, NEW = ({"id": "f", "edition": "2026", "revision": number} for number in (1, 2))
ITEMS = [
    {"kind": "added", "node": "practice", "id": "n", "title": "New One"},
    {"kind": "renamed", "node": "practice", "id": "p", "title": "Practice", "was": ["o"]},
    {"kind": "merged", "node": "practice", "id": "m", "title": "Both", "was": ["a", "b"]},
    {"kind": "weight", "node": "practice", "id": "p", "title": "Practice", "field": "weight", "from": "1", "to": "2"},
    {"kind": "prerequisite_changed", "node": "practice", "id": "p", "field": "requires", "from": "x", "to": "y"},
    {"kind": "wording", "node": "practice", "id": "p", "field": "title", "from": "Old"},
]


def test_a_difference_in_the_terminal(drawn, golden):
    """One heading for each kind that occurs."""
    made = Difference(old=OLD, new=NEW, alterations=ITEMS)
    assert drawn(describe_difference(made)) == golden("difference.txt")


def test_long_texts_stand_below_each_other():
    """In columns they would have a few words a line."""
    said = [{**ITEMS[-1], "from": "a" * length, "to": "b"} for length in (40, 41)]
    document = describe_difference(Difference(old=OLD, new=NEW, alterations=said))
    assert document.tables[0].rows == (("p\ntitle", "a" * 40, "b"),)
    assert document.parts[-1] == Bullets((f"p title\nFrom: {'a' * 41}\nTo: b",))


def test_that_nothing_differs_is_said(drawn):
    """In one sentence."""
    assert "There is no difference." in drawn(describe_difference(Difference(old=OLD, new=OLD)))


NEWER = Framework(
    id="mini",
    title="Mini Framework",
    revision=2,
    edition="2027",
    scale=["no", "some", "yes"],
    blocks=[
        {
            "id": "people",
            "title": "People",
            "practices": [
                {"id": "purpose", "title": "Purpose", "was": ["vision"]},
                {"id": "training-staff", "title": "Training of Staff", "was": ["training"]},
                {"id": "training-board", "title": "Training of the Board", "was": ["training"]},
                {"id": "listening", "title": "Listening"},
            ],
        }
    ],
)
SAID = Assessment(
    framework="mini",
    targets={"blocks": {"power": "some"}},
    ratings={"vision": "yes", "training": {"level": "some", "note": "two sites"}, "council": "no"},
)


def test_a_migration_in_the_terminal(framework, drawn, golden):
    """What to look over comes first."""
    assert drawn(describe_migration(migrate(NEWER, SAID, framework), NEWER)) == golden("migration.txt")
