"""Stops reading a file from the network once it is too large, so that it fills neither memory nor disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from crosswalk_platform.documents.sniffing import LARGEST

__all__ = ["Bounded", "was_too_large"]


class Bounded(FileUploadHandler):
    """Comes before the handlers that keep what is sent; a file beyond the limit is left on the way."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count from the beginning."""
        super().new_file(*args, **kwargs)
        self._bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the chunk on, or leave the whole file out.

        Raises:
            SkipFile: The file is too large.
        """
        self._bytes += len(raw_data)
        if self._bytes > LARGEST:
            assert self.request is not None
            self.request.META["crosswalk.too_large"] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler keeps the file."""


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was left out because of its size."""
    return bool(request.META.get("crosswalk.too_large"))
