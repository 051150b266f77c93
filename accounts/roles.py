"""Who may do what: one table of roles and permissions, from which groups, tests and docs/rights.md are made."""

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Role(models.TextChoices):
    """A visitor has no account and no role; the four others are groups of the same name."""

    REMOTE_WORKER = "remote_worker", _("remote worker")
    CENTRE_MANAGER = "centre_manager", _("centre manager")
    AGENCY_STAFF = "agency_staff", _("agency staff")
    NETWORK_ADMIN = "network_admin", _("network administrator")

    @classmethod
    def staff(cls) -> list["Role"]:
        """Those who enter the administration."""
        return [cls.CENTRE_MANAGER, cls.AGENCY_STAFF, cls.NETWORK_ADMIN]


VERBS = ("view", "add", "change", "delete")


def may(verbs: str, *models_: str) -> list[str]:
    """Codenames such as `telecentres.view_workspace`, for verbs named in one string and models named `app.model`."""
    return [f"{app}.{verb}_{model}" for app, model in (name.split(".") for name in models_) for verb in verbs.split()]


# A manager's permissions hold for the telecentres of a membership in force: the scope is `managed_by`, not the group.
PERMISSIONS: dict[Role, list[str]] = {
    Role.REMOTE_WORKER: [],
    Role.CENTRE_MANAGER: [
        *may("view change", "telecentres.telecentre"),
        *may("view add change", "bookings.booking"),
        *may("view", "bookings.wait"),
        *may("view add change delete", "telecentres.openinghours", "telecentres.closure"),
        *may("view add change", "telecentres.workspace", "telecentres.tariff", "telecentres.policy"),
        *may("view add change delete", "telecentres.freeperiod"),
        *may("view", "telecentres.stageevent", "telecentres.telecentrespeciality"),
        *may("view add change delete", "telecentres.guide"),
        *may("view", "telecentres.need", "telecentres.needphrase", "telecentres.gap"),
        *may("view change", "telecentres.fault", "bookings.statement"),
        *may("view add change", "bookings.bar"),
        *may("view add delete", "bookings.monthplan"),
        *may("view add change", "bookings.referral"),
        # Events at their centre: the agency writes them, the centre keeps the door.
        *may("view", "outreach.event", "outreach.eventsession"),
        *may("view add change", "outreach.registration"),
        # Of the territory of their centre: what it cost and what came back.
        *may("view", "observatory.investment", "observatory.benefit"),
        # Reports of their own centre, with exact figures.
        *may("view add", "observatory.report"),
    ],
    Role.AGENCY_STAFF: [
        *may("view", "telecentres.telecentre", "telecentres.stageevent", "telecentres.openinghours", "telecentres.closure"),
        *may("view", "telecentres.speciality", "telecentres.telecentrespeciality", "telecentres.territory"),
        *may("view add change", "notices.accessibilitydeclaration", "notices.accessibilityplan"),
        *may("view add change delete", "notices.accessibilityissue", "notices.plannedaction"),
        *may("view add change delete", "telecentres.guide", "telecentres.needphrase"),
        *may("view add change", "telecentres.need"),
        *may("view change delete", "telecentres.gap"),
        *may("view", "telecentres.fault"),
        *may("view add change delete", "jobs.joboffer"),
        *may("view add change", "jobs.employer"),
        *may("view change", "jobs.application"),
        *may("view add change delete", "outreach.campaign", "outreach.indicator", "outreach.event", "outreach.eventsession"),
        *may("view add change", "outreach.registration", "outreach.lead"),
        *may("view add", "outreach.interaction"),
        *may("view add change delete", "outreach.mailing"),
        *may("view", "outreach.answer"),
        *may("view add", "observatory.factorset", "observatory.factor"),
        *may("view add change delete", "observatory.investment", "observatory.benefit", "observatory.officialfigure"),
        *may("view add", "observatory.report"),
        *may("view add change delete", "observatory.subscriber"),
        "telecentres.manage_every_telecentre",
    ],
    Role.NETWORK_ADMIN: [
        *may("view add change", "accounts.user", "telecentres.invitation"),
        *may("view change", "dispatch.message"),
        *may("view", "dispatch.taskrun"),
        *may("view add change", "bookings.booking", "bookings.bar"),
        *may("view", "bookings.wait"),
        *may("view add change", "bookings.referral"),
        *may("view add change", "telecentres.telecentre", "telecentres.workspace", "telecentres.tariff", "telecentres.policy"),
        *may("view add change delete", "telecentres.freeperiod"),
        *may("view add change delete", "telecentres.openinghours", "telecentres.closure", "telecentres.stageevent"),
        *may("view add change delete", "telecentres.membership", "telecentres.telecentrespeciality"),
        *may("view add change", "telecentres.speciality", "telecentres.territory"),
        *may("view add change", "notices.accessibilitydeclaration", "notices.accessibilityplan"),
        *may("view add change delete", "notices.accessibilityissue", "notices.plannedaction"),
        *may("view add change delete", "telecentres.guide", "telecentres.needphrase"),
        *may("view add change", "telecentres.need"),
        *may("view change delete", "telecentres.gap"),
        *may("view change", "telecentres.fault", "bookings.statement"),
        *may("view add delete", "bookings.monthplan"),
        *may("view", "outreach.campaign", "outreach.indicator", "outreach.event", "outreach.eventsession", "outreach.answer"),
        *may("view add change", "outreach.registration"),
        # The agency publishes; what people apply with is for the agency and the employer alone.
        *may("view", "jobs.joboffer", "jobs.employer"),
        # An edition that figures rest on is never changed; a new one is added.
        *may("view add", "observatory.factorset", "observatory.factor"),
        *may("view add change delete", "observatory.investment", "observatory.benefit", "observatory.officialfigure"),
        *may("view add", "observatory.report"),
        "telecentres.manage_every_telecentre",
    ],
}


def grant(user: User, role: Role) -> None:
    """Give the role; a staff role also opens the administration, behind the second factor."""
    user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    settle_staff_status(user)


def revoke(user: User, role: Role) -> None:
    """Take the role away; with the last staff role the administration closes."""
    user.groups.remove(*Group.objects.filter(name=role.value))
    settle_staff_status(user)


def of(user: User) -> list[Role]:
    """The person's roles, in the order of the table."""
    names = set(user.groups.values_list("name", flat=True))
    return [role for role in Role if role.value in names]


def settle_staff_status(user: User) -> None:
    """`is_staff` is never set by hand: it follows from the roles."""
    user.is_staff = user.is_superuser or user.groups.filter(name__in=Role.staff()).exists()
    user.save(update_fields=["is_staff"])


def sync_groups(app_config: AppConfig, **kwargs) -> None:
    """After each migration, make the groups say what the table says, for the permissions of that app."""
    if not apps.is_installed("accounts") or app_config.models_module is None:
        return
    create_permissions(app_config, verbosity=0)
    app_permissions = Permission.objects.filter(content_type__app_label=app_config.label)
    with transaction.atomic():
        for role, codenames in PERMISSIONS.items():
            group = Group.objects.get_or_create(name=role.value)[0]
            wanted = app_permissions.filter(named(codenames))
            group.permissions.remove(*group.permissions.filter(content_type__app_label=app_config.label).difference(wanted))
            group.permissions.add(*wanted)


def named(codenames: list[str]) -> Q:
    """The permissions of that name, written `app.codename`."""
    pairs = [codename.split(".") for codename in codenames]
    return Q(*[Q(content_type__app_label=app, codename=name) for app, name in pairs], _connector=Q.OR) if pairs else Q(pk__in=[])


def missing_permissions() -> list[str]:
    """Codenames of the table that no model of an installed app has: a slip of the pen."""
    wanted = {codename for codenames in PERMISSIONS.values() for codename in codenames}
    found: QuerySet[Permission] = Permission.objects.select_related("content_type")
    return sorted(wanted - {f"{one.content_type.app_label}.{one.codename}" for one in found})


def rights_table() -> str:
    """The table as Markdown: a row for each kind of record, a column for each role."""
    rows: dict[str, dict[Role, list[str]]] = {}
    others: dict[str, list[Role]] = {}
    for role, codenames in PERMISSIONS.items():
        for codename in codenames:
            app, name = codename.split(".")
            verb, _sep, model = name.partition("_")
            if verb in VERBS:
                rows.setdefault(str(apps.get_model(app, model)._meta.verbose_name), {}).setdefault(role, []).append(verb)
            else:
                others.setdefault(str(Permission.objects.get(content_type__app_label=app, codename=name).name), []).append(role)
    staff = Role.staff()
    lines = ["| | " + " | ".join(str(role.label) for role in staff) + " |", "|---" * (len(staff) + 1) + "|"]
    for label, by_role in sorted(rows.items()):
        cells = [", ".join(verb for verb in VERBS if verb in by_role.get(role, [])) or "–" for role in staff]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    for label, holders in sorted(others.items()):
        lines.append(f"| {label} | " + " | ".join("yes" if role in holders else "–" for role in staff) + " |")
    return "\n".join(lines) + "\n"
