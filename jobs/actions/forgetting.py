"""How work forgets a person, and how files are swept that belong to nobody."""

from datetime import datetime, timedelta

from accounts.models import User
from jobs.actions.alerts import stop_alerts
from jobs.actions.applications import withdraw_application
from jobs.models import Application, JobOffer
from jobs.models.application import private_files

YOUNG = timedelta(days=1)  # a file may be a request's that is still under way


def forget_person(user: User, *, now: datetime) -> None:
    """What they applied for and looked for under the address of their account goes; offers they wrote stay without them."""
    forget_address(user.email, now=now)
    JobOffer.objects.filter(author=user).update(author=None)
    JobOffer.objects.filter(reader=user).update(reader=None)


def forget_address(email: str, *, now: datetime) -> None:
    """What was applied for and looked for under an address goes."""
    for application in Application.objects.filter(email__iexact=email):
        withdraw_application(application, now=now)
    stop_alerts(email)


def sweep_files(*, now: datetime) -> int:
    """Delete CVs that no application holds, left behind by a process that died in between; returns how many."""
    storage = private_files()
    if not storage.exists("cv"):
        return 0
    held = set(Application.objects.exclude(cv="").values_list("cv", flat=True))
    orphans = [name for file in storage.listdir("cv")[1] if (name := f"cv/{file}") not in held]
    old = [name for name in orphans if storage.get_modified_time(name) < now - YOUNG]
    for name in old:
        storage.delete(name)
    return len(old)
