"""The nouns of the places, one module each subject."""

from telecentres.models.centre import Membership, StageEvent, Telecentre
from telecentres.models.fault import Fault
from telecentres.models.habits import Habits
from telecentres.models.interest import Interest
from telecentres.models.invitation import Invitation
from telecentres.models.need import Gap, Guide, Need, NeedPhrase
from telecentres.models.policy import FreePeriod, Policy, Tariff
from telecentres.models.schedule import Closure, OpeningHours
from telecentres.models.speciality import Speciality, TelecentreSpeciality
from telecentres.models.territory import Territory
from telecentres.models.workspace import Workspace

__all__ = [
    "Closure",
    "Fault",
    "FreePeriod",
    "Gap",
    "Guide",
    "Habits",
    "Interest",
    "Invitation",
    "Membership",
    "Need",
    "NeedPhrase",
    "OpeningHours",
    "Policy",
    "Speciality",
    "StageEvent",
    "Tariff",
    "Telecentre",
    "TelecentreSpeciality",
    "Territory",
    "Workspace",
]
