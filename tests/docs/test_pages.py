"""Links, and the kinds of examples, on every page."""

import re

RUN = {"console", "python", "yaml"}
DRAWN = {"text"}
"""Trees and drawings, which nothing can run."""


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


def test_every_link_leads_to_a_page_and_a_place_on_it(pages):
    """A relative link names a file that exists, and where it has a fragment, a heading or an anchor in it."""
    broken = []
    for page in pages.all():
        for link in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text(encoding="utf-8")):
            name, _, fragment = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            if not target.is_file() or (fragment and fragment not in _anchors(target.read_text(encoding="utf-8"))):
                broken.append(f"{page.relative_to(pages.root)}: {link}")
    assert broken == []


def test_every_page_is_on_the_map(pages):
    """The index links to each page of docs/."""
    index = (pages.folder / "index.md").read_text(encoding="utf-8")
    names = [page.relative_to(pages.folder).as_posix() for page in sorted(pages.folder.rglob("*.md"))]
    assert [name for name in names if name != "index.md" and f"({name})" not in index] == []


def test_every_example_is_of_a_kind_that_is_run(pages):
    """A fenced block is Python, commands or a YAML file, all of which run, or a drawing."""
    kinds = {
        (page.name, kind)
        for page in pages.all()
        for kind in re.findall(r"^```(.*)\n[\s\S]*?^```$", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {(name, kind) for name, kind in kinds if kind not in RUN | DRAWN} == set()


def test_every_reference_is_used(pages):
    """Each source in the list of references is linked from a page, or belongs to a framework or a scale."""
    keys = set(re.findall(r'<a id="([^"]+)">', pages.section("references.md", "Methods")))
    text = "".join(page.read_text(encoding="utf-8") for page in pages.all())
    assert {key for key in keys if f"references.md#{key})" not in text} == {"fixsen2005", "aarons2011"}
