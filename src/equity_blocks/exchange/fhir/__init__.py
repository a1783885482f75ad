"""FHIR R4: a questionnaire as a Questionnaire, and answers to it as a QuestionnaireResponse, out and back."""

from equity_blocks.exchange.fhir.reading import asked_in, from_response
from equity_blocks.exchange.fhir.writing import to_questionnaire, to_response
from equity_blocks.exchange.questions import CARRIES

__all__ = ["CARRIES", "asked_in", "from_response", "to_questionnaire", "to_response"]
