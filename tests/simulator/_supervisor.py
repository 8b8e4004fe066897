"""The script supervisor's log as a CSV file, in one of the many ways people lay it out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.simulator._files import Folder, table
from tests.simulator._paper import Paper, SupervisorRow
from tests.simulator._style import Style
from tests.simulator._world import Clip, Shoot, Take, Wild

WORDS = {
    "circled": ("Circled", "CIRCLED", "circled", "Circle", "Print", "Printed"),
    "hold": ("Hold", "HOLD", "hold", "H"),
    "ng": ("NG", "N.G.", "ng", "No good"),
    "false_start": ("FS", "False start", "False Start", "false_start", "F/S"),
}
MARKS = ("X", "x", "Yes", "Y", "TRUE", "1", "*", "✓")
NO = {"Yes": "No", "Y": "N", "TRUE": "FALSE", "1": "0"}


@dataclass(frozen=True, slots=True)
class _Form:
    """How this supervisor's sheet looks."""

    scene: str
    slate: str
    take: str
    camera: str
    roll: str
    clip: str
    notes: str
    status: str
    circled: str
    false: str
    zero: bool
    delimiter: str
    joiner: str
    mark: str
    words: dict[str, str]
    slash: str
    case: Callable[[str], str]
    by_camera: bool
    blanks: bool
    separators: bool
    preamble: bool
    empty: bool
    quote_all: bool
    suffix: bool
    date: bool
    extras: bool
    wild: bool


def write_supervisor(folder: Folder, shoot: Shoot, paper: Paper) -> None:
    """Write the log: one file, or one for each day or unit."""
    style, rng = folder.style, folder.rng
    if style.supervisor == "none":
        return
    form = _draw(rng, style)
    groups: dict[tuple[int, ...], list[SupervisorRow | Wild]] = {}
    for row in paper.supervisor:
        setup = row.take.setup
        for key in _groups(style, setup.day, setup.unit):
            groups.setdefault(key, []).append(row)
    for wild in paper.wilds if form.wild else ():
        for key in _groups(style, wild.day, wild.unit):
            groups.setdefault(key, []).append(wild)
    for key, rows in sorted(groups.items()):
        rows.sort(key=_when)
        sheet = _Sheet(rng, style, form, shoot)
        lines, count = sheet.lines(rows)
        suffix = rng.choice(
            [".csv", ".csv", ".CSV"] if form.delimiter != "\t" else [".tsv", ".txt"]
        )
        if rng.random() < 0.08 * style.mess:
            suffix = ".dat"
        folder.put("supervisor", _name(style, shoot, key) + suffix, lines, count)


def _groups(style: Style, day: int, unit: int) -> list[tuple[int, ...]]:
    """The files in which a row stands."""
    files: dict[str, list[tuple[int, ...]]] = {
        "shoot": [(0, 0)],
        "day": [(1, day, unit)],
        "unit": [(2, unit)],
        "twice": [(1, day, unit), (0, 0)],
    }
    return files[style.supervisor]


def _name(style: Style, shoot: Shoot, key: tuple[int, ...]) -> str:
    if key[0] == 1:
        unit = "" if key[2] == 1 else "_2ndUnit"
        return f"{shoot.dates[key[1]]}_Script_Log{unit}"
    return "Script Supervisor Log" + (" 2nd Unit" if key == (2, 2) else "")


def _when(row: SupervisorRow | Wild) -> tuple[int, int, int]:
    if isinstance(row, Wild):
        return row.day, row.unit, row.order
    return row.take.setup.day, row.take.setup.unit, row.take.order


def _draw(rng: Random, style: Style) -> _Form:
    pick, mess = rng.choice, style.mess
    script_scene = "Script Scene" if style.log_slate == "slate" else "Scene"
    cases: list[Callable[[str], str]] = [str, str, str.upper, str.lower]
    return _Form(
        scene=pick(["Scene", "Scene", "Sc", "Scene #", "Scene No.", script_scene]),
        slate=pick(["Slate", "Slate", "Setup", "Slate #", "Slate No."]),
        take=pick(["Take", "Take", "Tk", "Take #", "Take No."]),
        camera=pick(["Camera", "Camera", "Cam", "Cameras", "Camera(s)"]),
        roll=pick(["Camera Roll", "Cam Roll", "Camroll", "Roll"]),
        clip=pick(["Clip", "Clip Name", "File Name", "Camera File"]),
        notes=pick(["Notes", "Remarks", "Comments", "Comment"]),
        status=pick(["Status", "Status", "Take Status"]),
        circled=pick(["Circled", "Circled", "Circle Take", "Circle"]),
        false=pick(["FS", "False Start"]),
        zero=rng.random() < 0.1,
        delimiter=pick([",", ",", ";", "\t"]),
        joiner=pick([",", ", ", "/", " ", "+", " & ", ""]),
        mark=pick(MARKS),
        words={status: pick(words) for status, words in WORDS.items()},
        slash=pick(["-", "-", "/", " T", " TK ", " Take ", "_"]),
        case=pick(cases) if mess else cases[0],
        by_camera=rng.random() < 0.3,
        blanks=rng.random() < 0.35 * mess and style.log_slate != "letter",
        separators=rng.random() < 0.3 * mess and style.supervisor != "day",
        preamble=rng.random() < 0.2 + 0.4 * mess,
        empty=rng.random() < 0.3 * mess,
        quote_all=rng.random() < 0.2,
        suffix=rng.random() < 0.4,
        date=rng.random() < 0.4,
        extras=rng.random() < 0.7,
        wild=rng.random() < 0.7,
    )  # fmt: skip


@dataclass(slots=True)
class _Sheet:
    """One file of the log on its way to lines."""

    rng: Random
    style: Style
    form: _Form
    shoot: Shoot
    above: tuple[str, str] = ("", "")
    day: int = -1

    def lines(self, rows: Sequence[SupervisorRow | Wild]) -> tuple[list[str], int | None]:
        """The file's lines and, where it holds nothing but takes, how many rows."""
        form, rng = self.form, self.rng
        cells: list[dict[str, str]] = []
        count = 0
        for row in rows:
            day = row.day if isinstance(row, Wild) else row.take.setup.day
            if form.separators and day != self.day:
                self.day, self.above = day, ("", "")
                cells.append({"": f"DAY {day + 1} - {self.shoot.dates[day]}"})
            for each in self._row(row):
                cells.append(each)
                count += 1
                if rng.random() < 0.008 * self.style.mess and not form.blanks:
                    cells.append(dict(each))
                    count += 1
        heads = self._heads(cells)
        body = [[form.case(head) for head in heads]]
        body += [
            [cell[""]] + [""] * (len(heads) - 1)
            if "" in cell
            else [cell.get(head, "") for head in heads]
            for cell in cells
        ]
        if rng.random() < 0.2 * self.style.mess:
            body.append(["TOTAL", str(count)] + [""] * (len(heads) - 2))
            form_known = False
        else:
            form_known = not form.separators
        if form.empty:
            at = rng.randrange(1, len(heads))
            body = [[*row[:at], "", *row[at:], ""] for row in body]
        lines = self._preamble(len(heads)) + table(body, form.delimiter, quote_all=form.quote_all)
        return lines, count if form_known else None

    def _heads(self, cells: Sequence[dict[str, str]]) -> list[str]:
        """Every column that any row has, in the order in which rows name them."""
        longest = max(cells, key=len)
        heads = list(longest)
        for cell in cells:
            heads += [head for head in cell if head and head not in heads]
        return heads

    def _preamble(self, width: int) -> list[str]:
        if not self.form.preamble:
            return []
        rows = [
            ["Production:", self.style.production],
            ["Script Supervisor:", "M. Lindqvist"],
            [""],
        ]
        if self.rng.random() < 0.5:
            rows = [
                [f"{self.style.production} - CONTINUITY LOG"],
                ["Rate", self.style.clock.name],
                [],
            ]
        padded = (
            [row + [""] * (width - len(row)) for row in rows] if self.rng.random() < 0.5 else rows
        )
        return table(padded, self.form.delimiter)

    def _row(self, row: SupervisorRow | Wild) -> list[dict[str, str]]:
        """A take's rows: one, or one for each camera."""
        if isinstance(row, Wild):
            return [self._wild(row)]
        clips = row.take.clips
        if self.style.log_cameras != "rows":
            return [self._take(row, clips, row.rolls)]
        return [
            self._take(row, (clip,), (roll,)) for clip, roll in zip(clips, row.rolls, strict=True)
        ]

    def _take(
        self, row: SupervisorRow, clips: Sequence[Clip], rolls: Sequence[str]
    ) -> dict[str, str]:
        form, style, take = self.form, self.style, row.take
        cells: dict[str, str] = {}
        if form.date:
            cells["Date"] = self.shoot.dates[take.setup.day]
        cells |= self._slate(take, self._number(take, row.status))
        if form.extras:
            cells |= {"Description": take.setup.description, "Lens": f"{take.setup.lens}mm"}
        if style.log_cameras != "none":
            cells[form.camera] = form.joiner.join(clip.camera for clip in clips)
        if style.log_rolls:
            cells |= self._rolls(clips, rolls)
        if style.log_clip:
            names = (
                [f"C{clip.number:03d}" for clip in clips if clip.arrived]
                if style.short_clip
                else [
                    clip.name + (clip.suffix if form.suffix else "")
                    for clip in clips
                    if clip.arrived
                ]
            )
            cells[form.clip] = ", ".join(names)
        if form.extras:
            cells["Sound Roll"] = "MOS" if take.mos else take.sound_roll
        if style.log_timecode:
            clock = style.clock
            cells |= {"TC In": clock.text(clips[0].start), "TC Out": clock.text(clips[0].end)}
        elif form.extras:
            seconds = clips[0].length // style.clock.nominal
            cells["Duration"] = f"{seconds // 60}:{seconds % 60:02d}"
        if form.extras:
            cells["Lines covered"] = f"{take.lines[0]}-{take.lines[1]}"
        cells |= self._status(row.status)
        cells[form.notes] = self._note(row.note)
        return cells

    def _rolls(self, clips: Sequence[Clip], rolls: Sequence[str]) -> dict[str, str]:
        form = self.form
        if not form.by_camera or self.style.log_cameras != "list":
            return {form.roll: (form.joiner if form.joiner.strip() else " ").join(rolls)}
        every = [*self.style.cameras, *self.style.second_unit]
        said = {clip.camera: roll for clip, roll in zip(clips, rolls, strict=True)}
        return {f"{letter} Roll": said.get(letter, "") for letter in every}

    def _note(self, note: str) -> str:
        """The remark; now and then broken over two lines inside its quotes."""
        if "; " in note and self.rng.random() < 0.2 * self.style.mess:
            return note.replace("; ", ";\n", 1)
        return note

    def _number(self, take: Take, status: str | None) -> str:
        number = f"{take.number:02d}" if self.form.zero else f"{take.number}"
        if take.pickup and self.style.pickups == "take":
            number += self.rng.choice(["PU", " PU"])
        if self.style.log_status == "star" and status == "circled":
            number += "*"
        return number

    def _slate(self, take: Take, number: str) -> dict[str, str]:
        """The cells that name the take, blank where the row above says the same."""
        form, setup = self.form, take.setup
        scene, slate = setup.scene.number, self._spelt(setup.slate)
        same = form.blanks and self.above == (scene, setup.slate)
        self.above = (scene, setup.slate)
        kind = self.style.log_slate
        if kind == "combined":
            joined = {form.slate: f"{slate}{form.slash}{number}"}
            return {form.scene: scene, **joined} if self.style.slates == "running" else joined
        if kind == "scene":
            return {"Scene": "" if same else slate, form.take: number}
        if kind == "letter":
            shot = {form.scene: "" if same else scene, "Shot": "" if same else setup.letter}
            return shot | {form.take: number}
        named = {form.scene: "" if same else scene, form.slate: "" if same else slate}
        return named | {form.take: number}

    def _spelt(self, slate: str) -> str:
        """The slate, sometimes as a tired person types it."""
        if self.rng.random() > 0.04 * self.style.mess:
            return slate
        forms = [slate.lower(), f"0{slate}", f" {slate}", f"{slate} "]
        return self.rng.choice(forms if slate[0].isdigit() else forms[:1])

    def _status(self, status: str | None) -> dict[str, str]:
        """The cells that say the status; what has no column of its own stands in the note."""
        form, kind = self.form, self.style.log_status
        no = NO.get(form.mark, "")

        def flag(wanted: str) -> str:
            return form.mark if status == wanted else no

        if kind == "words":
            return {form.status: form.words.get(status or "", "")}
        if kind == "flags":
            return {"Circled": flag("circled"), "Hold": flag("hold"), "NG": flag("ng")}
        if kind == "four":
            named = {"Circled": "circled", "NG": "ng", "Hold": "hold", form.false: "false_start"}
            return {head: flag(status) for head, status in named.items()}
        if kind == "circled":
            return {form.circled: flag("circled")}
        if kind == "print":
            return {"Print": flag("circled"), "NG": flag("ng")}
        said = form.words.get(status or "", "") if status != "circled" else ""
        return {form.status: said}

    def _wild(self, wild: Wild) -> dict[str, str]:
        form = self.form
        self.above = ("", "")
        cells = {"Date": self.shoot.dates[wild.day]} if form.date else {}
        kind = self.style.log_slate
        if kind == "combined":
            cells |= {form.slate: f"{wild.slate}{form.slash}{wild.number}"}
        elif kind == "scene":
            cells |= {"Scene": wild.slate, form.take: str(wild.number)}
        elif kind == "letter":
            cells |= {form.scene: wild.scene.number, "Shot": "WT", form.take: str(wild.number)}
        else:
            cells |= {
                form.scene: wild.scene.number,
                form.slate: wild.slate,
                form.take: str(wild.number),
            }
        return cells | {form.notes: wild.note}
