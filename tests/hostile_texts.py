"""An assessment whose every free text tries to be more than text, or is longer than any page is wide."""

from equity_blocks import Assessment, Framework

TEXTS = (
    "<script>window.canary=1</script>",
    '"><img src=x onerror="window.canary=1">',
    "</style></title></textarea><svg onload=window.canary=1>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "javascript:window.canary=1",
    "\u202eright to left\u202c \u2067and isolated\u2069 \u200f",
    "https://example.org/" + "very-long-address/" * 20,
    "W" * 300,
    "Line one\nline two & <b>bold</b> <!-- -->",
)
LONG = "A text of ten thousand characters, which goes on and on. " * 176
LEVELS = ("no", "some", "yes")


def _named(place: int) -> str:
    """Give one of the texts, another one for each place."""
    return f"{TEXTS[place % len(TEXTS)]} {place}"


def framework() -> Framework:
    """Make the framework: four blocks of three practices, with hostile titles, reasons, roles, links and cautions."""
    names = [[f"p{block}{place}" for place in range(3)] for block in range(4)]
    flat = [name for block in names for name in block]
    return Framework.model_validate(
        {
            "id": "hostile",
            "title": _named(0),
            "edition": "2026",
            "scale": list(LEVELS),
            "roles": {"board": _named(1), "data": _named(7)},
            "source": {"citation": _named(4), "url": "https://example.org/source"},
            "blocks": [
                {
                    "id": f"b{block}",
                    "title": _named(block + 5),
                    "practices": [
                        {
                            "id": name,
                            "title": _named(flat.index(name)),
                            "question": _named(flat.index(name) + 3),
                            "summary": _named(flat.index(name) + 4),
                            "roles": ["board" if block % 2 else "data"],
                            "horizon": ("short", "long")[block % 2],
                            "effort": "SML"[flat.index(name) % 3],
                            "resources": [{"title": _named(block), "url": f"https://example.org/{name}"}],
                            "requires": [{"practice": flat[flat.index(name) - 4], "why": _named(block + 2)}]
                            if block > 1
                            else [],
                        }
                        for name in practices
                    ],
                }
                for block, practices in enumerate(names)
            ],
        }
    )


def assessment() -> Assessment:
    """Make the assessment."""
    practices = list(framework().practices)
    ratings = {
        name: {
            "level": LEVELS[place % 2],
            "importance": ("high", "normal", "low")[place % 3],
            "feasibility": ("high", "low")[place % 2],
            "owner": _named(place + 1),
            "note": LONG if place == 1 else _named(place + 2),
            "evidence": ["e1"] if place % 2 else [],
            "required_by": [{"title": _named(place), "due": "2027-12-31"}] if place % 4 == 0 else [],
        }
        for place, name in enumerate(practices)
    }
    ratings[practices[5]] = {"not_applicable": _named(2)}
    ratings[practices[6]]["not_pursued"] = LONG
    ratings[practices[7]] = {"answers": {"a": {"level": "no", "note": _named(3)}, "b": {"level": "yes"}}}
    return Assessment.model_validate(
        {
            "framework": "hostile",
            "organization": {"id": "o", "name": _named(1), "state": _named(0), "note": LONG},
            "as_of": "2026-06-30",
            "respondents": [{"id": "a", "role": "board"}, {"id": "b", "role": "data"}],
            "respondents_told": "attributed",
            "evidence": {
                "e1": {"title": _named(3), "kind": _named(2), "url": "javascript:window.canary=1", "date": "2026-01-31"}
            },
            "goals": [
                {
                    "id": f"g{place}",
                    "title": _named(place),
                    "population": _named(place + 1),
                    "measure": LONG if place else _named(2),
                    "baseline": {"value": 41.5, "unit": _named(place), "period": _named(place + 3)},
                    "target": {"value": 60, "by": "2028-12-31"},
                    "observed": [{"period": _named(place + 2), "value": 47}],
                    "root_causes": [{"title": _named(place + 6), "practices": practices[place : place + 3]}],
                    "note": LONG,
                }
                for place in range(2)
            ],
            "initiatives": [
                {"id": "i1", "title": _named(7), "owner": _named(6), "practices": practices[:3]},
                {"id": "i2", "title": _named(0), "owner": _named(5), "practices": practices[3:5]},
            ],
            "ratings": ratings,
            "narrative": {
                "headline": _named(0),
                "blocks": {"b0": _named(1), "b1": LONG},
                "asks": [_named(place) for place in range(len(TEXTS))],
            },
            "note": LONG,
        }
    )
