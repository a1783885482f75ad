import pytest

from equity_blocks import Assessment, Framework, portfolio
from equity_blocks.reports.portfolio_pictures import spread_of_nodes
from equity_blocks.reports.slides.charts import plot_of
from equity_blocks.reports.slides.portfolio import portfolio_slides, slides_of_portfolio


def test_each_slide_has_a_message(cohorts, framework):
    """Where they stand, their blocks, where one sits, the change, the gaps, what holds back, the method."""
    titles = [slide.title for slide in slides_of_portfolio(framework, cohorts())]
    assert len(titles) == 7
    assert titles[0].startswith("40 organizations: half of them score below ")
    assert titles[2] == "Where canary-7 sits"
    assert titles[-1] == "Self-reported, not validated: no benchmark of a field"


def test_charts_and_tables_can_be_edited(cohorts, framework, opened):
    """The spread is a native chart; its columns are medians."""
    deck = opened(portfolio_slides(framework, cohorts()))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [chart.plots[0].series[0].name for chart in charts] == ["Median", "Median"]
    assert next(iter(charts[1].plots[0].series[0].values)) == cohorts().groups[0].score.q50
    assert [sum(shape.has_table for shape in slide.shapes) for slide in deck.slides] == [0, 0, 1, 1, 1, 1, 0]


def test_a_small_cohort_has_tables_of_bands(cohorts, framework, opened):
    """No figure that is not told."""
    deck = opened(portfolio_slides(framework, cohorts("cohort", 12)))
    assert len(deck.slides) == 3
    assert not any(shape.has_chart for slide in deck.slides for shape in slide.shapes)


def test_of_too_few_there_is_one_slide(cohorts, framework):
    """It says why."""
    (only,) = slides_of_portfolio(framework, cohorts("cohort", 3))
    assert only.columns[0][0].text.startswith("Nothing is shown")


def test_the_plot_leaves_out_what_is_not_told(cohorts):
    """And marks where one sits."""
    plot = plot_of(spread_of_nodes(cohorts()), "#17677f")
    assert [series.name for series in plot.series] == ["Median", "A quarter is below", "A quarter is above", "canary-7"]
    assert plot_of(spread_of_nodes(cohorts("cohort", 12)), "#17677f").names == ()


def test_what_could_not_be_used_is_on_the_first_slide(cohorts, framework):
    """A board reads it before any figure of a block."""
    first = next(iter(slides_of_portfolio(framework, cohorts(), 5)))
    assert "5 assessments could not be used" in str(first.columns)


def test_gaps_as_common_as_the_first_are_counted(cohorts, framework):
    """None of them alone is the most common; and the slide says what its columns mean."""
    read = cohorts()
    first, *rest = (gap.replace(organizations=9 - i, share=0.45) for i, gap in enumerate(read.gaps[:3]))

    def slide(*gaps):
        slides = slides_of_portfolio(framework, read.replace(gaps=gaps))
        return next(slide for slide in slides if slide.title.startswith("Most often below target (45%): "))

    assert not slide(first, *rest).title.endswith("more")
    assert slide(first, rest[0].replace(organizations=9)).title.endswith(f"{first.title} and 1 more")
    assert "Below target: organizations that rated it" in str(slide(first).columns)


def test_one_organization_is_spoken_of_as_one(framework):
    """Its score is no median, and one organization waits for what it lacks."""
    alone = Assessment(framework=framework.id, ratings=dict.fromkeys(framework.practices, 0))
    titles = [str(slide.title) for slide in slides_of_portfolio(framework, portfolio(framework, [alone]))]
    assert titles[0].startswith("1 organization scores ")
    assert any(title.startswith("1 organization waits for ") for title in titles)
    assert not any("1 organizations" in title for title in titles)


@pytest.mark.parametrize(
    ("higher", "title"),
    [
        (2, "A scores highest, B lowest"),
        (0, "All blocks score alike: medians of 33%"),
        (-2, "B scores highest, A lowest"),
    ],
)
def test_blocks_that_are_close_are_not_ranked(higher, title):
    """A difference that nobody would act on is none."""
    practices = {name: [{"id": f"{name}-{i}", "title": "P"} for i in range(4)] for name in "ab"}
    blocks = [{"id": name, "title": name.upper(), "practices": each} for name, each in practices.items()]
    framework = Framework(id="two", title="Two", scale=["no", "low", "some", "all"], blocks=blocks)
    levels = {"a": 1 + max(higher, 0), "b": 1 + max(-higher, 0)}
    said = [
        Assessment(framework="two", ratings={f"{name}-{i}": level for name, level in levels.items() for i in range(4)})
    ] * 6
    slides = slides_of_portfolio(framework, portfolio(framework, said))
    assert title in [str(slide.title) for slide in slides]
