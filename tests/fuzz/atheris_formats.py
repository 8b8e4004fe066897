"""Fuzz one format with coverage: `python tests/fuzz/atheris_formats.py FORMAT -max_total_time=60`.

Needs atheris (`pip install atheris`), which is no dependency. Starts from the sample files; what
breaks the reader is kept under `tests/fuzz/crashers/FORMAT/`, where the tests read it again. The
formats that read in a process of their own are slow here: coverage ends at the process.
"""

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Run libFuzzer over one format until it finds something or its time is up."""
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    sys.path.insert(0, str(ROOT))
    name = sys.argv[1]
    with atheris.instrument_imports(include=["circletake.plugins.formats", "circletake.tools"]):
        from tests.fuzz._targets import CRASHERS, load, samples_of

        format_ = load(name)
        for sample in samples_of(name)[:1]:  # loads what is imported on use
            _read(format_, sample.read_bytes())
    crashers = CRASHERS / name
    crashers.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples_of(name):
            shutil.copy(sample, folder)
        arguments = [sys.argv[0], folder, f"-artifact_prefix={crashers}/", *sys.argv[2:]]
        atheris.Setup(arguments, lambda data: _read(format_, data))
        atheris.Fuzz()


def _read(format_: object, data: bytes) -> None:
    from circletake.errors import ReadError
    from circletake.ports.formats import HEAD, Format, Options, Source
    from circletake.tools import Limits

    assert isinstance(format_, Format)
    suffix = (*format_.suffixes, "")[0]
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        assert 0 <= format_.sniff(data[:HEAD], path) <= 1
        try:
            report = format_.read(Source(path, Limits(bytes=2**20, seconds=20)), Options())
        except ReadError:
            return
        assert report.imported <= report.in_file


if __name__ == "__main__":
    main()
