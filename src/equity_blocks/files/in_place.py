"""An assessment written into the file that a person keeps it in."""

import codecs
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.errors import Path as KeyPath
from equity_blocks.files.content import content_of, decoded_text
from equity_blocks.files.opening import open_assessment
from equity_blocks.files.splicing import not_in_place, spliced
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.spelling import spelt
from equity_blocks.saving import changed_meanwhile, hash_of, save_bytes


@checks_nouns
def save_into(
    path: str | Path, assessment: Assessment, framework: Framework | None = None, *, expected: str | None = None
) -> Path:
    r"""Write into a file what an assessment says otherwise than the file, and leave everything else as it is.

    Comments, order, spellings and line ends of the file stay, as `spliced` keeps them. New ratings go where the
    framework's order puts them.

    Args:
        path: The file, which holds the assessment as it was.
        assessment: What it shall hold.
        framework: What is rated, which knows the ids behind titles and other spellings. Default: the assessment is
            spelt as the file is.
        expected: The `saving.hash_of` what was read from the file before. Default: it holds the right thing.

    Returns:
        The path written. Where nothing differs, nothing is written.

    Raises:
        InvalidDataError: The file cannot be read.
        UnsuitableError: It cannot be changed in place; code `not_in_place`.
        WouldOverwriteError: It was changed since it was read; code `changed_meanwhile`.
        FileAccessError: The system does not let it be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "a.yaml"
        ...     _ = path.write_text("framework: mini\nratings:\n  vision: partial  # asked Jo\n")
        ...     after = Assessment(framework="mini", ratings={"vision": "in-place"})
        ...     print(save_into(path, after).read_text(), end="")
        framework: mini
        ratings:
          vision: in-place  # asked Jo
    """
    content = content_of(Path(path))
    if expected is not None and hash_of(content) != expected:
        raise changed_meanwhile(path)
    changed = rewritten(content, assessment, framework, name=str(path))
    return Path(path) if changed == content else save_bytes(path, changed, expected=hash_of(content))


def rewritten(content: bytes, assessment: Assessment, framework: Framework | None = None, *, name: str) -> bytes:
    r"""Give the bytes of a file that hold another assessment, as `save_into` writes them.

    Args:
        content: The bytes of the file before.
        assessment: What they shall hold.
        framework: What is rated. Default: the assessment is spelt as the file is.
        name: What to call the file in messages.

    Raises:
        InvalidDataError: The file cannot be read.
        UnsuitableError: It cannot be changed in place; code `not_in_place`.

    Example:
        >>> rewritten(b"framework: mini # why", Assessment(framework="mini", id="a"), name="a.yaml")
        b'framework: mini # why\nid: a'
    """
    text = decoded_text(content, name)
    mark, encoding = _encoding(content)
    opened = open_assessment(name, content)
    before, written = spelt(framework, opened.noun) if framework else (opened.noun, {})
    order: dict[KeyPath, Sequence[str]] = {("ratings",): tuple(framework.practices)} if framework else {}
    data = _Merger(written, order).merged((), opened.document.data, _plain(before), _plain(assessment))
    changed = mark + spliced(text, data, name=name).encode(encoding)
    after = open_assessment(name, changed).noun
    if _plain(spelt(framework, after).assessment if framework else after) != _plain(assessment):
        raise not_in_place(name)
    return changed


def _encoding(content: bytes) -> tuple[bytes, str]:
    return next(((mark, encoding) for mark, encoding in _MARKS if content.startswith(mark)), (b"", "utf-8"))


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the next one does
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _plain(assessment: Assessment) -> dict[str, Any]:
    """Give an assessment as plain data, without what holds by default."""
    return assessment.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_defaults=True)


class _Merger:
    """Puts what two states of an assessment differ in into the data of a file, in the file's own forms.

    Args:
        written: Key path, in ids -> the key that stands there in the file.
        order: Key path -> the order in which new keys are put there.
    """

    def __init__(self, written: Mapping[KeyPath, str], order: Mapping[KeyPath, Sequence[str]]) -> None:
        self.written = written
        self.order = order

    def merged(self, path: KeyPath, kept: Any, old: Any, new: Any) -> Any:
        """Give what a file shall hold at a key path.

        Args:
            path: The key path, in ids.
            kept: What it holds there.
            old: What that means.
            new: What it shall mean.
        """
        if old == new:
            return kept
        if isinstance(old, dict) and isinstance(new, dict):
            if isinstance(kept, dict):
                return self._mapping(path, kept, old, new)
            if _has_short_form(path):
                long = self._mapping(path, {} if kept is None else {"level": kept}, old, new)
                return _shortened(path, long)
        if isinstance(kept, list) and isinstance(old, list) and isinstance(new, list) and len(kept) == len(old):
            return self._list(path, kept, old, new)
        return _shortened(path, new)

    def _mapping(self, path: KeyPath, kept: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        ids = {key: where[-1] for where, key in self.written.items() if where[:-1] == path}
        result: dict[str, Any] = {}
        for key, value in kept.items():
            name = str(ids.get(key, key))
            if name in new:
                before = old.get(name, {} if isinstance(new[name], dict) else None)
                result[key] = self.merged((*path, name), value, before, new[name])
            elif name not in old:
                result[key] = value  # what holds by default, written out
        present = {str(ids.get(key, key)): key for key in result}
        added = {name: _shortened((*path, name), value) for name, value in new.items() if name not in present}
        return self._in_order(path, result, present, added)

    def _in_order(
        self, path: KeyPath, result: dict[str, Any], present: dict[str, str], added: dict[str, Any]
    ) -> dict[str, Any]:
        """Put new keys behind those that stand before them in the order of the path; else at the end."""
        order = [name for name in self.order.get(path, ()) if name in added or name in present]
        behind: dict[str | None, list[str]] = {}
        for i, name in enumerate(order):
            if name in added:
                before = next((each for each in reversed(order[:i]) if each in present), None)
                behind.setdefault(present[before] if before else None, []).append(name)
        names = [*behind.pop(None, ())] if result else []
        placed = {name: added[name] for name in names}
        for key, value in result.items():
            placed[key] = value
            placed |= {name: added[name] for name in behind.get(key, ())}
        return placed | added

    def _list(self, path: KeyPath, kept: list[Any], old: list[Any], new: list[Any]) -> list[Any]:
        """Keep the entries that are still there as they are written."""
        result = []
        for i, value in enumerate(new):
            if value in old:
                result.append(kept[old.index(value)])
            elif i < len(old) and old[i] not in new:
                result.append(self.merged((*path, i), kept[i], old[i], value))
            else:
                result.append(value)
        return result


def _has_short_form(path: KeyPath) -> bool:
    """Say whether a level may stand at a key path alone: as a rating, or as an answer."""
    return path[:1] == ("ratings",) and (
        len(path) == len(_RATING) or (len(path) == len(_ANSWER) and path[2] == _ANSWER[2])
    )


_RATING = ("ratings", "practice")
_ANSWER = (*_RATING, "answers", "respondent")


def _shortened(path: KeyPath, value: Any) -> Any:
    """Write a rating or an answer that only names a level as that level, and in a rating its answers."""
    if not isinstance(value, dict):
        return value
    long = {key: _shortened((*path, key), part) for key, part in value.items()}
    return long.get("level") if _has_short_form(path) and not long.keys() - {"level"} else long
