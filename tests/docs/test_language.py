"""The page on writing a framework against the nouns: it tells every key that decides a figure."""

import re

import pytest

from equity_blocks.model.framework import Framework
from equity_blocks.model.practice import Block, Practice
from equity_blocks.model.publishing import Output, Rounding
from equity_blocks.model.scale import Level, Scale
from equity_blocks.model.scoring import Band, BlockRange, Condition, Scoring, StageAsk, Stages, Verdict

TEXTS = {
    "source_title",
    "title_source",
    "summary",
    "steps",
    "enablers",
    "aspects",
    "resources",
    "cautions",
    "applies_to",
}
"""Keys of the text of a framework, which the schema explains, and those of the source's own lists."""


@pytest.mark.parametrize(
    "noun",
    [
        Scoring, Stages, StageAsk, Output, Rounding, Band, Verdict, Condition, BlockRange, Scale, Level, Framework,
        Block, Practice,
    ],
)  # fmt: skip
def test_every_key_is_told(pages, noun):
    """In a sentence, a table or an example."""
    text = (pages.folder / "how-to" / "write-a-framework.md").read_text(encoding="utf-8")
    keys = {field.serialization_alias or name for name, field in noun.model_fields.items()} - TEXTS - {"tailored"}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", text)) == []


def test_every_word_of_a_policy_is_told(pages):
    """Each of the words that a key of the policy takes."""
    section = pages.section("how-to/write-a-framework.md", "Scoring")
    types = " ".join(str(field.annotation) for field in Scoring.model_fields.values())
    words = re.findall(r"(?<!class )'(\w+)'", re.sub(r"SharedWith\(.*?\)", "", types))
    assert sorted({word for word in words if f"`{word}`" not in section}) == []
