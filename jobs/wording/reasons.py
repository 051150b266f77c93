"""Why a wording may not stand in an offer: the rule in plain words, with its article. Shown beside the finding."""

from django.utils.translation import gettext_lazy as _

AGE = _("No offer may ask for an age (article L1132-1 of the Labour Code); say which experience the job needs.")
AGE_IN_LAW = _(
    "An age may stand here only where a law sets it, as for apprenticeship or night work (article L5331-2); name that law."
)
AGE_SOUNDS = _("This sounds like an age (article L1132-1 of the Labour Code); describe the team or the experience.")
STUDENT = _("This shuts out people of another age or situation (article L1132-1 of the Labour Code); state the hours instead.")
SEX = _("No offer may ask for a man or a woman (articles L1142-1 and L1132-1 of the Labour Code).")
FAMILY = _("Family life is no criterion for a job (article L1132-1 of the Labour Code); state the hours and the place of work.")
COUPLE = _("Hiring a couple touches on family life (article L1132-1 of the Labour Code); offer two jobs, each open to anybody.")
PREGNANCY = _("Pregnancy is no criterion for a job (articles L1132-1 and L1225-1 of the Labour Code).")
NATIONALITY = _("Nationality is no criterion (article L1132-1 of the Labour Code), except for the few jobs that a law keeps.")
PAPERS = _("The right to work is checked when hiring (article L5221-8 of the Labour Code); an offer need not ask for papers.")
ORIGIN = _(
    "This points to where somebody comes from (article L1132-1 of the Labour Code); ask for a level of the language if need be."
)
RESIDENCE = _("Where somebody lives is no criterion (article L1132-1 of the Labour Code); state where the work is done.")
DISABILITY = _(
    "No single offer may be kept for, or recommended to, disabled people (article L1132-1 of the Labour"
    " Code); the network’s own sentence, which welcomes them, already stands on every offer."
)
DISABILITY_SOUNDS = _(
    "Is this about the work, or about the person? A disability is no criterion (article L1132-1 of the Labour Code)."
)
HEALTH = _("Health is no criterion (article L1132-1 of the Labour Code); describe the task, for example loads and how often.")
FITNESS = _("The occupational doctor alone judges fitness (article L4624-2 of the Labour Code); describe the task.")
VACCINATION = _(
    "A vaccination may be asked for only where a law demands it (article L3111-4 of the Public Health Code); name that law."
)
SMOKING = _("Smoking is part of private life (article L1121-1 of the Labour Code); you may say that the premises are smoke-free.")
APPEARANCE = _(
    "Looks are no criterion (article L1132-1 of the Labour Code); describe the task or the clothes that the job needs."
)
PHOTO = _("A photograph says nothing of skills, and only they may be asked about (article L1221-6 of the Labour Code).")
RELIGION = _("Religion is no criterion (article L1132-1 of the Labour Code).")
NEUTRALITY = _("Only public service and firms whose rules say so may ask for neutrality (article L1321-2-1 of the Labour Code).")
OPINIONS = _("Political opinions and union activities are no criterion (article L1132-1 of the Labour Code).")
ORIENTATION = _("Sexual orientation is private and no criterion (article L1132-1 of the Labour Code).")
BANK = _("Where somebody keeps a bank account is no criterion (article L1132-1 of the Labour Code).")
POVERTY = _("Being poor or out of work is no criterion (article L1132-1 of the Labour Code).")
POVERTY_IN_LAW = _(
    "Only a subsidised contract may be kept for people in this situation (article L5132-1 of the Labour Code); name it."
)
MORALS = _("Morals are no criterion (article L1132-1 of the Labour Code), except where a law demands it for the job.")
RECORD = _(
    "A criminal record may be asked for only where a law or the nature of the job demands it (article"
    " L1221-6 of the Labour Code)."
)
FEES = _(
    "Looking for work is free of charge: no fee, purchase or premium-rate number (articles L5331-1 and"
    " L5321-3 of the Labour Code)."
)
UNDECLARED = _("Work that is not declared is forbidden (article L8221-1 of the Labour Code).")
CASH = _(
    "Wages above 1,500 euros may not be paid in cash (article L3241-1 of the Labour Code), and every payment needs a payslip."
)
