"""The media store passes its suite in a folder and in a bucket, and fails in words."""

import hashlib
import os
from functools import partial

import obstore
import pytest

from circletake.errors import (
    AskedWrongly,
    FileChanged,
    LedgerError,
    NotFound,
    ReadError,
    StorageFull,
)
from circletake.plugins.stores.objects import open_media
from circletake.ports.stores import MediaStore
from circletake.testing import stores
from tests.unit.stores import s3

LARGE = 9 << 20


@pytest.fixture
def bucket(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "studio")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "very-secret")
    with s3.serving() as served:
        yield served


@pytest.mark.parametrize("check", stores.MEDIA_CHECKS, ids=stores.title)
@pytest.mark.parametrize("form", ["path", "url"])
def test_a_folder(check, form, tmp_path):
    folder = tmp_path / "media & more"
    check(partial(open_media, str(folder) if form == "path" else folder.as_uri()))


@pytest.mark.parametrize("check", stores.MEDIA_CHECKS, ids=stores.title)
def test_a_bucket(check, bucket):
    check(partial(open_media, bucket.url))
    assert not bucket.uploads
    assert {key.count("/") for key in bucket.objects} == {5}


def test_it_is_a_media_store(tmp_path):
    assert isinstance(open_media(str(tmp_path)), MediaStore)


def test_where_the_bytes_lie(tmp_path, bucket):
    digest = hashlib.sha256(b"frame").hexdigest()
    open_media(str(tmp_path)).put(b"frame")
    assert (tmp_path / "sha256" / digest[:2] / digest).read_bytes() == b"frame"
    open_media(bucket.url).put(b"frame")
    assert bucket.objects == {f"/studio/media/sha256/{digest[:2]}/{digest}": b"frame"}


def test_what_is_there_is_not_sent_again(bucket, tmp_path, monkeypatch):
    path = tmp_path / "a.mov"
    path.write_bytes(os.urandom(LARGE))
    store = open_media(bucket.url)
    store.put(path)

    def send(*_args, **_kwargs):
        raise AssertionError("sent again")

    monkeypatch.setattr(obstore, "put", send)
    assert store.put(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_was_cut_off_is_mended(tmp_path):
    store = open_media(str(tmp_path))
    digest = store.put(b"whole")
    (tmp_path / "sha256" / digest[:2] / digest).write_bytes(b"who")
    assert store.put(b"whole") == digest
    assert store.get(digest) == b"whole"


def test_a_file_that_changes_while_it_is_read_is_not_stored(tmp_path, monkeypatch):
    path = tmp_path / "growing.mov"
    path.write_bytes(os.urandom(LARGE))
    store, put = open_media(str(tmp_path / "media")), obstore.put

    def change_first(*args, **kwargs):
        with path.open("r+b") as file:
            file.write(b"other")
        return put(*args, **kwargs)

    monkeypatch.setattr(obstore, "put", change_first)
    with pytest.raises(FileChanged) as told:
        store.put(path)
    assert told.value.file == str(path)
    assert not [each for each in (tmp_path / "media").rglob("*") if each.is_file()]


def test_a_file_that_vanishes_is_not_found(tmp_path, monkeypatch):
    path = tmp_path / "gone.mov"
    path.write_bytes(os.urandom(LARGE))
    store, put = open_media(str(tmp_path / "media")), obstore.put

    def remove_first(*args, **kwargs):
        path.unlink()
        return put(*args, **kwargs)

    monkeypatch.setattr(obstore, "put", remove_first)
    with pytest.raises(NotFound, match="no such file"):
        store.put(path)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ReadError, match="cannot be read"):
        open_media(str(tmp_path / "media")).put(tmp_path)


@pytest.mark.parametrize(
    ("status", "code", "kind", "words"),
    [
        (507, "InsufficientStorage", StorageFull, "no space is left for media"),
        (403, "AccessDenied", LedgerError, "credentials"),
        (400, "InvalidRequest", LedgerError, "cannot be used"),
    ],
)
def test_what_a_bucket_refuses_is_told_in_words(bucket, status, code, kind, words):
    store = open_media(bucket.url)
    digest = store.put(b"there")
    bucket.fails = (status, code)
    with pytest.raises(kind, match=words) as told:
        store.put(b"frame")
    assert type(told.value) is kind
    assert told.value.fix
    assert "very-secret" not in str(told.value)
    for ask in (store.get, store.size, store.delete):
        with pytest.raises(LedgerError):
            ask(digest)


def test_a_bucket_that_nobody_serves(monkeypatch):
    monkeypatch.setattr("circletake.plugins.stores.objects._open._RETRIES", {"max_retries": 0})
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "studio")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "very-secret")
    store = open_media("s3://studio?endpoint=http://127.0.0.1:9&region=x&allow_http=true")
    with pytest.raises(LedgerError, match="media store cannot be used") as told:
        store.put(b"frame")
    assert told.value.fix == "See that it is there and can be reached."


@pytest.mark.parametrize(
    "url", ["", "ftp://host/x", "s3://", "file://other-machine/x", "s3://b?colour=red", "s3://[x"]
)
def test_urls_that_name_no_media_store(url):
    with pytest.raises(AskedWrongly) as told:
        open_media(url)
    assert told.value.fix


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LedgerError, match="cannot be made") as told:
        open_media(str(tmp_path / "file" / "media"))
    assert told.value.fix
