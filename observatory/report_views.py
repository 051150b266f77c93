"""The public reports: the list, each of them with its files, and the page that ends the mails."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from observatory import actions, report_files, report_words, wording
from observatory.indicators import Scope
from observatory.models import Report, Subscriber


@login_not_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The newest revision of each; those of territories by month, under the network's."""
    found = Report.objects.open_to_all().newest()
    names = wording.Names()
    years, months = [], {}
    for report in found.defer("figures", "inputs").order_by("-first", "kind", "scope"):
        if report.kind == Report.Kind.YEAR:
            years.append(report)
            continue
        month = months.setdefault(report.first, {"month": report_words.span_words(report), "network": None, "territories": []})
        if report.kind == Report.Kind.NETWORK:
            month["network"] = report
        else:
            month["territories"].append((names.scope(Scope.named(report.scope)), report))
    return render(
        request, "observatory/report_list.html", {"years": years, "months": list(months.values()), "nav": "observatory"}
    )


@login_not_required
@require_safe
def report(request: HttpRequest, span: str, code: str = "") -> HttpResponse:
    found = _find(span, code)
    context = {
        "report": found,
        "title": report_words.title(found),
        "facts": report_words.facts(found),
        "themes": report_words.themes(found),
        "official": report_words.official(found),
        "kinds": [("pdf", "PDF"), ("csv", "CSV"), ("xlsx", "XLSX")],
        "nav": "observatory",
    }
    return render(request, "observatory/report.html", context)


@login_not_required
@require_safe
def report_file(request: HttpRequest, span: str, kind: str, code: str = "") -> HttpResponse:
    if kind not in report_files.KINDS:
        raise Http404
    return report_files.as_download(request, _find(span, code), kind, is_public=True)


# Without the check against forgery: the button of a mail program sends the form (RFC 8058); the token is the proof.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_reports(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET, for programs that look at links before people do; ends it on POST."""
    subscriber = Subscriber.objects.of_token(token)
    if subscriber and request.method == "POST":
        actions.unsubscribe(subscriber)
        return render(request, "observatory/reports_end.html", {"is_ended": True})
    return render(request, "observatory/reports_end.html", {"subscriber": subscriber}, status=200 if subscriber else 404)


def _find(span: str, code: str) -> Report:
    """The newest revision that is made; raises Http404."""
    kind = Report.Kind.YEAR if len(span) == 4 else Report.Kind.TERRITORY if code else Report.Kind.NETWORK
    scope = f"territory:{code}" if code else "network"
    if kind == Report.Kind.YEAR and code:
        raise Http404
    first = date(int(span[:4]), int(span[5:] or 1), 1)
    found = Report.objects.open_to_all().made().filter(kind=kind, scope=scope, first=first)
    report = found.order_by("-revision").first()
    if report is None:
        raise Http404
    return report
