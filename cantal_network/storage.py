"""How the demonstration stores static files."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuicklyCompressed(CompressedManifestStaticFilesStorage):
    """Without brotli, which would double the time to the first page of a fresh checkout; production has that time."""

    def create_compressor(self, **options: Any) -> Compressor:
        return super().create_compressor(**options, use_brotli=False)
