"""Slates and clip names as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circletake.model import (
    clip_stem,
    is_camera_file,
    parse_slate,
    roll_of,
    scene_of,
    setup_spelling,
)


@pytest.mark.parametrize(
    ("text", "setup", "take", "camera"),
    [
        ("24A-3", "24A", 3, None),
        ("24A/3", "24A", 3, None),
        ("24A T3", "24A", 3, None),
        ("24AT3", "24A", 3, None),
        ("24A-T03", "24A", 3, None),
        ("24A TK 3", "24A", 3, None),
        ("Sc 24A Tk 3", "24A", 3, None),
        ("Scene 24A Take 3", "24A", 3, None),
        ("SC24A/TK3", "24A", 3, None),
        ("Slate 112 Take 3", "112", 3, None),
        ("112-3", "112", 3, None),
        ("112 3", "112", 3, None),
        ("024a_003", "24A", 3, None),
        ("24-A-3", "24A", 3, None),
        ("24_A_3", "24A", 3, None),
        ("24 A 3", "24A", 3, None),
        ("24A.3", "24A", 3, None),
        ("24A - 3", "24A", 3, None),
        ("24A_3_B", "24A", 3, "B"),
        ("24A-3B", "24A", 3, "B"),
        ("24A-3 B", "24A", 3, "B"),
        ("24A-3 B-Cam", "24A", 3, "B"),
        ("24A-3 CAM B", "24A", 3, "B"),
        ("112/3/B", "112", 3, "B"),
        ("117B-3-B", "117B", 3, "B"),
        ("1-4A", "1", 4, "A"),
        ("V1A-6A", "V1A", 6, "A"),
        ("500-1_SC79", "500", 1, None),
        ("246J-6BALL", "246J", 6, None),
        ("19A-1xa", "19A", 1, None),
        ("24A-3 MOS", "24A", 3, None),
        ("24A-3ser", "24A", 3, None),
        ("24A-3.new.01", "24A", 3, None),
        ("24A-3.sub.01", "24A", 3, None),
        ("24A-3.mov", "24A", 3, None),
        ("105-24A-3", "105-24A", 3, None),
        ("A24B-2", "A24B", 2, None),
        ("24WT-1", "24WT", 1, None),
        ("24APU-3", "24APU", 3, None),
    ],
)
def test_slate(text: str, setup: str, take: int, camera: str | None) -> None:
    slate = parse_slate(text)
    assert slate is not None
    assert (slate.setup, slate.take, slate.camera) == (setup, take, camera)
    assert slate.text == text
    assert not slate.starred


@pytest.mark.parametrize(
    ("text", "setup", "take", "camera"),
    [
        ("92-2A*", "92", 2, "A"),
        ("24A-3 *", "24A", 3, None),
        ("V8033-14_SC65 NB MOS*", "V8033", 14, None),
        ("YE31B-2* 48FPS", "YE31B", 2, None),
        ("7B-2 48FPS*", "7B", 2, None),
        ("65V-6B*•", "65V", 6, "B"),
        ("57B-3-A*", "57B", 3, "A"),
        ("V490-1B_SC79 EB SERIES*", "V490", 1, "B"),
        ("24A (3)", "24A", 3, None),
    ],
)
def test_mark_of_a_circled_take(text: str, setup: str, take: int, camera: str | None) -> None:
    slate = parse_slate(text)
    assert slate is not None
    assert (slate.setup, slate.take, slate.camera, slate.starred) == (setup, take, camera, True)


@pytest.mark.parametrize("text", ["24A-3PU", "24A-PU3", "24A PU 3", "24A-3 PU", "24A/PU3"])
def test_pickup(text: str) -> None:
    slate = parse_slate(text)
    assert slate is not None
    assert (slate.setup, slate.take, slate.pickup) == ("24A", 3, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24A",
        "112",
        "3",
        "take_1",
        "sq001_s001",
        "A012C003_240503_R1BY",
        "A001_C003_0501J0",
        "A_0031C010_241010_133208_h1C2T",
        "A001_08151512_C003",
        "001_JOS_0010_CMP_V0053.MOV",
        "10:20",
        "204_CTE_0005_CMP_V0003",
        "ZZ100_501 (LAY3)",
        "2017-03-18 x",
        "HEAD LEADER MONO",
        "SC00.JPG",
        "MRD-010_01_001_light_v01.mov",
        "CHART_A012_01",
        "START LEADER 1920X1080 2398",
        "24A-123",
        "BOAT TRAVELLING ALONG RIVER",
        "01-exec-sascha-4.png",
        "UNILOGO_2012_S235",
        "x" * 300,
    ],
)
def test_no_slate(text: str) -> None:
    assert parse_slate(text) is None


@pytest.mark.parametrize(
    ("text", "setup"),
    [
        ("24a", "24A"),
        ("024A", "24A"),
        ("Sc. 24A", "24A"),
        ("Scene 24-A", "24A"),
        ("24 A", "24A"),
        ("24/A", "24A"),
        ("A-24", "A24"),
        ("105-24A", "105-24A"),
        ("#112", "112"),
        ("24A*", "24A"),
        ("Slate 112", "112"),
        ("007", "7"),
        ("A24B", "A24B"),
        ("WT", "WT"),
    ],
)
def test_one_spelling_of_a_setup(text: str, setup: str) -> None:
    assert setup_spelling(text) == setup


@pytest.mark.parametrize(
    ("name", "stem", "roll"),
    [
        ("A012C003_240503_R1BY.mxf", "A012C003_240503_R1BY", "A012"),
        ("/Volumes/RAID/A012/A012C003_240503_R1BY.mov", "A012C003_240503_R1BY", "A012"),
        ("Y:\\dailies\\A005_C010_0501J0.RDC\\A005_C010_0501J0_001.R3D", "A005_C010_0501J0", "A005"),
        ("A_0031C010_241010_133208_h1C2T.mxf", "A_0031C010_241010_133208_h1C2T", "A_0031"),
        ("A001_08151512_C003.braw", "A001_08151512_C003", "A001"),
        ("A012C003_240503_R1BY.mxf.new.01", "A012C003_240503_R1BY", "A012"),
        ("A099_C005_08281C", "A099_C005_08281C", "A099"),
        ("C0001.MP4", "C0001", None),
        ("MVI_0123.MOV", "MVI_0123", None),
        ("DJI_20240503120000_0001_D.MP4", "DJI_20240503120000_0001_D", None),
        (" A012C003 ", "A012C003", "A012"),
    ],
)
def test_camera_files(name: str, stem: str, roll: str | None) -> None:
    assert clip_stem(name) == stem
    assert is_camera_file(stem)
    assert roll_of(stem) == roll
    assert parse_slate(stem) is None


@pytest.mark.parametrize("name", ["24A-3", "FINAL_v2", "A012", "BOAT", "", "C003", "112"])
def test_names_that_no_camera_gives(name: str) -> None:
    assert not is_camera_file(name)


@pytest.mark.parametrize(
    ("setup", "scenes", "scene"),
    [
        ("24A", (), "24"),
        ("24A", ("24", "25"), "24"),
        ("24AB", ("24", "24A"), "24A"),
        ("7", (), "7"),
        ("A24B", ("24", "A24"), "A24"),
        ("105-24A", (), "24"),
        ("VO", (), None),
        ("241", ("24",), "241"),
    ],
)
def test_scene_of_a_setup(setup: str, scenes: tuple[str, ...], scene: str | None) -> None:
    assert scene_of(setup, scenes) == scene


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    slate = parse_slate(text)
    assert slate is None or 0 <= slate.take <= 99
    assert setup_spelling(text) == setup_spelling(text.upper()) or not text.isascii()
    clip_stem(text)
    scene_of(setup_spelling(text))


@given(
    number=st.integers(1, 999),
    letter=st.sampled_from(["", "A", "B", "AA", "Z"]),
    take=st.integers(1, 99),
    joint=st.sampled_from(["-", "/", " T", " TK ", "_", " take "]),
    camera=st.sampled_from(["", "A", "B", " C", "-D"]),
    star=st.sampled_from(["", "*"]),
)
def test_slates_come_back(
    number: int, letter: str, take: int, joint: str, camera: str, star: str
) -> None:
    slate = parse_slate(f"{number}{letter}{joint}{take}{camera}{star}")
    assert slate is not None
    assert (slate.setup, slate.take) == (f"{number}{letter}", take)
    assert (slate.camera or "") == camera.strip(" -")
    assert slate.starred is bool(star)
