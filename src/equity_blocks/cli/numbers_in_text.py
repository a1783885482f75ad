"""Numbers in a column of CSV that also holds words: `2` beside `unknown` says the same as `partial` does."""

from collections.abc import Mapping, Sequence
from typing import Any

from equity_blocks.model import Framework
from equity_blocks.model.scale import Scale


def words_of(scale: Scale) -> Mapping[str, str]:
    """Give the word that stands for each number of a scale, as text; none on a range, where a number is a score.

    Example:
        >>> words_of(Scale.model_validate(["no", "yes"]))["1"], words_of(Scale(id="percents", range=[0, 100]))
        ('yes', {})
    """
    from equity_blocks.engine.portfolio.columns import NUMBERS

    if scale.range:
        return {}
    ids = [level.id for level in scale.levels]
    numbers = dict(enumerate(ids)) | {number: status for status, number in NUMBERS.items()}
    found = {text: word for number, word in numbers.items() for text in (f"{number}", f"{number}.0")}
    return {text: word for text, word in found.items() if text not in ids}


def in_words(framework: Framework, names: Sequence[str], column: Any, practices: Any = None) -> Any:
    """Write the numbers of a text column of pandas as words, and leave everything else in it as it is.

    Args:
        framework: Gives practices their scales.
        names: The practices that the column speaks of.
        column: The column.
        practices: In a long table, the column that names the practice of each row. Default: all rows speak of one.
    """
    said = column.str.strip()
    for ids, words in _by_scale(framework, names):
        is_number = said.isin(list(words))
        if practices is not None:
            is_number &= practices.str.strip().isin(ids)
        if is_number.any():
            column = column.mask(is_number.fillna(value=False), said.map(words))
    return column


def in_words_lazily(polars: Any, framework: Framework, name: str, columns: Sequence[str]) -> Any:
    """Give `in_words` of a column as an expression of Polars.

    Args:
        polars: The library.
        framework: Gives practices their scales.
        name: The column: a practice, or `level` of a long table.
        columns: All columns.
    """
    column = polars.col(name)
    is_long = name == "level" and "practice" in columns
    told, said = column, column.str.strip_chars()
    for ids, words in _by_scale(framework, [*framework.practices] if is_long else [name]):
        is_number = said.is_in(list(words))
        if is_long:
            is_number &= polars.col("practice").str.strip_chars().is_in(ids)
        told = polars.when(is_number).then(said.replace_strict(dict(words), default=None)).otherwise(told)
    return told.alias(name)


def _by_scale(framework: Framework, names: Sequence[str]) -> list[tuple[list[str], Mapping[str, str]]]:
    """Bring practices together that write the same numbers in the same words."""
    found: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name in names:
        if name in framework.practices:
            words = tuple(words_of(framework.scale_of(name)).items())
            found.setdefault(words, []).append(name)
    return [(ids, dict(words)) for words, ids in found.items() if words]
