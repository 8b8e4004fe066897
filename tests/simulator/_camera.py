"""Camera logs: Avid log exchange files by camera and day, and camera reports as CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.simulator._files import Folder, table
from tests.simulator._paper import CameraRow, Paper
from tests.simulator._style import Style
from tests.simulator._world import Clip, Shoot

KINDS = ("V", "VA1A2", "VA1")
MODELS = ("ALEXA Mini LF", "ALEXA 35", "V-RAPTOR", "VENICE 2", "EOS R5")
FILE_COLUMNS = ("Source File", "Filename", "Source File Name", "Original File")
PATHS = ("/Volumes/RAID/{p}/{d}/{r}/{f}", "Y:\\{p}\\{d}\\{r}\\{f}", "file:///mnt/dailies/{r}/{f}")


@dataclass(frozen=True, slots=True)
class _Form:
    """How one camera's logs look."""

    kind: str
    name: str
    tape: str
    tape_column: str
    file_column: str
    camera: str
    camroll: bool
    take_zero: bool
    separator: str
    comments: str
    circled: str
    mark: str
    slate: str
    extras: tuple[str, ...]
    order: int
    rate: str
    tests: bool
    times: tuple[str, ...]


def write_camera(folder: Folder, shoot: Shoot, paper: Paper) -> list[str]:
    """Write every camera log; gives the names of test clips, which are no takes."""
    style, rng = folder.style, folder.rng
    cameras = sorted({row.clip.camera for row in paper.camera})
    forms = {camera: _draw(rng, style, camera) for camera in cameras}
    groups: dict[tuple[int, str], list[CameraRow]] = {}
    for row in paper.camera:
        groups.setdefault((row.clip.day, row.clip.camera), []).append(row)
    tests: list[str] = []
    for (day, camera), logged in sorted(groups.items()):
        form, date = forms[camera], shoot.dates[day]
        logged.sort(key=lambda row: row.clip.order)
        rows = [row for row in logged for _ in range(1 + (rng.random() < 0.005 * style.mess))]
        if form.kind in {"ale", "both"}:
            lines, names = _ale(rng, style, form, rows, date)
            tests += names
            name = _ale_name(form, camera, date, rows[0].clip.roll)
            folder.put("ale", name, lines, len(rows) + len(names))
            if rng.random() < 0.05 * style.mess:
                folder.put("ale", f"RESEND {name}", lines, len(rows) + len(names))
        if form.kind in {"report", "both"}:
            lines = _report(rng, style, form, rows, date)
            folder.put("report", f"{date}_Camera_Report_{camera}.csv", lines, len(rows))
    return tests


def _ale_name(form: _Form, camera: str, date: str, roll: str) -> str:
    names = (f"{date}_{roll}.ale", f"{date}_{camera}-CAM.ALE", f"20{date}_{camera}.ale")
    return names[form.order % 3]


def _draw(rng: Random, style: Style, camera: str) -> _Form:
    pick, mess = rng.choice, style.mess
    kind = style.camera_logs if style.camera_logs != "mixed" else pick(["ale", "report"])
    typed = ["slate", "slatecam"]
    name = pick(typed if style.ale_scene == "name" else ["stem", "stem", "file", *typed])
    plain = style.naming == "plain"
    tape = pick(["stem", "roll", "roll", "none"])
    if name in {"slate", "slatecam"} and tape != "stem":
        column = pick([*FILE_COLUMNS, "UNC", "Source Path"])
    else:
        column = pick([*FILE_COLUMNS, "UNC", "", "", ""])
    mark = pick(["X", "Yes", "TRUE", "Circled", "1", "*"])
    extras = (
        "Lens",
        "ISO",
        "White Point (Kelvin)",
        "Shutter",
        "Camera Type",
        "Manufacturer",
        "ASC_SOP",
        "LUT 1",
    )
    return _Form(
        kind=kind,
        name=name,
        tape=tape,
        tape_column=pick(["Tape", "Tape", "Reel"]),
        file_column=column,
        camera=pick(["letter", "letter", "cam", "none"]) if not plain else "letter",
        camroll=plain or rng.random() < 0.6,
        take_zero=rng.random() < 0.25,
        separator=pick(["-", "-", "/", "_"]),
        comments=pick(["Comments", "COMMENTS", "Comment", "Notes", "DESCRIPT"]),
        circled=pick(["Circled", "Circle", "Circle Take"]),
        mark=mark,
        slate=pick(["Slate", "Slate", "Setup"]),
        extras=tuple(rng.sample(extras, rng.randint(0, 6))),
        order=rng.randrange(100),
        rate=style.clock.name if rng.random() < 0.9 else "",
        tests=rng.random() < 0.4 * mess,
        times=pick([("TC End",), ("TC End", "Duration"), ("Duration",), ()]),
    )


def _typed(clip: Clip, number: int, form: _Form, style: Style, *, with_camera: bool) -> str:
    """The slate as a clip's name."""
    take = f"{number:02d}" if form.take_zero else str(number)
    return f"{clip.slate}{form.separator}{take}{clip.camera if with_camera else ''}"


def _ale(
    rng: Random, style: Style, form: _Form, rows: Sequence[CameraRow], date: str
) -> tuple[list[str], list[str]]:
    """Lines of an ALE, and the names of the test clips in it."""
    cells = [_ale_row(rng, style, form, row, date) for row in rows]
    tests = []
    if form.tests and rng.random() < 0.3:
        name, test = _test_row(style, form, rows[0].clip)
        tests.append(name)
        cells.insert(0, test)
    heads = list(dict.fromkeys(head for row in cells for head in row))
    _shuffle(heads, form.order)
    heading = ["FIELD_DELIM\tTABS", "VIDEO_FORMAT\t1080", "AUDIO_FORMAT\t48khz"]
    if form.rate:
        heading.append(f"FPS\t{form.rate}")
    if form.order % 5 == 0:
        heading = ["\t".join(heading)]
    tail = "\t" if form.order % 3 == 0 else ""
    lines = ["Heading", *heading, "", "Column", "\t".join(heads) + tail, "", "Data"]
    body = ["\t".join(row.get(head, "") for head in heads) + tail for row in cells]
    if style.mess and rng.random() < 0.2 * style.mess:
        body.insert(rng.randrange(len(body) + 1), "")
    return lines + body, tests


def _shuffle(heads: list[str], order: int) -> None:
    """Another order of the columns, the same in all files of a camera; the name stays first."""
    rest = heads[1:]
    Random(order).shuffle(rest)
    heads[1:] = rest


def _ale_row(rng: Random, style: Style, form: _Form, row: CameraRow, date: str) -> dict[str, str]:
    clip, clock = row.clip, style.clock
    file = clip.name + clip.suffix
    name = {
        "stem": clip.name,
        "file": file,
        "slate": _typed(clip, row.number, form, style, with_camera=False),
        "slatecam": _typed(clip, row.number, form, style, with_camera=True),
    }[form.name]
    cells = {
        "Name": name,
        "Tracks": KINDS[form.order % 3],
        "Start": clock.text(clip.start),
        "End": clock.text(clip.end),
        "Duration": clock.text(clip.length),
    }
    if clock.drop:
        cells |= {key: cells[key][:8] + ";" + cells[key][9:] for key in ("Start", "End")}
    if form.tape != "none":
        cells[form.tape_column] = clip.name if form.tape == "stem" else clip.roll
    if form.file_column in {"UNC", "Source Path"}:
        path = PATHS[form.order % 3].format(p="FILM", d=date, r=clip.roll, f=file)
        cells[form.file_column] = path
    elif form.file_column:
        cells[form.file_column] = file
    cells |= _slate_cells(rng, style, form, row)
    if form.camera != "none":
        cells["Camera"] = clip.camera if form.camera == "letter" else f"{clip.camera} Cam"
    if form.camroll or (form.tape == "none" and style.naming == "plain"):
        cells["Camroll"] = clip.roll
    cells["Shoot Date"] = f"20{date}" if form.order % 2 else f"{date[2:4]}/{date[4:]}/{date[:2]}"
    cells[form.comments] = row.note
    if style.ale_circled:
        cells[form.circled] = form.mark if row.circled else ""
    if form.order % 7 == 0:
        cells["FPS"] = style.clock.name
    return cells | {extra: _extra(rng, extra, row) for extra in form.extras}


def _slate_cells(rng: Random, style: Style, form: _Form, row: CameraRow) -> dict[str, str]:
    """Scene, slate and take as this log writes them."""
    clip, take = row.clip, f"{row.number:02d}" if form.take_zero else str(row.number)
    if row.take.pickup and style.pickups == "take" and form.order % 2:
        take += "PU"
    slate = clip.slate
    if rng.random() < 0.03 * style.mess:
        slate = rng.choice([slate.lower(), f" {slate}", f"{slate} "])
    if style.ale_scene in {"slate", "typed"}:
        return {"Scene": slate, "Take": take}
    if style.ale_scene == "name":
        return {}
    if style.ale_scene == "none":
        return {form.slate: slate, "Take": take}
    if style.ale_scene == "script":
        return {"Scene": row.scene, form.slate: slate, "Take": take}
    return {"Scene": row.scene, "Slate": f"{clip.slate}{form.separator}{take}", "Take": take}


def _extra(rng: Random, column: str, row: CameraRow) -> str:
    fixed = {
        "Lens": f"{row.take.setup.lens}mm", "ISO": "800", "LUT 1": "None",
        "White Point (Kelvin)": "5600", "Shutter": "172.8", "Manufacturer": "",
        "Camera Type": MODELS[ord(row.clip.camera) % 5],
    }  # fmt: skip
    if column in fixed:
        return fixed[column]
    numbers = [f"{rng.uniform(0.8, 1.2):.4f}" for _ in range(9)]
    return "".join(f"({' '.join(numbers[i : i + 3])})" for i in (0, 3, 6))


def _test_row(style: Style, form: _Form, clip: Clip) -> tuple[str, dict[str, str]]:
    """A colour chart that was shot before the first slate."""
    name = f"CHART_{clip.roll}_{clip.day + 1:02d}"
    clock = style.clock
    row = {
        "Name": name, "Tracks": "V", "Start": clock.text(clip.start - 900),
        "End": clock.text(clip.start - 800), "Duration": clock.text(100),
        form.comments: "Colour chart",
    }  # fmt: skip
    if form.tape != "none":
        row[form.tape_column] = name if form.tape == "stem" else clip.roll
    return name, row


def _report(
    rng: Random, style: Style, form: _Form, rows: Sequence[CameraRow], date: str
) -> list[str]:
    """Lines of a camera report: a preamble, then a row for each clip."""
    first = rows[0].clip
    preamble = [
        ["CAMERA REPORT"],
        ["Production", style.production, "Date", f"20{date[:2]}-{date[2:4]}-{date[4:]}"],
        ["Camera", first.camera, "Rate", style.clock.name],
        [],
    ]
    heads = ["Roll", "Clip" if form.kind == "both" else "File Name", "Scene", form.slate, "Take"]
    heads += ["Camera", "TC Start", *form.times, "Lens", "Remarks"]
    if style.ale_circled:
        heads.append(form.circled)
    body = [heads]
    for row in rows:
        clip = row.clip
        short = f"C{clip.number:03d}" if form.kind == "both" else clip.name + clip.suffix
        cells = [clip.roll, short, clip.scene, clip.slate, str(row.number), clip.camera]
        times = {"TC End": clip.end, "Duration": clip.length}
        cells.append(style.clock.text(clip.start))
        cells += [style.clock.text(times[head]) for head in form.times]
        cells += [f"{row.take.setup.lens}", row.note]
        if style.ale_circled:
            cells.append(form.mark if row.circled else "")
        body.append(cells)
    start = preamble if rng.random() < 0.7 else []
    return table(start + body, "," if form.order % 3 else ";")
