"""The functions that open nouns: `load_...` from files and the catalogue, `read_...` from text and plain data."""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import UnsuitableError
from equity_blocks.files import opening
from equity_blocks.files.yaml_document import Document, plain_document
from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model import Assessment, Framework, Scale

if TYPE_CHECKING:  # a score needs none of them, and each takes its time
    from equity_blocks.model.adopted_plan import AdoptedPlan
    from equity_blocks.model.branding import Branding
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.goal_template import GoalTemplate
    from equity_blocks.model.tailoring import Tailoring

Data = str | bytes | Mapping[str, Any]
"""Text or bytes that hold YAML or JSON, or plain data: mappings, lists, text, numbers, flags, dates and `None`."""


def load_framework(source: str | Path, *, catalogue_only: bool = False) -> Framework:
    """Open a framework of the catalogue by its id, or from a file.

    Args:
        source: The id of a framework of the catalogue (see `frameworks`), also with a revision of it, as in
            `hcplan-apm@1`; or a path: a file, or a folder with a `framework.yaml`. Text counts as a path if it has a
            separator or ends in `.yaml`, `.yml` or `.json`, and as an id otherwise; an id never names a file outside
            the catalogue.
        catalogue_only: Whether every text is taken as an id, as a service wants it that gets the text from others.
            Default: paths are opened too.

    Returns:
        The framework; that it exists means that it is sound.

    Raises:
        NotFoundError: There is no such framework, revision or file.
        FileAccessError: The system does not let it be read.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.
        UnsuitableError: It is neither an id nor a path, such as the text of a framework (see `read_framework`).

    Example:
        >>> load_framework("hcplan-apm").practice("trust-building").title
        'Trust Building'
        >>> load_framework("hcplan-apm@1").revision
        1
    """
    return opening.open_framework(_file(source, "framework", catalogue_only), catalogue_only=catalogue_only).noun


def load_framework_of(assessment: "Assessment | Tailoring") -> Framework:
    """Open the framework that an assessment or a tailoring names, in the revision that it names.

    Args:
        assessment: What names it.

    Returns:
        That revision where the catalogue has it; else the current one, as where none is named. What is made of the
        assessment with another revision says so (`named_revision`); `migrate` carries the answers over.

    Raises:
        NotFoundError: Nothing of the catalogue has this id; near names are given.

    Example:
        >>> published = load_assessment("assessments/riverbend-2025.yaml")
        >>> published.revision, load_framework_of(published).revision
        (1, 1)
    """
    if not isinstance(assessment, Assessment):
        from equity_blocks.model.tailoring import Tailoring

        require_kind("assessment", assessment, Assessment, Tailoring)
    return opening.open_framework_named(assessment.framework, assessment.revision, catalogue_only=True).noun


def load_assessment(source: str | Path) -> Assessment:
    """Open an assessment from a file. Whether it fits its framework is checked where the two meet, as in `score`.

    Args:
        source: Path of the file.

    Raises:
        NotFoundError: There is no such file.
        FileAccessError: The system does not let it be read.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.
        UnsuitableError: It is no path, such as the text of an assessment (see `read_assessment`).

    Example:
        >>> load_assessment("assessments/riverbend-2026.yaml").framework
        'hcplan-apm'
    """
    return opening.open_assessment(_file(source, "assessment")).noun


def load_crosswalk(source: str | Path, *, catalogue_only: bool = False) -> "Crosswalk":
    """Open a crosswalk of the catalogue by its id, or from a file; `translate` checks that it fits its frameworks.

    Args:
        source: The id of a crosswalk of the catalogue, such as hcplan-apm--ahe-roadmap, or a path.
        catalogue_only: Whether every text is taken as an id. Default: paths are opened too.

    Raises:
        NotFoundError: There is no such crosswalk or file; near names are given.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.
        UnsuitableError: It is neither an id nor a path (see `read_crosswalk`).

    Example:
        >>> load_crosswalk("hcplan-apm--ahe-roadmap").target.framework
        'ahe-roadmap'
    """
    return opening.open_crosswalk(_file(source, "crosswalk", catalogue_only), catalogue_only=catalogue_only).noun


def load_goal_template(source: str | Path, *, catalogue_only: bool = False) -> "GoalTemplate":
    """Open a goal of the library: one of the catalogue by its id (see `goal_templates`), or one from a file.

    Args:
        source: The id of a goal of the catalogue, such as postpartum-visit, or a path.
        catalogue_only: Whether every text is taken as an id. Default: paths are opened too.

    Raises:
        NotFoundError: There is no such goal or file; near names are given.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.
        UnsuitableError: It is neither an id nor a path.

    Example:
        >>> load_goal_template("postpartum-visit").framework
        'hcplan-apm'
    """
    return opening.open_goal_template(_file(source, "goal", catalogue_only), catalogue_only=catalogue_only).noun


def load_tailoring(source: str | Path) -> "Tailoring":
    """Open a tailoring from a file. Whether it fits its framework is checked where the two meet, in `tailor`.

    Args:
        source: Path of the file.

    Raises:
        NotFoundError: There is no such file.
        FileAccessError: The system does not let it be read.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.
        UnsuitableError: It is no path, such as the text of a tailoring (see `read_tailoring`).

    Example:
        >>> load_tailoring("assessments/tailoring/riverbend.yaml").framework
        'hcplan-apm'
    """
    return opening.open_tailoring(_file(source, "tailoring")).noun


def load_adopted_plan(source: str | Path) -> "AdoptedPlan":
    """Open a plan that was adopted, to give it to `plan` as `since`.

    Args:
        source: Path of the file that `save_adopted_plan` or `plan --adopt` wrote.

    Raises:
        NotFoundError: There is no such file.
        FileAccessError: The system does not let it be read.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.
        UnsuitableError: It is no path.

    Example:
        >>> load_adopted_plan("assessments/adopted/riverbend-2025.yaml").framework.id
        'hcplan-apm'
    """
    return opening.open_adopted_plan(_file(source, "adopted plan")).noun


def load_branding(source: str | Path) -> "Branding":
    """Open how reports are to look from a file, with the logo that lies beside it.

    Args:
        source: Path of the file.

    Raises:
        NotFoundError: There is no such file.
        FileAccessError: The system does not let it or its logo be read.
        InvalidDataError: The file or its logo cannot be used; all problems are listed with their places.
        UnsuitableError: It is no path, such as the text of a branding (see `read_branding`).

    Example:
        >>> load_branding("assessments/branding/northside.yaml").footer
        'Privileged and confidential'
    """
    return opening.open_branding(_file(source, "branding")).noun


def load_scale(source: str | Path, *, catalogue_only: bool = False) -> Scale:
    """Open a shared scale by its id, or a scale from a file.

    Args:
        source: The id of a shared scale, or a path.
        catalogue_only: Whether every text is taken as an id. Default: paths are opened too.

    Raises:
        NotFoundError: There is no such scale or file.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.
        UnsuitableError: It is neither an id nor a path.

    Example:
        >>> load_scale("implementation").values
        (0.0, 0.25, 0.5, 0.75, 1.0)
    """
    return opening.open_scale(_file(source, "scale", catalogue_only), catalogue_only=catalogue_only).noun


def read_framework(
    source: Data, *, name: str = "", scales: Mapping[str, Scale | Mapping[str, Any]] | None = None
) -> Framework:
    """Read a framework from text or plain data; no file is opened but that of a shipped scale.

    Args:
        source: YAML or JSON as text or bytes, or a mapping of plain data. A framework whose `blocks` name files has to
            be opened by `load_framework`.
        name: What problems call the source, in place of a file's name. Default: nothing; then they give the line alone.
        scales: Shared scales that the framework names besides those that are shipped, by id. Default: none.

    Returns:
        The framework; that it exists means that it is sound.

    Raises:
        InvalidDataError: It cannot be used; all problems are listed, with lines where the source has lines.
        UnsuitableError: It is neither text nor a mapping, such as a path (see `load_framework`).

    Example:
        >>> text = "{id: mini, title: Mini, scale: yes-no, blocks: [{id: b, title: B, practices: [{id: p, title: P}]}]}"
        >>> levels = [{"id": "no", "value": 0}, {"id": "yes", "value": 1}]
        >>> read_framework(text, scales={"yes-no": {"levels": levels}}).scale.ids
        ('no', 'yes')
    """
    document = _data(source, name, "framework")
    require_kind("scales", scales, Mapping, type(None))
    for key, scale in (scales or {}).items():
        require_kind(f"scales[{key!r}]", scale, Scale, Mapping)
    given = {
        key: scale if isinstance(scale, Scale) else plain_document({"id": key, **scale}, name)
        for key, scale in (scales or {}).items()
    }
    return opening.framework_in(document, None, given).noun


def read_assessment(source: Data, *, name: str = "") -> Assessment:
    """Read an assessment from text or plain data; no file is opened.

    Args:
        source: YAML or JSON as text or bytes, or a mapping of plain data.
        name: What problems call the source. Default: nothing.

    Raises:
        InvalidDataError: It cannot be used; all problems are listed, with lines where the source has lines.
        UnsuitableError: It is neither text nor a mapping, such as a path (see `load_assessment`).

    Example:
        >>> read_assessment({"framework": "hcplan-apm", "as_of": "2026-09-30"}).as_of.year
        2026
    """
    return opening.build(Assessment, _data(source, name, "assessment")).noun


def read_tailoring(source: Data, *, name: str = "") -> "Tailoring":
    """Read a tailoring from text or plain data; no file is opened.

    Args:
        source: YAML or JSON as text or bytes, or a mapping of plain data.
        name: What problems call the source. Default: nothing.

    Raises:
        InvalidDataError: It cannot be used; all problems are listed, with lines where the source has lines.
        UnsuitableError: It is neither text nor a mapping, such as a path (see `load_tailoring`).

    Example:
        >>> read_tailoring({"framework": "hcplan-apm", "practices": {"trust-building": {"weight": 2}}}).framework
        'hcplan-apm'
    """
    from equity_blocks.model.tailoring import Tailoring

    return opening.build(Tailoring, _data(source, name, "tailoring")).noun


def read_crosswalk(source: Data, *, name: str = "") -> "Crosswalk":
    """Read a crosswalk from text or plain data; no file is opened.

    Args:
        source: YAML or JSON as text or bytes, or a mapping of plain data.
        name: What problems call the source. Default: nothing.

    Raises:
        InvalidDataError: It cannot be used; all problems are listed, with lines where the source has lines.
        UnsuitableError: It is neither text nor a mapping, such as a path (see `load_crosswalk`).

    Example:
        >>> text = "{id: a--b, title: A to B, from: {framework: a}, to: {framework: b}, mappings: []}"
        >>> read_crosswalk(text).target.framework
        'b'
    """
    from equity_blocks.model.crosswalk import Crosswalk

    return opening.build(Crosswalk, _data(source, name, "crosswalk")).noun


def read_branding(source: Data, *, name: str = "") -> "Branding":
    """Read how reports are to look from text or plain data; no file is opened.

    Args:
        source: YAML or JSON as text or bytes, or a mapping of plain data. A logo stands in it as a data URI.
        name: What problems call the source. Default: nothing.

    Raises:
        InvalidDataError: It cannot be used; all problems are listed, with lines where the source has lines.
        UnsuitableError: It is neither text nor a mapping, such as a path (see `load_branding`).

    Example:
        >>> read_branding({"name": "Acme", "accent": "#17677f"}).name
        'Acme'
    """
    return opening.branding_in(_data(source, name, "branding"), None).noun


def _file(source: str | Path, what: str, catalogue_only: bool = False) -> str | Path:
    """Give an id or a path back, once it is sure that it is one."""
    is_id_or_path = isinstance(source, str) or (isinstance(source, PathLike) and not catalogue_only)
    if is_id_or_path and "\n" not in str(source):
        return source
    is_read = what in ("framework", "assessment", "tailoring", "crosswalk", "branding")
    if isinstance(source, str) or (isinstance(source, bytes | Mapping) and is_read):
        message = f"this is {'a mapping' if isinstance(source, Mapping) else 'text'}, neither an id nor a path"
        remedy = f"read_{what}(...) makes one of it" if is_read else "save it in a file, and give its path"
        data = {"argument": "source", "found": type(source).__name__, "allowed": ("str", "Path")}
        raise UnsuitableError(f"{message}: {remedy}", code="wrong_kind", data=data)
    require_kind("source", source, *((str,) if catalogue_only else (str, Path)))
    return source


def _names_a_file(text: str) -> bool:
    """Whether text looks like an id or a path; JSON such as null and [1] does not."""
    return bool(text) and text not in ("null", "true", "false") and not set(text) & set(':{}[]"\n ')


def _data(source: Data, name: str, what: str) -> Document:
    """Read text, or take over plain data, that has to be a mapping."""
    require_kind("name", name, str)
    if isinstance(source, PathLike) or (isinstance(source, str) and _names_a_file(source)):
        message = f"read_{what} takes text, bytes or a mapping, and opens no files"
        data = {"argument": "source", "found": type(source).__name__, "allowed": ("str", "bytes", "Mapping")}
        raise UnsuitableError(f"{message}: load_{what}({str(source)!r}) does", code="wrong_kind", data=data)
    require_kind("source", source, str, bytes, Mapping)
    return opening.mapping_in(plain_document(source, name) if isinstance(source, Mapping) else read_yaml(source, name))
