"""Downloads, against a local server that drops connections."""

from __future__ import annotations

import base64
import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sketchpad.core.errors import FileError, InputError
from training.fetch import fetch

CONTENT = bytes(range(256)) * 2000


class Server(http.server.ThreadingHTTPServer):
    """Serves ``CONTENT`` in pieces of ``piece`` bytes per connection."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.piece = len(CONTENT)
        self.md5 = base64.b64encode(hashlib.md5(CONTENT).digest()).decode()
        self.requests: list[tuple[str, str | None]] = []
        self.failures = 0
        self.etag = '"one"'

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self):
        asked = self.headers.get("Range")
        self.server.requests.append((self.path, asked))
        if self.server.failures:
            self.server.failures -= 1
            self.send_error(503)
            return
        if "cat" not in self.path:
            self.send_error(404)
            return
        resumes = asked is not None and self.headers.get("If-Range") == self.server.etag
        start = int(asked.removeprefix("bytes=").rstrip("-")) if resumes else 0
        self.send_response(206 if resumes else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.send_header("ETag", self.server.etag)
        self.send_header("x-goog-hash", f"crc32c=AAAAAA==,md5={self.server.md5}")
        self.end_headers()
        self.wfile.write(CONTENT[start : start + self.server.piece])

    def log_message(self, *arguments: object):
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_a_file_arrives_whole_over_a_connection_that_drops(server: Server, tmp_path: Path):
    server.piece = 150_000
    [path] = fetch(tmp_path, ["cat"], url=server.url, quiet=True, pause=0.0)
    assert path.read_bytes() == CONTENT
    asked = [r for _, r in server.requests]
    assert asked == [None, "bytes=150000-", "bytes=300000-", "bytes=450000-"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cat.ndjson", "checksums.json"]


def test_what_is_there_is_verified_and_not_fetched_again(server: Server, tmp_path: Path):
    fetch(tmp_path, ["cat"], url=server.url, quiet=True)
    fetch(tmp_path, ["cat"], url=server.url, quiet=True)
    assert len(server.requests) == 1
    (tmp_path / "cat.ndjson").write_bytes(b"damaged")
    [path] = fetch(tmp_path, ["cat"], url=server.url, quiet=True)
    assert path.read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_starts_over(server: Server, tmp_path: Path):
    (tmp_path / "cat.ndjson.part").write_bytes(b"old" * 100)
    (tmp_path / "cat.ndjson.part.tag").write_text('"another"')
    [path] = fetch(tmp_path, ["cat"], url=server.url, quiet=True)
    assert path.read_bytes() == CONTENT


def test_passing_errors_of_the_server_are_outlived(server: Server, tmp_path: Path):
    server.failures = 3
    [path] = fetch(tmp_path, ["cat"], url=server.url, quiet=True, pause=0.0)
    assert path.read_bytes() == CONTENT


def test_lasting_errors_keep_what_arrived(server: Server, tmp_path: Path):
    server.failures = 100
    (tmp_path / "cat.ndjson.part").write_bytes(CONTENT[:1000])
    with pytest.raises(FileError, match=r"cannot be downloaded \(503"):
        fetch(tmp_path, ["cat"], url=server.url, quiet=True, pause=0.0)
    assert (tmp_path / "cat.ndjson.part").stat().st_size == 1000
    assert not (tmp_path / "cat.ndjson").exists()


def test_a_damaged_file_is_refused(server: Server, tmp_path: Path):
    server.md5 = base64.b64encode(bytes(16)).decode()
    with pytest.raises(FileError, match="damaged"):
        fetch(tmp_path, ["cat"], url=server.url, quiet=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_the_server_lacks_is_one_sentence(server: Server, tmp_path: Path):
    with pytest.raises(FileError, match="answers 404"):
        fetch(tmp_path, ["dog"], url=server.url, quiet=True)


def test_an_unknown_category_is_one_sentence(tmp_path: Path):
    with pytest.raises(InputError, match="no category 'ct'; did you mean 'cat'"):
        fetch(tmp_path, ["ct"], url="http://127.0.0.1:9", quiet=True)


def test_each_kind_has_its_place(server: Server, tmp_path: Path):
    fetch(tmp_path, ["cat"], kind="sketchrnn", url=server.url, quiet=True)
    assert server.requests[0][0] == "/sketchrnn/cat.npz"
