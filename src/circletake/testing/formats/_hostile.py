"""Files that no program meant: what a reader must refuse in words, or read as far as it goes."""

import random
from collections.abc import Iterator, Sequence

_LONG = 2**20
_DEEP = 20_000


def hostile_files(samples: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Broken files with the name of what is wrong with each; the same ones at each call.

    Args:
        samples: Whole files of the format.
    """
    yield "empty", b""
    yield "one byte", b"\0"
    yield "zeros", bytes(4096)
    yield "noise", random.Random(1).randbytes(4096)  # noqa: S311 - no secret
    yield "one endless line", b"A" * _LONG
    yield "brackets", b"[" * _DEEP
    yield "braces", b'{"a":' * _DEEP
    yield "tags", b"<?xml version='1.0'?>" + b"<a>" * _DEEP
    yield "byte order mark", b"\xff\xfe"
    for number, sample in enumerate(samples):
        for name, data in _broken(sample):
            yield f"sample {number}, {name}", data


def _broken(sample: bytes) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(len(sample))  # noqa: S311 - no secret
    size = len(sample)
    for part in (1, 2, 3):
        yield f"cut off after {part} of 4", sample[: size * part // 4]
    yield "cut off at the last byte", sample[:-1]
    yield "with noise in it", _noisy(sample, chance)
    yield "without a stretch", sample[: size // 3] + sample[size // 2 :]
    yield "with a stretch of zeros", sample[: size // 3] + bytes(256) + sample[size // 3 + 256 :]
    yield "with one endless line in it", sample[: size // 2] + b"x" * _LONG + sample[size // 2 :]
    yield "twice", sample + sample
    yield "with its lines shuffled", _shuffled(sample, chance)
    yield "in sixteen bits", sample.decode("latin-1").encode("utf-16")


def _noisy(sample: bytes, chance: random.Random) -> bytes:
    data = bytearray(sample)
    for _ in range(max(1, len(data) // 50) if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _shuffled(sample: bytes, chance: random.Random) -> bytes:
    lines = sample.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)
