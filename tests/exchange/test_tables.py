import equity_blocks as eb
from equity_blocks.exchange.tables import kinds, tables_of
from equity_blocks.model.result import Result


def test_every_public_result_has_tables():
    """What a verb of the face gives can be listed."""
    public = [kind for kind in (getattr(eb, name) for name in eb.__all__) if isinstance(kind, type)]
    results = {kind for kind in public if issubclass(kind, Result) and not kind.__subclasses__()}
    assert {kind.__name__ for kind in results if not tables_of(kind)} == set()
    assert [name for name in kinds() if not tables_of(getattr(eb, name))] == []


def test_a_kind_of_its_own_has_the_tables_of_what_it_is_made_from():
    """Whoever adds to a score card keeps its tables."""

    class _Card(eb.ScoreCard):
        """A score card of somebody's own."""

    assert list(tables_of(_Card)) == list(tables_of(eb.ScoreCard))
    assert tables_of(eb.Level) == {}
