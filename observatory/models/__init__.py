"""The tables of the observatory."""

from observatory.models.factor import Factor, FactorSet
from observatory.models.official import OfficialFigure
from observatory.models.pledge import MovePledge
from observatory.models.publication import Publication
from observatory.models.report import Report
from observatory.models.returns import Benefit, Investment
from observatory.models.subscriber import Subscriber
from observatory.models.usage import UsageFact

__all__ = [
    "Benefit",
    "Factor",
    "FactorSet",
    "Investment",
    "MovePledge",
    "OfficialFigure",
    "Publication",
    "Report",
    "Subscriber",
    "UsageFact",
]
