"""A slot through which things show themselves in a notebook, although they do not know how they look.

What draws stands high up in the house, and what is drawn stands at its bottom: the package face joins them.
"""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

V_co = TypeVar("V_co", covariant=True)


class Shown:
    """Something that shows itself when it is the last expression of a notebook cell.

    Example:
        >>> class Sentence(Shown):
        ...     def __repr__(self) -> str:
        ...         return "a sentence"
        ...     renderer = lambda sentence: {"text/html": f"<p>{sentence}</p>"}
        >>> Sentence()._repr_mimebundle_()
        {'text/plain': 'a sentence', 'text/html': '<p>a sentence</p>'}
    """

    __slots__ = ()

    renderer: ClassVar[Callable[[Any], dict[str, str]] | None] = None
    """Draws it as media type -> text. The package face fills it, once for all."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Show it in every way there is: a notebook takes the one that it likes best."""
        draw = type(self).renderer
        return {"text/plain": repr(self)} | (draw(self) if draw else {})


class ShownTuple(Shown, tuple[V_co, ...]):
    """A tuple that shows itself as a whole; for everything else it is a tuple like any other.

    Example:
        >>> pair = ShownTuple(["a", "b"])
        >>> pair == ("a", "b"), pair, isinstance(pair, tuple)
        (True, ('a', 'b'), True)
    """

    __slots__ = ()


def let_all_show_themselves(draw: Callable[[Any], dict[str, str]]) -> None:
    """Fill the slot of everything that shows itself.

    Args:
        draw: Draws one of them as media type -> text; nothing for what it does not know.

    Example:
        >>> kept = Shown.renderer
        >>> let_all_show_themselves(lambda shown: {"text/html": f"<b>{shown[0]}</b>"})
        >>> ShownTuple(["a"])._repr_mimebundle_()["text/html"]
        '<b>a</b>'
        >>> Shown.renderer = kept
    """
    Shown.renderer = draw
