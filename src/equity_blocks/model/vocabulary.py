"""The words of a framework's source for a block and a practice, as they stand in sentences and above columns."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from equity_blocks.model.phrases import lowered

Word = Literal["block", "blocks", "practice", "practices"]
"""What a source may have its own word for; for several, where adding an s, es or ies is not right."""


class Vocabulary(NamedTuple):
    """The words for a block and a practice, each for one and for several, as they stand inside a sentence.

    Example:
        >>> Vocabulary().practices
        'practices'
    """

    block: str = "block"
    blocks: str = "blocks"
    practice: str = "practice"
    practices: str = "practices"

    def fill(self, sentence: str) -> str:
        """Fill the words into a sentence that is ours.

        Args:
            sentence: With `{practice}`, `{practices}`, `{block}` and `{blocks}`, a capital where one is wanted, and
                `{a_practice}` and `{a_block}` for one with its article. Never the text of a file: it may hold braces.

        Example:
            >>> vocabulary({"practice": "Activity"}).fill("{Practices}: {a_practice} in {a_block}")
            'Activities: an activity in a block'
        """
        words = self._asdict() | {"a_practice": a(self.practice), "a_block": a(self.block)}
        return sentence.format(**words, **{headed(name): headed(word) for name, word in words.items()})


def vocabulary(terms: Mapping[Word, str]) -> Vocabulary:
    """Give the words that terms make.

    Args:
        terms: What a block and a practice are called; `blocks` and `practices` say how several are, where an English
            plural is not right. What is not there is called as it is here.

    Example:
        >>> vocabulary({"block": "Step", "practice": "Activity"})
        Vocabulary(block='step', blocks='steps', practice='activity', practices='activities')
        >>> vocabulary({"practice": "Criterion", "practices": "Criteria"}).practices
        'criteria'
    """
    words: dict[str, str] = {name: lowered(term) for name, term in terms.items()}
    several = {f"{name}s": plural(words[name]) for name in ("block", "practice") if name in words}
    return Vocabulary(**(several | words))


def plural(noun: str) -> str:
    """Give the English plural of a noun by its ending.

    Example:
        >>> plural("building block"), plural("activity"), plural("survey"), plural("process")
        ('building blocks', 'activities', 'surveys', 'processes')
    """
    end = noun.lower()
    if end.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if end.endswith("y") and not end.endswith(("ay", "ey", "oy", "uy")):
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def headed(words: str) -> str:
    """Begin with a capital, as at the start of a sentence and above a column.

    Example:
        >>> headed("building block")
        'Building block'
    """
    return words[:1].upper() + words[1:]


def a(noun: str) -> str:
    """Put the article before a noun, by its first letter.

    Example:
        >>> a("practice"), a("activity")
        ('a practice', 'an activity')
    """
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
