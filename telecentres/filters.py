"""The filters of the list of centres: a form of links, whose address can be shared."""

from collections.abc import Iterable

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from telecentres.models import Need, Telecentre, Workspace


class Filters(forms.Form):
    """For a need, open at this moment, with a kind of workspace, fitted for somebody; all must hold at once."""

    besoin = forms.ModelChoiceField(
        Need.objects.active(), to_field_name="slug", label=_("For a need"), empty_label=_("Any"), required=False
    )
    type = forms.ChoiceField(label=_("Kind of workspace"), required=False)
    adapte = forms.MultipleChoiceField(label=_("Accessibility"), required=False, widget=forms.CheckboxSelectMultiple)
    ouvert = forms.BooleanField(label=_("Open now"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", _("Any")), *((kind.value, capfirst(kind.label)) for kind in Workspace.Kind)]
        self.fields["adapte"].choices = [
            (name, capfirst(Workspace._meta.get_field(name).verbose_name)) for name in Workspace.ACCESSIBILITY
        ]

    @property
    def is_used(self) -> bool:
        """At least one filter is understood; what is not is said above the list, and hides nothing."""
        self.is_valid()
        return self.is_bound and any(self.cleaned_data.values())

    def of(self, telecentres: Iterable[Telecentre]) -> list[Telecentre]:
        """
        The centres that meet what is understood of the form.

        Each has its `state`, its current specialities and its workspaces in service.

        Kind and fittings must meet in one workspace. A centre in preparation has neither hours nor desks: it stays
        for its speciality alone.
        """
        return [telecentre for telecentre in telecentres if self._is_met_by(telecentre)]

    def _is_met_by(self, telecentre: Telecentre) -> bool:
        wanted = self.cleaned_data
        need, kind, fitted = wanted.get("besoin"), wanted.get("type"), wanted.get("adapte") or []
        if need and need.speciality_id not in {role.speciality_id for role in telecentre.specialities.all()}:
            return False
        if wanted.get("ouvert") and not (telecentre.is_open and telecentre.state.is_open):
            return False
        return not (kind or fitted) or any(
            (not kind or one.kind == kind) and all(getattr(one, name) for name in fitted) for one in telecentre.workspaces.all()
        )
