"""Charts of results, as Altair charts that can be changed and saved; they need `pip install equity-blocks[charts]`.

* Of a score card: `blocks`, `heat_map`; of a comparison: `change`; of a trend: `trend`.
* Of a plan: `timeline`, `periods`, `priorities`, `firmness`.
* Of the view of respondents: `agreement`; of a framework: `graph`; of a portfolio: `spread`.

Each takes a result and gives an Altair chart on a white ground, which a notebook shows and which can be changed like
any other: `eb.charts.blocks(card).properties(width=400)`. `together` joins several, and `save` writes one as SVG, PNG,
HTML or JSON, without a browser and without a network. The figures are those of the report, and what has no value is
said to have none.

Example:
    >>> import equity_blocks as eb
    >>> framework = eb.load_framework("hcplan-apm")
    >>> eb.charts.blocks(framework)
    Traceback (most recent call last):
        ...
    equity_blocks.errors.UnsuitableError: card must be a ScoreCard, not a Framework
"""

from equity_blocks.reports.charts.course import change as change
from equity_blocks.reports.charts.course import periods as periods
from equity_blocks.reports.charts.course import trend as trend
from equity_blocks.reports.charts.dependencies import graph as graph
from equity_blocks.reports.charts.making import Chart as Chart
from equity_blocks.reports.charts.making import chart_of as chart_of
from equity_blocks.reports.charts.making import png_of as png_of
from equity_blocks.reports.charts.making import save as save
from equity_blocks.reports.charts.making import svg_of as svg_of
from equity_blocks.reports.charts.making import together as together
from equity_blocks.reports.charts.people import agreement as agreement
from equity_blocks.reports.charts.plan import firmness as firmness
from equity_blocks.reports.charts.plan import timeline as timeline
from equity_blocks.reports.charts.portfolio import spread as spread
from equity_blocks.reports.charts.priorities import priorities as priorities
from equity_blocks.reports.charts.score import blocks as blocks
from equity_blocks.reports.charts.score import heat_map as heat_map
