"""How a CV is handed out, to the few who may have it."""

from django.http import FileResponse, Http404

from jobs import cv_files
from jobs.models import Application


def hand_out(application: Application) -> FileResponse:
    """As a file to save, under a name of ours; a browser neither guesses its kind nor runs anything in it."""
    if not application.cv:
        raise Http404
    kind = cv_files.kind_named(application.cv_kind)
    try:
        content = application.cv.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(
        content,
        as_attachment=True,
        filename=cv_files.safe_name(kind, application.reference),
        content_type=kind.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
