"""What must be true of applications and their files; the nightly check looks for what is not."""

from datetime import datetime, timedelta

from jobs.models import Application
from jobs.models.application import private_files

SWEPT = timedelta(days=2)  # the sweep leaves files of less than a day alone, and comes once a night


def orphan_files(now: datetime) -> list[str]:
    """Files that no application holds and that the sweep should have taken."""
    storage = private_files()
    if not storage.exists("cv"):
        return []
    held = _held()
    names = sorted(f"cv/{name}" for name in storage.listdir("cv")[1])
    return [
        f"file {name} belongs to no application"
        for name in names
        if name not in held and storage.get_modified_time(name) < now - SWEPT
    ]


def lost_files(now: datetime) -> list[str]:
    """Applications whose CV is not there."""
    storage = private_files()
    return [f"the file {name} of an application is not there" for name in sorted(_held()) if not storage.exists(name)]


RULES = [orphan_files, lost_files]


def _held() -> set[str]:
    return set(Application.objects.exclude(cv="").values_list("cv", flat=True))
