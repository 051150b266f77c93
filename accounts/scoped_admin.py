"""
The base classes of every admin page: what a person manages, and nothing beside it.

`ScopedAdmin` closes lists, forms, choices, filters, autocompletion, actions, inlines and history by
`managed_by(user, today=…)` of the model's queryset. `NetworkWideAdmin` says aloud that its records are the same for
all who hold the permission. A system check refuses an admin that is neither.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.forms.widgets import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import histories


def is_scoped(model: type[models.Model]) -> bool:
    """Whether the model's queryset knows who manages what."""
    return hasattr(model._default_manager.get_queryset(), "managed_by")


def managed(queryset: QuerySet, request: HttpRequest) -> QuerySet:
    """The rows that the person manages today."""
    return queryset.managed_by(request.user, today=timezone.localdate())


def light_media(media: forms.Media) -> forms.Media:
    """Without the scripts that fill one field from another: 50 kB of every page, and no form here needs them."""
    unused = ("urlify.js", "prepopulate.js", "xregexp.js", "xregexp.min.js")
    return forms.Media(css=media._css, js=[script for script in media._js if not str(script).endswith(unused)])


class LabelledSplitDateTime(AdminSplitDateTime):
    """The two boxes of a date and time, each with a name: the stock widget leaves them without any."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.names = [format_lazy("{label}, {part}", label=label, part=part) for part in (_("date"), _("time"))]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        for box, box_name in zip(context["widget"]["subwidgets"], self.names, strict=True):
            box["attrs"]["aria-label"] = str(box_name)
        return context


class ManagedRelatedFilter(admin.RelatedFieldListFilter):
    """A filter that offers only what the person manages."""

    def field_choices(self, field: models.Field, request: HttpRequest, model_admin: "PortalAdmin") -> list[tuple]:
        queryset = model_admin.closed_choices(field, field.remote_field.model._default_manager.all(), request)
        ordering = self.field_admin_ordering(field, request, model_admin) or field.remote_field.model._meta.ordering
        return [(choice.pk, str(choice)) for choice in queryset.order_by(*ordering)]


REASON = "reason"  # the field of a form that asks why; it goes into the history

# As many choices a list shows at a glance, and without any script; beyond them one searches.
MOST_CHOICES = 20


class PortalOptions:
    """
    What pages and inlines share. `open_choices` names relations whose choices are the same for everybody.

    `autocomplete_fields` become a search for who has more than MOST_CHOICES to choose from, and a plain list for others.
    """

    open_choices: tuple[str, ...] = ()

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [name for name in self.autocomplete_fields if self._is_long(name, request)]

    def _is_long(self, name: str, request: HttpRequest) -> bool:
        """Counted once a request; who may not search the other list gets all of it."""
        counted = request.__dict__.setdefault("_long_choices", {})
        field = self.model._meta.get_field(name)
        if field not in counted:
            other = field.remote_field.model
            found = self.closed_choices(field, other._default_manager.all(), request).order_by()
            registered = self.admin_site._registry.get(other)
            may_search = registered is not None and registered.has_view_permission(request)
            counted[field] = may_search and found[: MOST_CHOICES + 1].count() > MOST_CHOICES
        return counted[field]

    def closed_choices(self, field: models.Field, queryset: QuerySet, request: HttpRequest) -> QuerySet:
        """Own rows of a scoped model, all rows of a relation declared open; of anything else, nothing."""
        if is_scoped(queryset.model):
            return managed(queryset, request)
        return queryset if field.name in self.open_choices else queryset.none()

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs) -> forms.Field | None:
        return self._close(super().formfield_for_foreignkey(db_field, request, **kwargs), db_field, request)

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs) -> forms.Field | None:
        # Checkboxes rather than the stock pair of boxes, whose arrows have no accessible name.
        if db_field.name not in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CheckboxSelectMultiple)
        return self._close(super().formfield_for_manytomany(db_field, request, **kwargs), db_field, request)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        if isinstance(db_field, models.DateTimeField) and not db_field.choices:
            kwargs.setdefault("widget", LabelledSplitDateTime(db_field.verbose_name))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj: models.Model | None = None) -> str | None:
        """The page itself: the stock redirect would tell the address of any object to any member of staff."""
        has_page = obj is not None and obj.pk and self.view_on_site and hasattr(obj, "get_absolute_url")
        return obj.get_absolute_url() if has_page else None

    def _close(self, field: forms.Field | None, db_field: models.Field, request: HttpRequest) -> forms.Field | None:
        if field is not None:
            field.queryset = self.closed_choices(db_field, field.queryset, request)
            registered = self.admin_site._registry.get(field.queryset.model)
            if isinstance(registered, PortalAdmin):
                field.queryset = field.queryset.select_related(*registered.choice_needs)
                field.label_from_instance = registered.choice_label
        return field


class PortalAdmin(PortalOptions, admin.ModelAdmin):
    """Not registered itself: choose one of the two below."""

    list_per_page = 50
    list_max_show_all = 200
    tells_values = False
    choice_needs: tuple[str, ...] = ()  # relations that `choice_label` reads
    show_facets = admin.ShowFacets.NEVER

    @property
    def media(self) -> forms.Media:
        scripts = [static("js/names.js")] if self.autocomplete_fields or self._completes_inline() else []
        return light_media(super().media) + forms.Media(js=scripts)

    def choice_label(self, obj: models.Model) -> str:
        """How a record is called where it is one of several to choose from."""
        return str(obj)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The title says what is listed, rather than that one may be selected."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def _completes_inline(self) -> bool:
        return any(inline.autocomplete_fields for inline in self.inlines)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Who did what, when and why; the right to look is checked by the page that this completes."""
        response = super().history_view(request, object_id, extra_context)
        if isinstance(response, TemplateResponse):
            entries = response.context_data["action_list"].object_list
            record = response.context_data["object"]
            acts = histories.acts_of(record, entries, self.more_acts(record))
            response.context_data |= {"acts": acts, "title": _("History: %(record)s") % {"record": record}}
        return response

    def more_acts(self, record: models.Model) -> list[histories.Act]:
        """What other tables tell of the record."""
        return []

    def construct_change_message(self, request: HttpRequest, form: forms.ModelForm, formsets: list, add: bool = False) -> list:
        """What Django notes, the values before and after where they tell of nobody, and the reason if one was asked."""
        message = super().construct_change_message(request, form, formsets, add)
        values = [] if add or not self.tells_values else [*histories.differences(form)]
        for one in formsets or []:
            kept = [row for row in one.forms if self.tells_values and row.has_changed() and row not in one.deleted_forms]
            for row in kept:
                values += [(f"{row.instance}, {label}", old, new) for label, old, new in histories.differences(row)]
        if values:
            message.append({"values": values})
        if reason := form.cleaned_data.get(REASON):
            message.append({REASON: reason})
        return message

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        """Raises Http404 for what is not there and for what somebody else manages, so that neither tells of the other."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_list_filter(self, request: HttpRequest) -> list:
        return [self._closed_filter(one) for one in super().get_list_filter(request)]

    def _closed_filter(self, list_filter: Any) -> Any:
        if not isinstance(list_filter, str):
            return list_filter
        field = get_fields_from_path(self.model, list_filter)[-1]
        return (list_filter, ManagedRelatedFilter) if field.is_relation else list_filter


# The browser's own pickers: those of the administration bring files of their own.
BROWSERS_PICKERS = {
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")},
}


class ScopedAdmin(PortalAdmin):
    """Each person sees and changes what they manage; everything else answers 404."""

    tells_values = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return managed(super().get_queryset(request), request)


class NetworkWideAdmin(PortalAdmin):
    """Records of the whole network: whoever holds the permission holds it for all of them."""

    network_wide = True


class ScopedInline(PortalOptions, admin.TabularInline):
    """Rows inside a page of something that the person manages."""

    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return managed(super().get_queryset(request), request)


def form_relations(options: admin.options.BaseModelAdmin) -> list[models.Field]:
    """The relations that a form of this admin can offer as choices."""
    shown = _fields_named(options)
    left_out = {*(options.exclude or ()), *options.readonly_fields, getattr(options, "fk_name", None)}
    relations = [*options.model._meta.fields, *options.model._meta.many_to_many]
    parent = getattr(options, "parent_model", None)
    return [
        field
        for field in relations
        if field.is_relation
        and field.editable
        and field.name not in left_out
        and (shown is None or field.name in shown)
        and not (parent and field.remote_field.model is parent)
    ]


def choices_of_its_own(options: admin.options.BaseModelAdmin) -> list[str]:
    """Choices that a hand-written form declares itself: they do not pass through the base class, which cannot close them."""
    return [name for name, declared in options.form.declared_fields.items() if hasattr(declared, "queryset")]


def _fields_named(options: admin.options.BaseModelAdmin) -> set[str] | None:
    if options.fieldsets:
        return set(admin.utils.flatten_fieldsets(options.fieldsets))
    named = options.fields or getattr(getattr(options.form, "_meta", None), "fields", None)
    return set(admin.utils.flatten(named)) if named and named != forms.ALL_FIELDS else None


def filtered_relations(options: admin.ModelAdmin) -> list[tuple[str, Any]]:
    """The list filters that go over a relation, as (path, class or None)."""
    if callable(options.list_filter):
        return []
    pairs = [(one, None) if isinstance(one, str) else one for one in options.list_filter if isinstance(one, (str, tuple, list))]
    return [(path, chosen) for path, chosen in pairs if _ends_in_relation(options.model, path)]


def _ends_in_relation(model: type[models.Model], path: str) -> bool:
    try:
        return get_fields_from_path(model, path)[-1].is_relation
    except FieldDoesNotExist:
        return False
