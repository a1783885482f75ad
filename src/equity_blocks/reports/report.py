"""The report: one document of results, of an assessment or a cohort, as HTML, Markdown, PDF, Word or slides."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from equity_blocks.errors import UnsuitableError
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.branding import Branding
from equity_blocks.model.noun import Noun
from equity_blocks.model.result import NOTICE
from equity_blocks.reports import sections
from equity_blocks.reports.document import Document, Part
from equity_blocks.reports.framing import subtitle
from equity_blocks.reports.given import OF_ITS_OWN, Given, given_of
from equity_blocks.reports.values import kind_of
from equity_blocks.saving import save_bytes, save_text

TITLE = "Health equity readiness"
ENDINGS = (".html", ".htm", ".md", ".pdf", ".docx", ".pptx")
"""What the name of a report can end in."""
_LIBRARIES = {".docx": ("docx", "vl_convert"), ".pptx": ("pptx",)}
"""Ending of a name -> the modules of the extra `office` without which no such file is written."""


def report(
    framework: Framework,
    assessment: Assessment,
    *results: Any,
    one_page: bool = False,
    branding: Branding | None = None,
    embed_json: bool = False,
    known: Iterable[Framework] = (),
) -> "Report":
    """Make a report of an assessment and its results.

    It shows what it is given, and computes nothing: a section whose result is missing is left out.

    Args:
        framework: The framework that was rated.
        assessment: The assessment, shared for the audience of the results.
        results: A score card, a plan, a comparison, respondents, an evidence review, a stability and
            translations, of this assessment and all for one audience.
        one_page: Whether to say only what fits on a page. Default: no.
        branding: How the organization's own reports look. Default: plain.
        embed_json: Whether the page carries the results it shows as JSON, for machines. Default: no.
        known: The frameworks that the translations lead to, for their titles. Default: their ids are shown.

    Raises:
        UnsuitableError: The results do not belong together, or no report shows one of them.

    Example:
        >>> import equity_blocks as eb
        >>> framework = eb.load_framework("hcplan-apm")
        >>> assessment = eb.Assessment(framework="hcplan-apm", ratings={"vision-setting": "partial"})
        >>> eb.report(framework, assessment, eb.score(framework, assessment)).markdown.splitlines()[0]
        '# Health equity readiness'
    """
    given = given_of(framework, assessment, results, branding=branding, known=known)
    parts = tuple(_parts(given, one_page=one_page))
    unnamed = "" if given.audience in OF_ITS_OWN else "The organization"
    document = Document(TITLE, subtitle(given.head, framework, unnamed=unnamed), parts, NOTICE)
    return Report(
        document,
        given.results,
        partial(_slides, given),
        branding=branding,
        is_draft=not given.head.final,
        author=_author(given),
        as_of=given.head.as_of,
        one_page=one_page,
        embed_json=embed_json,
    )


def _author(given: Given) -> str:
    """Name the organization where the report stays within it."""
    of = given.head.organization
    return (of.name or of.id) if of and given.audience in OF_ITS_OWN else ""


def _slides(given: Given) -> bytes:
    from equity_blocks.reports.slides import as_slides

    return as_slides(given)


@dataclass(frozen=True)
class Report:
    """A report, to be read, shown or saved.

    Args:
        document: What it says.
        results: What it shows.
        make_slides: Makes the same as slides.
        branding: How it looks. Default: plain.
        is_draft: Whether the ratings are not final.
        author: Whose it is, for the properties of a file. Default: nobody is named.
        as_of: The day of the ratings. Default: none is given.
        one_page: Whether it has to fit on a page.
        embed_json: Whether its HTML carries the results as JSON.

    Example:
        >>> import equity_blocks as eb
        >>> framework = eb.load_framework("hcplan-apm")
        >>> made = eb.report(framework, eb.Assessment(framework="hcplan-apm"))
        >>> made.html.splitlines()[0], made.document.title
        ('<!DOCTYPE html>', 'Health equity readiness')
    """

    document: Document
    results: tuple[Noun, ...]
    make_slides: Callable[[], bytes]
    branding: Branding | None = None
    is_draft: bool = False
    author: str = ""
    as_of: date | None = None
    one_page: bool = False
    embed_json: bool = False

    @cached_property
    def html(self) -> str:
        """The whole page."""
        from equity_blocks.reports.html import as_html

        data = {kind_of(result): result.model_dump(mode="json") for result in self.results}
        return as_html(
            self.document, branding=self.branding, one_page=self.one_page, data=data if self.embed_json else None
        )

    @cached_property
    def markdown(self) -> str:
        """The same in Markdown."""
        from equity_blocks.reports.markdown import as_markdown

        return as_markdown(self.document)

    @cached_property
    def word(self) -> bytes:
        """The same as a Word document (.docx), with the extra `office`."""
        require_libraries(".docx")
        from equity_blocks.reports.word import as_word

        return as_word(
            self.document,
            branding=self.branding,
            one_page=self.one_page,
            is_draft=self.is_draft,
            author=self.author,
            as_of=self.as_of,
        )

    @cached_property
    def slides(self) -> bytes:
        """The same as a few slides (.pptx), with the extra `office`; they are no fewer for `one_page`."""
        require_libraries(".pptx")
        return self.make_slides()

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the report; the ending of the name says how.

        Args:
            path: Where to: a name that ends in `.html`, `.md`, `.pdf`, or with the extra `office` `.docx` or `.pptx`.
            overwrite: Whether an existing file may be replaced. Default: no.

        Returns:
            The path written.

        Raises:
            UnsuitableError: The name ends in something else (code `unknown_format`), or what writes it is not installed
                (`not_installed`).
            WouldOverwriteError: The file exists, and `overwrite` is false.
        """
        ending = Path(path).suffix.lower()
        if ending in (".html", ".htm"):
            return save_text(path, self.html, overwrite=overwrite)
        if ending == ".md":
            return save_text(path, self.markdown, overwrite=overwrite)
        if ending == ".pdf":
            from equity_blocks.reports.pdf import save_pdf

            return save_pdf(path, self.html, overwrite=overwrite)
        if ending in (".docx", ".pptx"):
            return save_bytes(path, self.word if ending == ".docx" else self.slides, overwrite=overwrite)
        allowed = tuple(each for each in ENDINGS if each != ".htm")
        message = f"a report is written as {', '.join(allowed)}, not as '{ending or path}'"
        raise UnsuitableError(message, code="unknown_format", data={"found": ending, "allowed": allowed})

    def __repr__(self) -> str:
        return f"Report({self.document.title!r}, {self.document.subtitle!r}, {len(self.document.parts)} parts)"

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame of its own that runs no script."""
        from equity_blocks.reports.html import as_frame

        return as_frame(self.html)


def require_libraries(ending: str) -> None:
    """Make sure that what writes a report is installed, before anything is made for it.

    Args:
        ending: Of the file's name, such as `.docx`.

    Raises:
        UnsuitableError: A library is missing (code `not_installed`); the message says how to install it.

    Example:
        >>> require_libraries(".html")
    """
    missing = [name for name in _LIBRARIES.get(ending, ()) if find_spec(name) is None]
    if missing:
        message = f"{ending} needs what is not installed here: pip install equity-blocks[office]"
        raise UnsuitableError(message, code="not_installed", data={"found": ending, "missing": tuple(missing)})


def section_modules() -> tuple[ModuleType, ...]:
    """Give the modules of all sections, in the order in which they stand in a report.

    Example:
        >>> [module.__name__.rpartition(".")[2] for module in section_modules()][0]
        'title_block'
    """
    names = (found.name for found in iter_modules(sections.__path__))
    modules = [import_module(f"{sections.__name__}.{name}") for name in names]
    return tuple(sorted(modules, key=lambda module: (module.ORDER, module.__name__)))


def _parts(given: Given, *, one_page: bool) -> Iterator[Part]:
    for module in section_modules():
        if not one_page:
            yield from module.section(given)
        elif hasattr(module, "one_page"):
            yield from module.one_page(given)
