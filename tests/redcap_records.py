"""Raw exports as REDCap gives them, made of what is known already."""

import csv
import io

from equity_blocks.exchange.questions import Option, answers_of, questions_of
from equity_blocks.exchange.redcap import FACTS, RECORD, WHO, codes_of, field_name


def exported(*askeds):
    """Give the raw export of a project in which each questionnaire is one record, filled in with what is known."""
    records = [_record(asked, number) for number, asked in enumerate(askeds, 1)]
    header = list(dict.fromkeys(field for record in records for field in record))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(records)
    return stream.getvalue().encode()


def _record(asked, number):
    facts = {"framework": asked.framework, "revision": asked.revision, "kind": asked.kind}
    facts |= {"fingerprint": asked.fingerprint}
    record = {RECORD: str(number), WHO: asked.asked.id, FACTS: " ".join(f"{k}={v}" for k, v in facts.items())}
    for item in asked.items:
        values = answers_of(asked.framework, item, asked.kind)
        for question in questions_of(asked.framework, item, asked.kind):
            record[field_name(item.practice, question)] = _raw(question, values.get(question.link))
    return record | {f"{asked.framework}_complete": "2"}


def _raw(question, value):
    if isinstance(value, Option):
        return next(code for code, option in codes_of(question).items() if option == value)
    return "" if value is None else str(value)
