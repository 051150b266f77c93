"""A file of rows: chosen, shown line by line with what it would change, then confirmed or not."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import reading
from accounts.models import Sheet
from accounts.reading import Table
from accounts.scoped_admin import managed
from bookings import actions, locks
from bookings.actions.contention import retried
from bookings.admin.import_cells import CHANGED, NEW, REMOVED, UNCHANGED, WRONG, Asker, Column, Outcome
from telecentres import hours
from telecentres.models import Telecentre

KEPT = timedelta(hours=1)
MOST_SHOWN = 150  # lines of a preview, so that the page stays light
NO_ANSWERS = actions.Answers()


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, 1 MB at most. The first line holds the names of the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    def clean_file(self) -> Table:
        """Read whole; refused in words when it cannot be."""
        file = self.cleaned_data["file"]
        if file.size > reading.LARGEST_FILE:
            raise ValidationError(_("The file is larger than 1 MB: divide it into several files."), code="size")
        return reading.read(file.read())


class Imports:
    """
    For a list that a file may add to and change. Needs AsksAboutBookings beside it.

    `import_columns` are the columns, `import_rows` saves what a file says inside a transaction; the preview is the very
    same, taken back at its end.
    """

    import_columns: list[Column] = []
    import_rows: Callable[[Table, Asker], Outcome]

    def get_urls(self) -> list:
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("import/", view(self.choose_file), name=f"{name}_import"),
            path("import/<uuid:key>/", view(self.confirm_import), name=f"{name}_import_confirm"),
            *super().get_urls(),
        ]

    def may_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        links = {"import_url": self._address("import")} if self.may_import(request) else {}
        return super().changelist_view(request, links | (extra_context or {}))

    def choose_file(self, request: HttpRequest) -> HttpResponse:
        """Reads and keeps the file for an hour; nothing is saved yet."""
        if not self.may_import(request):
            raise PermissionDenied
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            table: Table = form.cleaned_data["file"]
            try:
                self._tried(request, table)
            except ValidationError as refusal:
                form.add_error("file", refusal)
            else:
                now = timezone.now()
                Sheet.objects.expired(now).delete()
                Sheet.objects.filter(user=request.user, about=self.opts.label_lower).delete()
                sheet = Sheet.objects.create(
                    user=request.user,
                    about=self.opts.label_lower,
                    file_name=PurePath(request.FILES["file"].name).name[-100:],
                    head=table.head,
                    rows=table.rows,
                    expires_at=now + KEPT,
                )
                return HttpResponseRedirect(self._address("import_confirm", sheet.key))
        context = {"form": form, "title": _("Import a file"), "columns": self.import_columns, "most": reading.MOST_ROWS}
        return self._import_page(request, "admin/import_file.html", context, 422 if form.errors else 200)

    def confirm_import(self, request: HttpRequest, key) -> HttpResponse:
        """What the file would change as things stand; on POST, saved all or nothing."""
        if not self.may_import(request):
            raise PermissionDenied
        return self._asking(request, self._confirm_import, key)

    def _confirm_import(self, request: HttpRequest, key) -> HttpResponse:
        now = timezone.now()
        own = Sheet.objects.of(request.user, now).filter(about=self.opts.label_lower, key=key)
        sheet = own.first()
        if sheet is None:
            return self._gone(request)
        table = Table(sheet.head, [(number, cells) for number, cells in sheet.rows])
        if request.method == "POST" and "give_up" in request.POST:
            own.delete()
            messages.info(request, _("Nothing has been imported."))
            return HttpResponseRedirect(self._address("changelist"))
        if request.method == "POST":
            done = retried(self._saved)(request, sheet, table)
            if done or not own.exists():
                return done or self._gone(request)
        outcome = self._tried(request, table)
        context = self._preview(outcome) | {"title": _("What the file would change"), "sheet": sheet}
        return self._import_page(request, "admin/import_preview.html", context)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        said = _("This file is imported already, or was kept for an hour in vain. Choose it again if need be.")
        messages.warning(request, said)
        return HttpResponseRedirect(self._address("changelist"))

    def _saved(self, request: HttpRequest, sheet: Sheet, table: Table) -> HttpResponse | None:
        """None where it must be looked at again. Raises Touched with the bookings in the way, and takes everything back."""
        with transaction.atomic():
            if Sheet.objects.select_for_update().filter(pk=sheet.pk).first() is None:
                return None  # the same form, sent twice at once
            outcome = self._outcome(request, table, self.answers(request))
            if outcome.count(WRONG) or digest(outcome) != request.POST.get("digest"):
                transaction.set_rollback(True)
                messages.error(request, _("Something has changed meanwhile: look once more. Nothing has been saved."))
                return None
            if outcome.in_the_way:
                raise actions.Touched(list({booking.pk: booking for booking in outcome.in_the_way}.values()))
            self._note_import(request, sheet, outcome)
            sheet.delete()
        count = outcome.count(NEW) + outcome.count(CHANGED)
        said = ngettext("Imported: %(count)s line has been saved.", "Imported: %(count)s lines have been saved.", count)
        messages.success(request, said % {"count": count})
        return HttpResponseRedirect(self._address("changelist"))

    def _tried(self, request: HttpRequest, table: Table) -> Outcome:
        """What would happen; everything is taken back. Raises ValidationError when the columns are not understood."""
        with transaction.atomic():
            outcome = self._outcome(request, table, NO_ANSWERS)
            transaction.set_rollback(True)
        return outcome

    def _outcome(self, request: HttpRequest, table: Table, touched: actions.Answers) -> Outcome:
        """All schedules are held before the first is changed, in the order that all others keep."""
        now = timezone.now()
        centres = list(managed(Telecentre.objects.order_by("pk"), request))
        asker = Asker(request.user, centres, now, hours.civil_day(now), touched)
        named = {centre.pk for centre in self._named(table, asker)}
        locks.hold_schedules(named, exclusively=True, shared=touched.centres())
        return type(self).import_rows(table, asker)

    def _named(self, table: Table, asker: Asker) -> set[Telecentre]:
        """The centres of which any cell speaks; where none does, the only one."""
        cells = {reading.bare(cell) for _number, row in table.rows for cell in row}
        found = {one for one in asker.centres if cells & {reading.bare(one.name), reading.bare(one.code), one.slug}}
        return found or set(asker.centres[:1])

    def _preview(self, outcome: Outcome) -> dict:
        shown = sorted(
            (line for line in outcome.lines if line.state != UNCHANGED), key=lambda line: (line.state != WRONG, line.number or 0)
        )
        return {
            "outcome": outcome,
            "lines": shown[:MOST_SHOWN],
            "more": max(0, len(shown) - MOST_SHOWN),
            "counts": [(state, outcome.count(state)) for state in (NEW, CHANGED, REMOVED, UNCHANGED, WRONG)],
            "unchanged": ", ".join(str(line.number) for line in outcome.lines if line.state == UNCHANGED),
            "may_save": outcome.changes_something and not outcome.count(WRONG),
            "wrong": outcome.count(WRONG),
            "bookings": list({booking.pk: booking for booking in outcome.in_the_way}.values()),
            "digest": digest(outcome),
        }

    def _note_import(self, request: HttpRequest, sheet: Sheet, outcome: Outcome) -> None:
        for line in outcome.lines:
            if line.row is not None and line.row.pk and line.state == NEW:
                self.log_addition(request, line.row, f"import: {sheet.file_name}")
            elif line.row is not None and line.state == CHANGED:
                fields = ", ".join(f"{title}: {old} → {new}" for title, old, new in line.changes)
                self.log_change(request, line.row, f"import: {sheet.file_name} ({fields})")
        counts = ", ".join(f"{state}: {outcome.count(state)}" for state in (NEW, CHANGED, REMOVED, UNCHANGED))
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(self.model),
            object_repr=str(self.opts.verbose_name_plural)[:200],
            action_flag=CHANGE,
            change_message=f"import {sheet.file_name}, {counts}",
        )

    def _address(self, name: str, *args) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def _import_page(self, request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
        context |= {"opts": self.opts, "list_url": self._address("changelist"), **self.admin_site.each_context(request)}
        return render(request, template, context, status=status)


def digest(outcome: Outcome) -> str:
    """Of what was shown, so that nobody confirms what they have not seen."""
    lines = [(line.number, line.what, line.state, line.faults, line.changes) for line in outcome.lines]
    return hashlib.sha256(repr((lines, outcome.notes)).encode()).hexdigest()
