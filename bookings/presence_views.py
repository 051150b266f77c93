"""What the code at the door or on a desk opens: who comes to a centre today notes that they are there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from bookings import access, actions
from bookings.presence_forms import ArrivalForm
from telecentres import hours
from telecentres.models import Telecentre


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("presence")
def presence(request: HttpRequest, slug: str) -> HttpResponse:
    """Today's bookings that this browser knows; else reference and address name one. `?bureau=` is the desk of the code."""
    centre = get_object_or_404(Telecentre.objects.open().select_related("commune"), slug=slug)
    now = timezone.now()
    today = hours.civil_day(now)
    form = ArrivalForm(request.POST or None, telecentre=centre, day=today)
    if form.is_valid():
        try:
            booking = actions.arrive(form.booking, now=now)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, booking.welcome)
            return redirect(request.get_full_path())
    context = {
        "centre": centre,
        "bookings": [(one, one.may_arrive(now), one.is_there(now)) for one in access.of_day(request, centre, today)],
        "desk": centre.workspaces.filter(code=request.GET.get("bureau", "")[:10]).first(),
        "form": form,
        "now": now,
        "nav": "my_bookings",
    }
    return render(request, "bookings/presence.html", context, status=422 if form.errors else 200)
