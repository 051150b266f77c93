"""The observatory in the administration."""

from observatory.admin.factor import FactorSetAdmin
from observatory.admin.official import OfficialFigureAdmin
from observatory.admin.report import ReportAdmin
from observatory.admin.returns import BenefitAdmin, InvestmentAdmin
from observatory.admin.subscriber import SubscriberAdmin

__all__ = ["BenefitAdmin", "FactorSetAdmin", "InvestmentAdmin", "OfficialFigureAdmin", "ReportAdmin", "SubscriberAdmin"]
