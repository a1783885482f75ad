from equity_blocks import Assessment, Framework, migrate
from equity_blocks.reports.migration import describe_migration, migration_table

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
    assert drawn(describe_migration(migrate(SAID, framework, NEWER), NEWER)) == golden("migration.txt")


def test_the_table_has_a_row_for_each_practice_that_was_spoken_of(framework):
    """In the order of the file."""
    assert [row[:4] for row in migration_table(migrate(SAID, framework, NEWER)).rows] == [
        ("vision", "renamed", "purpose", "yes"),
        ("training", "split", "training-staff training-board", "some"),
        ("council", "removed", "", "no"),
    ]
