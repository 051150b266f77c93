"""What people come to know before they write: guides, frequent questions and model documents."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from telecentres import documents, finder
from telecentres.models import Guide

MOST_WORDS, MOST_LETTERS = 8, 100
KINDS = [Guide.Kind.GUIDE, Guide.Kind.QUESTION, Guide.Kind.DOCUMENT]


@login_not_required
@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """All of them by kind and theme; `?q=` keeps those where every word stands."""
    typed = request.GET.get("q", "").replace("\0", "")[:MOST_LETTERS].strip()
    words = finder.words_of(typed)[:MOST_WORDS]
    found = list(Guide.objects.public().with_words(words).for_pages())
    found.sort(key=lambda guide: (guide.theme is None, str(guide.theme or ""), guide.title))
    groups = [(kind, [guide for guide in found if guide.kind == kind]) for kind in KINDS]
    context = {"typed": typed, "groups": groups, "number": len(found), "is_search": bool(words), "nav": "guides"}
    return render(request, "outreach/guide_list.html", context)


@login_not_required
@require_safe
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    guide = get_object_or_404(Guide.objects.public().for_pages(), slug=slug)
    others = Guide.objects.public().about_theme(guide.theme).exclude(pk=guide.pk).for_pages()[:4] if guide.theme else []
    return render(request, "outreach/guide_detail.html", {"guide": guide, "others": others, "nav": "guides"})


@login_not_required
@require_safe
def guide_file(request: HttpRequest, slug: str) -> HttpResponse:
    """A model document to adapt, as OpenDocument; other guides are read on their page."""
    guide = get_object_or_404(Guide.objects.public(), slug=slug)
    if not (guide.is_document and guide.body):
        raise Http404
    response = HttpResponse(documents.as_odt(guide.title, guide.body), content_type=documents.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{guide.slug}.odt"'
    return response
