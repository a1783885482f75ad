from equity_blocks import Framework
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.result import NOTICE
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.framework import describe_framework, describe_practice

FULL = Framework(
    id="full",
    title="Full",
    edition="1st",
    revision=3,
    audiences=["health-plan"],
    source={"citation": "Somebody (2024) Something.", "url": "https://example.org"},
    rights={"holder": "Somebody", "notice": "Not endorsed."},
    summary="All that a framework may say.",
    scale=["no", "some", "yes"],
    roles={"board": "Board of directors"},
    blocks=[
        {
            "id": "one",
            "title": "One",
            "title_source": "derived",
            "blocks": [
                {
                    "id": "two",
                    "title": "Two",
                    "practices": [
                        {
                            "id": "vision",
                            "title": "Vision",
                            "horizon": "short",
                            "theme": "Leading",
                            "summary": "Where to go.",
                            "question": {"default": "Is there one?", "health-plan": "Has the plan one?"},
                            "levels": {"some": "it is drafted"},
                            "criteria": [{"id": "a", "title": "Part A"}],
                            "evidence": ["Minutes"],
                            "roles": ["board"],
                            "involve": ["Members"],
                            "effort": "L",
                            "requires": [
                                {"practice": "bare", "level": "some", "basis": "source", "why": "Page 3 says so."},
                                {
                                    "any_of": [{"practice": "bare"}, {"practice": "third", "level": "some"}],
                                    "kind": "soft",
                                    "from": "some",
                                    "why": "It helps.",
                                },
                            ],
                            "resources": [{"title": "Book", "publisher": "Press", "url": "https://example.org/b"}],
                        },
                        {"id": "bare", "title": "Bare"},
                        {"id": "third", "title": "Third"},
                    ],
                }
            ],
        }
    ],
    steps=[{"id": "begin", "title": "Begin", "summary": "Now."}],
    enablers=[{"id": "money", "title": "Money", "kind": "challenge", "summary": "There is little."}],
    aspects=[{"id": "lasting", "title": "Lasting", "summary": "It goes on."}],
)


def test_a_framework_says_where_it_comes_from_and_what_is_in_it():
    """Source, rights, scale, blocks with their practices, steps, enablers and aspects, in this order."""
    document = describe_framework(FULL)
    assert (document.title, document.notice) == ("Full", NOTICE)
    assert document.subtitle == "full · edition 1st · revision 3 · 3 practices"
    (table,) = document.tables
    assert table.rows == (
        ("Vision\nvision", "short", "2"),
        ("Bare\nbare", NO_VALUE, "0"),
        ("Third\nthird", NO_VALUE, "0"),
    )
    assert tuple(part for part in document.parts if part is not table) == (
        Paragraph("All that a framework may say."),
        Paragraph("Source: Somebody (2024) Something. https://example.org"),
        Paragraph("Rights: Somebody. Not endorsed."),
        Paragraph("Scale: no (0), some (0.5), yes (1)."),
        Heading("One (heading ours: the source shows none)"),
        Heading("One / Two"),
        Heading("Next steps of the source"),
        Bullets(("Begin: Now.",)),
        Heading("Runs through everything"),
        Bullets(("Lasting: It goes on.",)),
        Heading("What helps and what hinders"),
        Bullets(("Money (challenge): There is little.",)),
    )


def test_a_framework_that_says_little_is_shown_too(framework):
    """What is not given is left out; an edition is told as not stated."""
    bare = framework.replace(edition="")
    document = describe_framework(bare)
    assert document.subtitle == "mini · edition not stated · revision 1 · 5 practices"
    assert document.parts[:2] == (Paragraph("Scale: no (0), some (0.5), yes (1)."), Heading("People"))


def test_a_practice_says_everything_about_itself():
    """What it asks, what its levels mean, who does it, and what it needs first, with whose word that is."""
    document = describe_practice(FULL, FULL.practice("vision"))
    assert (document.title, document.notice) == ("Vision", NOTICE)
    assert document.subtitle == "vision · Two · Leading · effort L"
    assert document.parts == (
        Paragraph("Where to go."),
        Paragraph("Question: Is there one?"),
        Paragraph("Question to a health plan: Has the plan one?"),
        Heading("Levels"),
        Bullets(("no: No", "some: it is drafted", "yes: Yes")),
        Heading("Parts, rated by `criteria:`; their mean counts"),
        Bullets(("a: Part A",)),
        Heading("What would show it"),
        Bullets(("Minutes",)),
        Heading("Who"),
        Bullets(("Board of directors",)),
        Heading("Who outside must take part"),
        Bullets(("Members",)),
        Heading("Prerequisites"),
        Bullets(
            (
                "before yes: Bare at some (hard, source): Page 3 says so.",
                "before some: Bare at yes or Third at some (soft, editorial): It helps.",
            )
        ),
        Heading("Resources"),
        Bullets(("Book, Press, https://example.org/b",)),
    )


def test_a_practice_that_applies_to_everybody_says_so():
    """Its answer that it does not is refused."""
    strict = {"id": "p", "title": "P", "not_applicable": "refused"}
    framework = Framework(
        id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": [strict]}]
    )
    said = Paragraph("It applies to everybody: the answer that it does not apply is refused.")
    assert said in describe_practice(framework, framework.practice("p")).parts


def test_a_practice_that_says_little_is_shown_too():
    """Effort that nobody gave is marked as assumed."""
    document = describe_practice(FULL, FULL.practice("bare"))
    assert document.subtitle == "bare · Two · effort M?"
    assert document.parts == (Heading("Levels"), Bullets(("no: No", "some: Some", "yes: Yes")))


def test_effort_in_days_is_told_in_days(framework):
    """A range reads as people say it, not as a program prints it."""
    people, power = framework.blocks
    vision, training = people.practices
    timed = vision.replace(effort={"low": 5, "likely": 8, "high": 20})
    changed = framework.replace(blocks=(people.replace(practices=(timed, training)), power))
    subtitle = describe_practice(changed, changed.practice("vision")).subtitle
    assert "=" not in subtitle
    assert "8" in subtitle
