"""Where anybody says that something is broken at a centre."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from telecentres import actions, hours
from telecentres.forms import FaultForm
from telecentres.models import Telecentre


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("fault")
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """`?bureau=` chooses the desk beforehand, for links and for a label on the desk itself."""
    telecentre = get_object_or_404(Telecentre.objects.furnished(), slug=slug)
    now = timezone.now()
    person = request.user if request.user.is_authenticated else None
    form = FaultForm(
        request.POST or None,
        initial={"workspace": request.GET.get("bureau", "")},
        telecentre=telecentre,
        today=hours.civil_day(now),
        signed_in=person is not None,
    )
    if request.method == "POST" and form.is_valid():
        actions.report_fault(telecentre=telecentre, **form.cleaned_data, reporter=person, language=get_language(), now=now)
        messages.success(request, _("Thank you: the manager of the centre finds it on the list of things to deal with."))
        return redirect(telecentre)
    context = {"form": form, "telecentre": telecentre, "nav": "telecentres", "back": telecentre.get_absolute_url()}
    return render(request, "telecentres/fault_report.html", context, status=422 if form.errors else 200)
