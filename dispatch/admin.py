"""The outbox and the task runs, for network administrators: to read, and to send again what was given up."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from dispatch import actions, mails, registry
from dispatch.models import Message, TaskRun

# The mail is somebody's words in our page: no script, no form, no outside address, in an origin of its own.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'"


class ReadOnlyAdmin(admin.ModelAdmin):
    """What the machinery writes is looked at, never edited; whoever may see it sees that of the whole network."""

    network_wide = True

    @property
    def media(self) -> Media:
        """Without the scripts that fill one field from another, 50 kB of every page: nothing here can be filled in."""
        unused = ("urlify.js", "prepopulate.js", "xregexp.js", "xregexp.min.js")
        full = super().media
        return Media(css=full._css, js=[script for script in full._js if not str(script).endswith(unused)])

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The title says what is listed, rather than that one may be selected."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["kind", "state", "addressee", "key", "due_at", "attempts"]
    list_filter = ["state", "kind"]
    search_fields = ["recipient", "key", "message_id"]
    date_hierarchy = "due_at"
    ordering = ["-due_at", "-id"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    actions = ["retry"]
    change_form_template = "dispatch/admin/message_detail.html"
    fields = [
        ("kind", "key", "version"),
        "addressee",
        "subject",
        ("state", "attempts"),
        ("due_at", "expires_at"),
        ("claimed_at", "next_try_at", "sent_at"),
        "last_error",
        "message_id",
    ]

    class Media:
        css = {"all": ["dispatch/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        queryset = super().get_queryset(request)
        # A list of a thousand mails does not need a thousand mails' contents.
        return queryset if request.resolver_match.kwargs else queryset.defer("source")

    def get_urls(self) -> list:
        parts = {"html": self.html_view, "calendar": self.calendar_view, "source": self.source_view}
        addresses = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"dispatch_message_{name}")
            for name, view in parts.items()
        ]
        return addresses + super().get_urls()

    def get_readonly_fields(self, request: HttpRequest, obj: Message | None = None) -> list[str]:
        return ["addressee"]

    @admin.display(description=_("recipient"), ordering="recipient")
    def addressee(self, message: Message) -> str:
        """Of confidential kinds only as much as tells one from another: that somebody gets such a mail is their affair."""
        kind = registry.KINDS.get(message.kind)
        is_shown = settings.DEMONSTRATION or kind is None or not kind.confidential
        return message.recipient if is_shown else mails.masked(message.recipient)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Message], search_term: str) -> tuple[QuerySet, bool]:
        """Nobody finds out by an address who gets mails of a confidential kind; they are found by what they are about."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term and not settings.DEMONSTRATION:
            confidential = [kind.name for kind in registry.KINDS.values() if kind.confidential]
            by_address = queryset.filter(kind__in=confidential, recipient__icontains=search_term.split()[0])
            found = found.exclude(pk__in=by_address.exclude(key__icontains=search_term).values("pk"))
        return found, may_repeat

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("dispatch.change_message")

    @admin.action(description=_("Send again (given up or perhaps sent)"), permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        again = 0
        for message in queryset:
            try:
                actions.retry(message, by=request.user)
            except ValidationError as refusal:
                self.message_user(request, f"{message}: {' '.join(refusal.messages)}", messages.WARNING)
            else:
                again += 1
        if again:
            text = ngettext("%(count)s mail will leave in a moment.", "%(count)s mails will leave in a moment.", again)
            self.message_user(request, text % {"count": again}, messages.SUCCESS)

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        message = self.get_object(request, object_id)
        kind = registry.KINDS.get(message.kind) if message else None
        shown = {
            "mail": mails.read(message.source) if message and message.source else None,
            "is_confidential": kind is not None and kind.confidential,
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    @method_decorator([require_safe, xframe_options_sameorigin])
    def html_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML part alone, for the frame in the detail page."""
        response = HttpResponse(self._mail(request, pk).html)
        response["Content-Security-Policy"] = MAIL_POLICY
        return response

    @method_decorator(require_safe)
    def calendar_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        calendar = self._mail(request, pk).calendar
        if not calendar:
            raise Http404
        return _download(calendar, "text/calendar; charset=utf-8", mails.CALENDAR_NAME)

    @method_decorator(require_safe)
    def source_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _download(self._message(request, pk).source.encode(), "message/rfc822", f"mail-{pk}.eml")

    def _mail(self, request: HttpRequest, pk: int) -> mails.KeptMail:
        return mails.read(self._message(request, pk).source)

    def _message(self, request: HttpRequest, pk: int) -> Message:
        message = self.get_object(request, str(pk))
        if not self.has_view_permission(request, message):
            raise PermissionDenied
        if message is None or not message.source:
            raise Http404
        return message


@admin.register(TaskRun)
class TaskRunAdmin(ReadOnlyAdmin):
    list_display = ["task", "period", "outcome", "duration", "result", "error"]
    list_filter = ["outcome", "task"]
    date_hierarchy = "period"
    ordering = ["-period", "task"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    fields = ["task", "period", "outcome", "attempts", "started_at", "finished_at", "result", "error"]

    @admin.display(description=_("duration"))
    def duration(self, run: TaskRun) -> str:
        """In seconds."""
        if run.started_at is None or run.finished_at is None:
            return "–"
        return f"{(run.finished_at - run.started_at).total_seconds():.1f} s"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
