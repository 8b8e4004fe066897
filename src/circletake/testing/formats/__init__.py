"""The compliance suite of the family `formats`.

With pytest::

    import pytest
    from circletake.testing.formats import CHECKS
    from dopesheet import Dopesheet

    SAMPLES = [Path("samples/short.dope"), Path("samples/long.dope")]

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
    def test_complies(check):
        check(Dopesheet(), SAMPLES)
"""

from circletake.testing.formats._checks import (
    CHECKS,
    HEAVY,
    complies_with_floors,
    counts_add_up,
    has_name_and_suffixes,
    is_deterministic,
    is_plain,
    leaves_files_alone,
    lines_are_counted_alike,
    names_a_missing_file,
    reads_or_refuses,
    report_is_sound,
    sniffs,
    survives_hostile_files,
    writes_what_it_reads,
)
from circletake.testing.formats._hostile import hostile_files

__all__ = [
    "CHECKS",
    "HEAVY",
    "complies_with_floors",
    "counts_add_up",
    "has_name_and_suffixes",
    "hostile_files",
    "is_deterministic",
    "is_plain",
    "leaves_files_alone",
    "lines_are_counted_alike",
    "names_a_missing_file",
    "reads_or_refuses",
    "report_is_sound",
    "sniffs",
    "survives_hostile_files",
    "writes_what_it_reads",
]
