"""Sound reports, one for each unit and day, as a recorder's companion program exports them."""

from collections.abc import Sequence

from tests.simulator._files import Folder
from tests.simulator._paper import Paper, SoundRow
from tests.simulator._style import Style
from tests.simulator._world import Shoot, Wild

TRACKS = ("Mix", "Boom", "Lav Anna", "Lav Jonas")


def write_sound(folder: Folder, shoot: Shoot, paper: Paper) -> None:
    """Write a report for every sound roll."""
    style = folder.style
    groups: dict[str, list[SoundRow]] = {}
    for row in paper.sound:
        groups.setdefault(row.take.sound_roll, []).append(row)
    for roll, rows in sorted(groups.items()):
        rows.sort(key=lambda row: row.take.order)
        folder.put("sound", f"{roll}_SoundReport.csv", _lines(style, roll, rows), len(rows))


def _start(row: SoundRow) -> int:
    return row.take.start if isinstance(row.take, Wild) else row.take.clips[0].start


def _lines(style: Style, roll: str, rows: Sequence[SoundRow]) -> list[str]:
    lines = [
        "SOUND REPORT",
        f'Project:,"{style.production}",Sound Mixer:,"P. Adeyemi",Roll:,"{roll}"',
        'File Type:,"",Bit Depth:,"24",Media:,""',
        'Frame Rate:,"",Sample Rate:,"48000",Tone/dB:,""',
        "",
        "File Name,Channels,Tape,Scene,Take,Sample Rate,Frame Rate,Bit Depth,Length,Start TC,"
        "Wild,Circled,User,Notes," + ",".join(f"T{index + 1}" for index in range(len(TRACKS))),
    ]
    flag = "DF" if style.clock.drop else "ND"
    for row in rows:
        take = row.take
        wild = isinstance(take, Wild)
        slate = take.slate if isinstance(take, Wild) else take.setup.slate
        start = _start(row) - style.clock.seconds(2)
        length = (
            take.length if isinstance(take, Wild) else take.clips[0].length
        ) // style.clock.nominal
        cells = [
            f'"{slate}T{take.number:02d}.WAV"', "4(POLY)", f'"{roll}"', f'"{slate}"',
            f'"{take.number:02d}"', "48000", f"{style.clock.name} {flag}", "24",
            f"00:{length // 60:02d}:{length % 60:02d}",
            style.clock.text(start), "Y" if wild else " ", "Y" if row.circled else " ", '""',
            _quoted(row.note), *(f'"{track}"' for track in TRACKS),
        ]  # fmt: skip
        lines.append(",".join(cells))
    return lines


def _quoted(note: str) -> str:
    return '"' + note.replace('"', '""') + '"' if note else ""
