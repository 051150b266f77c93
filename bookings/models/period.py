"""The range of time of a row, for constraints."""

from django.db.models import Func


class Period(Func):
    """The half-open range [starts_at, ends_at) of a row."""

    function = "tstzrange"
