"""A bucket on the loopback: as much of S3's protocol as a media store uses.

Objects, ranges, conditional writes and multipart uploads. It checks that a request is signed, not
by whom.
"""

import contextlib
import hashlib
import itertools
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_XML = '<?xml version="1.0" encoding="UTF-8"?>'


class Bucket(ThreadingHTTPServer):
    """The server; `objects` is what it holds, `uploads` what is under way."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.fails: tuple[int, str] | None = None
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """What a studio writes for it."""
        endpoint = f"http://127.0.0.1:{self.server_address[1]}"
        return f"s3://studio/media?endpoint={endpoint}&region=eu-1&allow_http=true"


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def _answer(
        self, status: int, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _asked(self) -> tuple[str, dict[str, str], bytes] | None:
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query, True).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not (self.headers.get("Authorization") or "").startswith("AWS4-HMAC-SHA256"):
            self._fail(403, "AccessDenied")
        elif self.server.fails is not None:
            self._fail(*self.server.fails)
        else:
            return parts.path, query, body
        return None

    def _fail(self, status: int, code: str) -> None:
        self._answer(status, f"{_XML}<Error><Code>{code}</Code></Error>".encode())

    def do_PUT(self) -> None:
        if (asked := self._asked()) is None:
            return
        key, query, body = asked
        tag = f'"{hashlib.md5(body).hexdigest()}"'
        with self.server.lock:
            if "uploadId" in query:
                self.server.uploads[query["uploadId"]][int(query["partNumber"])] = body
            elif self.headers.get("If-None-Match") == "*" and key in self.server.objects:
                self._fail(412, "PreconditionFailed")
                return
            else:
                self.server.objects[key] = body
        self._answer(200, headers={"ETag": tag})

    def do_POST(self) -> None:
        if (asked := self._asked()) is None:
            return
        key, query, body = asked
        with self.server.lock:
            if "delete" in query:
                keys = re.findall(r"<Key>(.*?)</Key>", body.decode())
                for each in keys:
                    self.server.objects.pop(f"{key.rstrip('/')}/{each}", None)
                told = "".join(f"<Deleted><Key>{each}</Key></Deleted>" for each in keys)
                name = "DeleteResult"
            elif "uploads" in query:
                number = f"upload-{next(self.server.numbers)}"
                self.server.uploads[number] = {}
                told = f"<UploadId>{number}</UploadId><Bucket>studio</Bucket><Key>{key}</Key>"
                name = "InitiateMultipartUploadResult"
            else:
                parts = self.server.uploads.pop(query["uploadId"])
                self.server.objects[key] = b"".join(parts[part] for part in sorted(parts))
                told, name = '<ETag>"whole"</ETag>', "CompleteMultipartUploadResult"
        self._answer(200, f"{_XML}<{name}>{told}</{name}>".encode())

    def do_GET(self) -> None:
        if (asked := self._asked()) is None:
            return
        body = self.server.objects.get(asked[0])
        wanted = self.headers.get("Range")
        about = {"ETag": '"x"', "Last-Modified": "Sat, 01 Aug 2026 00:00:00 GMT"}
        if body is None:
            self._fail(404, "NoSuchKey")
        elif wanted is None:
            self._answer(200, body, about)
        else:
            start, _, end = wanted.removeprefix("bytes=").partition("-")
            first, last = int(start), min(int(end or len(body)), len(body) - 1)
            if first >= len(body):
                self._fail(416, "InvalidRange")
            else:
                span = f"bytes {first}-{last}/{len(body)}"
                self._answer(206, body[first : last + 1], about | {"Content-Range": span})

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        if (asked := self._asked()) is None:
            return
        key, query, _ = asked
        with self.server.lock:
            self.server.uploads.pop(query.get("uploadId", ""), None)
            if "uploadId" not in query:
                self.server.objects.pop(key, None)
        self._answer(204)

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextlib.contextmanager
def serving() -> Iterator[Bucket]:
    """A bucket that is served until the end of the block."""
    bucket = Bucket()
    thread = threading.Thread(target=bucket.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield bucket
    finally:
        bucket.shutdown()
        bucket.server_close()
        thread.join()
