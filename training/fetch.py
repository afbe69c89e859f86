"""``python -m training fetch``: QuickDraw's official files, resumable and checked.

Every file is written beside its place as ``NAME.part`` and moved there when its length and, where
the server tells one, its MD5 are right. What was downloaded is written down in
``checksums.json`` (SHA-256), so that a later call verifies instead of downloading again.
"""

from __future__ import annotations

import argparse
import base64
import difflib
import hashlib
import http.client
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tqdm import tqdm

from sketchpad.core.errors import FileError, InputError

#: The public bucket of the dataset.
BUCKET: Final = "https://storage.googleapis.com/quickdraw_dataset"
#: Kinds of files: where they lie in the bucket, and how they end.
KINDS: Final = {
    "simplified": ("full/simplified", ".ndjson"),
    "sketchrnn": ("sketchrnn", ".npz"),
    "binary": ("full/binary", ".bin"),
    "raw": ("full/raw", ".ndjson"),
}
#: Bytes that are read at once.
CHUNK: Final = 1 << 16
#: Tries without any progress before giving up, and the seconds that pauses grow by.
TRIES: Final = 5
PAUSE: Final = 1.0
TIMEOUT: Final = 30.0
MANIFEST: Final = "checksums.json"


def categories() -> tuple[str, ...]:
    """The names of QuickDraw's 345 categories."""
    text = (Path(__file__).parent / "categories.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``fetch``."""
    parser.add_argument("out", type=Path, help="the folder to download to")
    parser.add_argument("categories", nargs="*", help="names; all 345 if there are none")
    parser.add_argument("--kind", choices=sorted(KINDS), default="simplified")
    parser.add_argument("--url", default=BUCKET, help="another mirror of the bucket")
    parser.add_argument("-q", "--quiet", action="store_true")


def run(arguments: argparse.Namespace) -> None:
    """Fetch."""
    fetch(
        arguments.out,
        arguments.categories,
        kind=arguments.kind,
        url=arguments.url,
        quiet=arguments.quiet,
    )


def fetch(
    out: Path,
    names: Sequence[str] = (),
    *,
    kind: str = "simplified",
    url: str = BUCKET,
    quiet: bool = False,
    pause: float = PAUSE,
) -> list[Path]:
    """Download categories of one kind, as far as they are not there yet.

    Args:
        out: the folder.
        names: of categories; all if empty.
        kind: one of ``KINDS``.
        url: of the bucket or a mirror.
        quiet: without progress bars.
        pause: seconds after a failed try; each further one waits as much longer.

    Returns:
        The files.

    Raises:
        InputError: for an unknown category.
        FileError: if a file cannot be downloaded or written.
    """
    known = categories()
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            raise InputError(f"QuickDraw has no category {name!r}{hint}")
    folder, suffix = KINDS[kind]
    files = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in names or known:
            place = f"{url.rstrip('/')}/{folder}/{urllib.parse.quote(name)}{suffix}"
            files.append(_Download(place, out / f"{name}{suffix}", quiet, pause).run())
    except OSError as error:
        raise FileError(f"{out} cannot be written: {error.strerror or error}.") from None
    return files


class _Download:
    """One file."""

    def __init__(self, url: str, path: Path, quiet: bool, pause: float) -> None:
        self.url, self.path, self.quiet, self.pause = url, path, quiet, pause
        self.part = path.with_name(path.name + ".part")
        self.tag = path.with_name(path.name + ".part.tag")
        self.size: int | None = None
        self.md5: str | None = None

    def run(self) -> Path:
        if self.path.exists() and self._is_verified():
            return self.path
        failures = 0
        while True:
            had = self._have()
            try:
                self._transfer(had)
                break
            except urllib.error.HTTPError as error:
                if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                    self._forget()
                elif error.code < http.HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise FileError(f"{self.url} answers {error.code} {error.reason}.") from None
                reason = f"{error.code} {error.reason}"
            except (urllib.error.URLError, http.client.HTTPException, ConnectionError) as error:
                reason = str(getattr(error, "reason", error) or type(error).__name__)
            except TimeoutError:
                reason = "the server does not answer"
            failures = 0 if self._have() > had else failures + 1
            if failures >= TRIES:
                raise FileError(
                    f"{self.url} cannot be downloaded ({reason}); what has arrived is kept, run "
                    "fetch again to go on."
                )
            time.sleep(self.pause * failures)
        return self._finish()

    def _have(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.tag.unlink(missing_ok=True)

    def _transfer(self, had: int) -> None:
        """One request for what is missing."""
        request = urllib.request.Request(self.url)  # noqa: S310 - the user's own choice of mirror
        if had and self.tag.exists():
            request.add_header("Range", f"bytes={had}-")
            # If the file has changed since, the server sends all of it.
            request.add_header("If-Range", self.tag.read_text(encoding="utf-8"))
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            partial = answer.status == http.HTTPStatus.PARTIAL_CONTENT
            if not partial:
                had = 0
            length = answer.headers.get("Content-Length")
            self.size = had + int(length) if length is not None else None
            self.md5 = _md5_of(answer.headers.get_all("x-goog-hash") or [])
            if answer.headers.get("ETag"):
                self.tag.write_text(answer.headers["ETag"], encoding="utf-8")
            bar = tqdm(
                total=self.size,
                initial=had,
                desc=self.path.name,
                unit="B",
                unit_scale=True,
                disable=self.quiet or not sys.stderr.isatty(),
            )
            with bar, self.part.open("ab" if partial else "wb") as file:
                while chunk := answer.read(CHUNK):
                    file.write(chunk)
                    bar.update(len(chunk))
        if self.size is not None and self._have() < self.size:
            raise ConnectionError("the connection was lost")

    def _finish(self) -> Path:
        digest = _digest(self.part, "md5")
        if self.size is not None and self._have() != self.size:
            self._forget()
            raise FileError(f"{self.url} arrived with a wrong length; run fetch again.")
        if self.md5 is not None and digest != self.md5:
            self._forget()
            raise FileError(f"{self.url} arrived damaged (its MD5 is wrong); run fetch again.")
        sums = {**_manifest(self.path.parent), self.path.name: _digest(self.part, "sha256")}
        self.part.replace(self.path)
        self.tag.unlink(missing_ok=True)
        listing = self.path.parent / MANIFEST
        partial = listing.with_name(f"{MANIFEST}.part")
        partial.write_text(json.dumps(sums, indent=1, sort_keys=True), encoding="utf-8")
        partial.replace(listing)
        return self.path

    def _is_verified(self) -> bool:
        known = _manifest(self.path.parent).get(self.path.name)
        return known is not None and known == _digest(self.path, "sha256")


def _manifest(folder: Path) -> Mapping[str, str]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _md5_of(headers: Sequence[str]) -> str | None:
    """The hex MD5 in Google Storage's ``x-goog-hash: crc32c=…,md5=…`` headers."""
    for header in headers:
        for entry in header.split(","):
            name, _, value = entry.strip().partition("=")
            if name == "md5":
                return base64.b64decode(value).hex()
    return None


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()
