"""A made-up second revision of a shipped framework, for the tests of `diff` and `migrate`."""

import copy

from equity_blocks.files.loading import load_framework
from equity_blocks.model.framework import Framework

RENAMED = ("data-standards", "common-data-standards")
REMOVED = "accessibility"
SPLIT = ("rel-sogi-data-collection", ("race-and-language-data", "sogi-data"))
ADDED = "community-ownership"


def practices_of(data):
    """Give the lists of practices of every block, so that they can be changed."""
    for block in data.get("blocks", ()):
        yield block["practices"]
        yield from practices_of(block)


def revised(change=None) -> Framework:
    """Give the first revision of hcplan-apm with a renamed, a removed, a split and an added practice, as revision 2.

    Args:
        change: Does more to the data before it becomes a framework. Default: nothing.
    """
    data = copy.deepcopy(load_framework("hcplan-apm@1").model_dump(mode="json", exclude_unset=True, by_alias=True))
    data["revision"] = 2
    for practices in practices_of(data):
        practices[:] = [part for practice in practices for part in _heirs(practice)]
    next(practices_of(data)).append({"id": ADDED, "title": "Community Ownership", "question": "Who owns it?"})
    for enabler in data.get("enablers", ()):
        enabler["practices"] = [_renamed(name) for name in enabler.get("practices", ()) if name != REMOVED]
    if change:
        change(data)
    return Framework.model_validate(data)


def _heirs(practice):
    requires = [
        {**entry, "any_of": options}
        for entry in practice.get("requires", ())
        if (options := [n | {"practice": _renamed(n["practice"])} for n in entry["any_of"] if n["practice"] != REMOVED])
    ]
    practice = practice | ({"requires": requires} if "requires" in practice else {})
    if practice["id"] == REMOVED:
        return []
    if practice["id"] == RENAMED[0]:
        return [{**practice, "id": RENAMED[1], "was": [RENAMED[0]]}]
    if practice["id"] == SPLIT[0]:
        return [{**practice, "id": part, "title": part, "was": [SPLIT[0]]} for part in SPLIT[1]]
    return [practice]


def _renamed(name):
    return {RENAMED[0]: RENAMED[1], SPLIT[0]: SPLIT[1][0]}.get(name, name)
