import io
import re
import zipfile

import pytest

import equity_blocks as eb
from equity_blocks.reports.document import Heading
from hostile_texts import TEXTS


def _headings(made):
    return [part.text for part in made.document.parts if isinstance(part, Heading) and part.level == 2]


def _unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            part = file.read(name)
            yield from _unzipped(part) if name.endswith(".xlsx") else [part.decode("utf-8", "replace")]


def test_it_says_everything_in_order(cohorts, framework):
    """The blocks, where one sits, the groups, the change, the gaps, what holds back, small multiples, the method."""
    assert _headings(eb.portfolio_report(framework, cohorts())) == [
        "Spread of the blocks, all organizations", "Where canary-7 sits", "Spread of the score by group",
        "Organizations by band", "Change since the round before", "Most common gaps",
        "Missing prerequisites that hold back most", "Blocks by type", "Every practice", "Method and limits",
    ]  # fmt: skip


def test_the_one_page_says_less(cohorts, framework):
    """And is marked as such."""
    made = eb.portfolio_report(framework, cohorts(), one_page=True)
    assert len(made.document.parts) < len(eb.portfolio_report(framework, cohorts()).document.parts)
    assert '<html lang="en" class="one-page">' in made.html


@pytest.mark.parametrize("number", [40, 12, 3])
def test_no_organization_is_named_to_a_cohort(cohorts, framework, number):
    """Neither in HTML with its JSON, nor in Markdown, Word or slides, nor in the sheets behind charts."""
    for name in ("docx", "pptx", "vl_convert"):
        pytest.importorskip(name, reason="equity-blocks[office] is not installed")
    made = eb.portfolio_report(framework, cohorts("cohort", number), embed_json=True)
    told = [made.html, made.markdown, *_unzipped(made.word), *_unzipped(made.slides)]
    assert [text[:80] for text in told if re.search("canary", text, re.IGNORECASE)] == []
    assert "for cohort" in made.document.subtitle


def test_a_client_reads_only_the_one_whose_standing_is_told(cohorts, framework):
    """Without a rank."""
    named = re.findall(r"canary-\d+", eb.portfolio_report(framework, cohorts("client")).markdown, re.IGNORECASE)
    assert set(named) == {"canary-7"}


def test_a_small_cohort_has_counts_per_band(cohorts, framework):
    """And the report says what is left out, and why."""
    made = eb.portfolio_report(framework, cohorts("cohort", 12))
    assert "Organizations by band of each block" in _headings(made)
    assert "Groups of fewer than 20 have counts per band only" in made.markdown
    assert "Median" not in made.markdown


def test_of_too_few_nothing_is_shown(cohorts, framework):
    """But why, and how far to trust such figures; slides say so, too."""
    made = eb.portfolio_report(framework, cohorts("cohort", 3))
    assert "fewer than 5 organizations" in made.markdown
    assert _headings(made) == ["Method and limits"]


def test_another_framework_is_refused(cohorts, framework):
    """Or another revision of it."""
    for other, code in (({"id": "other"}, "wrong_framework"), ({"revision": 2}, "wrong_revision")):
        with pytest.raises(eb.UnsuitableError, match="the portfolio") as caught:
            eb.portfolio_report(framework.replace(**other), cohorts())
        assert caught.value.code == code


@pytest.mark.parametrize("text", TEXTS[:6])
def test_hostile_groups_and_titles_stay_text(cohorts, framework, text):
    """No element of theirs stands in the page."""
    read = cohorts()
    groups = tuple(each.replace(value=text) if each.column else each for each in read.groups)
    made = eb.portfolio_report(framework.replace(title=text), read.replace(groups=groups))
    assert "<script>" not in made.html.partition("<body")[2]
    assert "<img src=x" not in made.html
    assert made.markdown


def test_a_framework_without_a_total_has_blocks_only(cohorts, framework):
    """Nothing is said of the whole."""
    made = eb.portfolio_report(framework, cohorts().replace(has_total=False))
    assert "Spread of the score by group" not in _headings(made)
    assert _headings(made)[0] == "Spread of the blocks, all organizations"


@pytest.mark.parametrize("is_brief", [True, False])
def test_what_could_not_be_used_is_warned_of(cohorts, framework, is_brief):
    """With its number to the owner, without it to others, and not where there is nothing to say."""
    report = eb.portfolio_report
    owner = report(framework, cohorts(), one_page=is_brief, left_out=75)
    assert "75 assessments could not be used: no figure here counts them." in owner.markdown
    alone = report(framework, cohorts(), one_page=is_brief, left_out=1)
    assert "1 assessment could not be used: no figure here counts it." in alone.markdown
    for number in (40, 3):
        shared = report(framework, cohorts("cohort", number), one_page=is_brief, left_out=75).markdown
        assert "Some assessments could not be used" in shared
        assert "75 assessments" not in shared
    assert "could not be used" not in report(framework, cohorts(), one_page=is_brief).markdown


def test_the_middle_reads_alike_in_the_sentence_and_in_the_cards(cohorts, framework):
    """A mean that happens to lie close gives neither of them more digits."""
    read = cohorts()
    first = read.groups[0].replace(score=read.groups[0].score.replace(q25=0.331, q50=0.44, q75=0.549, mean_high=0.551))
    text = eb.portfolio_report(framework, read.replace(groups=(first,))).markdown
    assert "scores from 33% to 55%." in text
    assert "54.9%" not in text
