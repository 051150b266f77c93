"""Declares the app and what it gives to others; imported by Django only."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("Outreach")

    def ready(self) -> None:
        from outreach import disclosures, personal_data

        personal_data.declare()
        disclosures.declare()
        _forget()
        _name_acts()
        _declare_events()
        _declare_registrations()
        _declare_leads()


def _forget() -> None:
    from accounts.personal_data import Forgetting, register_forgetting
    from outreach import actions

    register_forgetting(
        Forgetting(
            "outreach",
            actions.forget_person,
            actions.consequences_of_the_end,
            actions.leads_in_the_way,
            actions.forget_address,
        )
    )


def _name_acts() -> None:
    from accounts import histories
    from outreach.models import Lead

    histories.register(
        "outreach",
        {
            **{stage.value: stage.label for stage in Lead.Stage},
            "publish": pgettext_lazy("event", "Published"),
            "reschedule": _("Moved to another date"),
            "postpone": _("Postponed"),
            "cancel": pgettext_lazy("event", "Cancelled"),
            "online": _("Moved online"),
            "room": _("Room booked again"),
            "copy": _("Copied from another event"),
            "arrive": _("Arrival noted"),
            "take_back": _("Arrival taken back"),
            "certify": _("Certificate issued"),
            "certify_anew": _("Certificate issued anew"),
            "taken up": _("Taken up"),
            "handed over": _("Handed over"),
            "noted": _("Something noted"),
            "planned": _("Next action planned"),
            "trial": _("Trial desk booked"),
            "job": _("Job found noted"),
            "asked": _("Asked whether they are still here"),
            "withdrawn": _("Agreement taken back, erased"),
            "sent": _("Sent"),
            "tested": _("Sent to its author"),
        },
    )


def _declare_events() -> None:
    from dispatch import registry
    from outreach import event_emails

    # May carry the address of a meeting online: the outbox does not keep it.
    registry.register("outreach.event_changed", event_emails.event_changed, resend_uncertain=True, confidential=True)
    registry.register("outreach.room_lost", event_emails.room_lost, resend_uncertain=True)


def _declare_registrations() -> None:
    from dispatch import invariants as checks
    from dispatch import registry
    from outreach import registration_emails, registration_invariants

    checks.register(*registration_invariants.RULES)
    # Each carries the link to the person's page, which may give the place back: the outbox does not keep it.
    for kind in (
        "ask",
        "already",
        "registered",
        "waiting",
        "offer",
        "lapsed",
        "declined",
        "cancelled",
        "reminder",
        "thanks",
    ):
        build = getattr(registration_emails, kind)
        registry.register(f"outreach.registration_{kind}", build, resend_uncertain=True, confidential=True)


def _declare_leads() -> None:
    from accounts import saved_filters
    from dispatch import invariants as checks
    from dispatch import registry
    from outreach import lead_emails, lead_invariants, mailing_emails

    saved_filters.register(
        saved_filters.SavedFilter(_("My leads"), "outreach.change_lead", "outreach_lead", "owner=me&stage=open"),
    )
    checks.register(*lead_invariants.RULES)
    # They open the page of a person, or tell that somebody is one: the outbox does not keep them.
    for kind in ("lead_received", "lead_ends"):
        registry.register(f"outreach.{kind}", getattr(lead_emails, kind), resend_uncertain=True, confidential=True)
    registry.register("outreach.mailing", mailing_emails.mailing, resend_uncertain=False, confidential=True)
    registry.register("outreach.mailing_test", mailing_emails.mailing_test, resend_uncertain=False)
    for kind in ("lead_arrived", "leads_overdue"):
        registry.register(f"outreach.{kind}", getattr(lead_emails, kind), resend_uncertain=True)
