"""Files into nouns."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from equity_blocks.errors import InvalidDataError, NotFoundError, Problem
from equity_blocks.files.catalogue import shipped
from equity_blocks.files.document import Document, read_yaml
from equity_blocks.files.problems import problems_of
from equity_blocks.model import Assessment, Block, Framework, Noun, Scale
from equity_blocks.model.nearest import did_you_mean

MAX_BYTES = 20_000_000
N = TypeVar("N", bound=Noun)


class Loaded(NamedTuple, Generic[N]):
    """A noun and the document that says where its parts stand."""

    noun: N
    document: Document


def load_framework(source: str | Path) -> Framework:
    """Open a framework.

    Args:
        source: The id of a shipped framework, or a path: a file, or a folder with a `framework.yaml`. Text counts as a
            path if it has a separator or ends in `.yaml` or `.yml`.

    Returns:
        The framework; that it exists means that it is sound.

    Raises:
        NotFoundError: There is no such framework or file.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_framework("hcplan-apm").practice("trust-building").title
        'Trust Building'
    """
    return read_framework(source).noun


def load_assessment(source: str | Path) -> Assessment:
    """Open an assessment. Whether it fits its framework is found out where the two meet, as in `score`.

    Args:
        source: Path of the file.

    Raises:
        NotFoundError: There is no such file.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_assessment("assessments/riverbend-2026.yaml").framework
        'hcplan-apm'
    """
    return read_assessment(source).noun


def read_assessment(source: str | Path, text: str | bytes | None = None) -> Loaded[Assessment]:
    """Read an assessment with its places, from a file or from `text` that came from elsewhere under that name."""
    return _build(Assessment, _document(source, text))


def read_framework(source: str | Path, text: str | bytes | None = None) -> Loaded[Framework]:
    """Read a framework with its places, from a file, a folder, the catalogue, or `text` under the name `source`."""
    path = Path(source) if text is not None else framework_path(source)
    return _framework(_document(path, text), path.parent)


def read_any(source: str | Path, text: str | bytes | None = None) -> Loaded[Any]:
    """Read what a file holds, told by the keys at its top: a framework, a block of one, a scale or an assessment."""
    is_file = text is not None or _exists(Path(source))
    path = Path(source) if is_file else framework_path(source)
    document = _document(path, text)
    keys = document.data.keys()
    if keys & {"framework", "ratings"}:
        return _build(Assessment, document)
    if "levels" in keys:
        return _build(Scale, document)
    if "practices" in keys and not keys & (Framework.model_fields.keys() - Block.model_fields.keys()):
        _graft_scales(document, path.parent)
        return _build(Block, document)
    return _framework(document, path.parent)


def _framework(document: Document, folder: Path) -> Loaded[Framework]:
    _graft_blocks(document, folder)
    _graft_scales(document, folder)
    return _build(Framework, document)


def framework_path(source: str | Path) -> Path:
    """Find the main file of a framework named by id or path.

    Raises:
        NotFoundError: No framework has this id, or no file lies there; near names are given.
    """
    if isinstance(source, str) and not _is_path(source):
        path = shipped() / source / "framework.yaml"
        if _exists(path):
            return path
        known = sorted(entry.parent.name for entry in shipped().glob("*/framework.yaml"))
        hint = did_you_mean(source, known) or f"there are {', '.join(known)}"
        message = f"no framework is called '{source}' ({hint}; a path has a separator or ends in .yaml)"
        raise NotFoundError(message)
    path = Path(source)
    return path / "framework.yaml" if _exists(path / "framework.yaml") else path


def _exists(path: Path) -> bool:
    """Whether a file lies there; a name that no file can have is not an error."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_path(source: str) -> bool:
    return "/" in source or "\\" in source or source.endswith((".yaml", ".yml", ".json"))


def _document(path: str | Path, text: str | bytes | None = None) -> Document:
    document = read_yaml(_bytes(Path(path)) if text is None else text, str(path))
    if document.data is None:
        raise InvalidDataError([Problem("empty_file", "the file is empty", "", (), str(path), 1, 1)])
    if not isinstance(document.data, dict):
        message = "the file must hold a mapping (key: value)"
        raise InvalidDataError([Problem("not_a_mapping", message, "", (), str(path), 1, 1)])
    return document


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
            raise InvalidDataError([Problem("too_large", message, file=str(path))])
        return path.read_bytes()
    except FileNotFoundError:
        near = _near_files(path)
        message = f"there is no file {path}" + (f" (did you mean {near}?)" if near else "")
        raise NotFoundError(message) from None
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise NotFoundError(message) from None


def _near_files(path: Path) -> Path | None:
    from difflib import get_close_matches  # only needed once something is wrong

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return None
    near = get_close_matches(path.name, names, n=1)
    return path.parent / near[0] if near else None


def _build(model: type[N], document: Document) -> Loaded[N]:
    try:
        return Loaded(model.model_validate(document.data), document)
    except ValidationError as error:
        raise InvalidDataError(problems_of(error, model, document)) from None


def _graft_blocks(document: Document, folder: Path) -> None:
    """Put each block file in the place where `blocks:` names it."""
    names = document.data.get("blocks")
    problems = []
    for i, name in enumerate(names if isinstance(names, list) else ()):
        if not isinstance(name, str):
            continue
        path = folder / f"{name}.yaml"
        if path.parent == folder and _exists(path):
            document.graft(("blocks", i), _document(path))
        else:
            there = [entry.stem for entry in folder.glob("*.yaml") if entry.stem != "framework"]
            message = f"there is no block file {name}.yaml beside this one"
            problems.append(
                document.locate(Problem("no_block_file", message, did_you_mean(name, there), ("blocks", i)))
            )
    if problems:
        raise InvalidDataError(problems)


def _graft_scales(document: Document, folder: Path) -> None:
    """Put shared scales in the places that name them by id: from beside the framework, else from the package."""
    folders = (folder / "scales", folder.parent / "scales", shipped() / "scales")
    problems = []
    for key_path, name in list(_named_scales(document.data, ())):
        found = next((f / f"{name}.yaml" for f in folders if _exists(f / f"{name}.yaml")), None)
        if found is not None and found.parent in folders:
            document.graft(key_path, _document(found))
            continue
        known = sorted({entry.stem for folder in folders for entry in folder.glob("*.yaml")})
        hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
        message = f"no shared scale is called '{name}'"
        problems.append(document.locate(Problem("unknown_scale", message, hint, key_path)))
    if problems:
        raise InvalidDataError(problems)


def _named_scales(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not isinstance(node, dict):
        return
    if isinstance(node.get("scale"), str):
        yield (*path, "scale"), node["scale"]
    for part in ("blocks", "practices"):
        for i, item in enumerate(node[part] if isinstance(node.get(part), list) else ()):
            yield from _named_scales(item, (*path, part, i))


def load_scale(source: str | Path) -> Scale:
    """Open a scale by the id of a shipped one, or by path.

    Raises:
        NotFoundError: There is no such scale or file.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_scale("implementation").values
        (0.0, 0.25, 0.5, 0.75, 1.0)
    """
    if isinstance(source, Path) or _is_path(source):
        return _build(Scale, _document(Path(source))).noun
    path = shipped() / "scales" / f"{source}.yaml"
    if not _exists(path):
        known = sorted(entry.stem for entry in path.parent.glob("*.yaml"))
        hint = did_you_mean(source, known) or f"there are {', '.join(known)}"
        raise NotFoundError(f"no shared scale is called '{source}' ({hint})")
    return _build(Scale, _document(path)).noun
