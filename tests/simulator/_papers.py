"""The script, the editor's notes, and the things that lie about in every production's folder."""

from itertools import pairwise
from random import Random

from tests.simulator._files import Folder
from tests.simulator._words import ACTIONS, LINES, PEOPLE, REASONS
from tests.simulator._world import Shoot, Version


def write_script(folder: Folder, shoot: Shoot) -> None:
    """A Fountain script with scene numbers."""
    rng, style = folder.rng, folder.style
    if not style.script:
        return
    title = style.production.title()
    lines = [
        f"Title: {title}",
        "Credit: written by",
        "Author: N. Okonkwo-Ruud",
        "Draft date: 2024-03-01",
    ]
    lines += ["", "FADE IN:", ""]
    for scene in shoot.scenes:
        lines += [f"{scene.heading} #{scene.number}#", ""]
        for _ in range(max(2, scene.events // 3)):
            lines += [rng.choice(ACTIONS), ""]
            lines += [rng.choice(PEOPLE), *_speech(rng), ""]
        if rng.random() < 0.1:
            lines += ["[[Check the weather cover.]]", ""]
    folder.put("script", f"{title.replace(' ', '_')}_White.fountain", lines)


def _speech(rng: Random) -> list[str]:
    said = [rng.choice(LINES)]
    return ["(not turning)", *said] if rng.random() < 0.2 else said


def write_notes(folder: Folder, versions: tuple[Version, ...]) -> None:
    """The editor's notes: for some swaps and lifts, why."""
    rng = folder.rng
    if rng.random() < 0.35:
        return
    lines = [f"# {folder.style.production}: editor's notes", ""]
    for old, new in pairwise(versions):
        lines += [f"## {old.name} to {new.name}", ""]
        before = {shot.uid: shot for shot in old.shots}
        for shot in new.shots:
            was = before.get(shot.uid)
            swapped = was and was.clip and shot.clip and was.clip is not shot.clip
            if was and was.clip and shot.clip and swapped and rng.random() < 0.6:
                name = f"{shot.clip.slate}-{was.clip.take}"
                other = f"{shot.clip.slate}-{shot.clip.take}"
                lines.append(f"- {name} out, {other} in: {rng.choice(REASONS)}.")
        lines.append("")
    folder.put("notes", f"editor_notes.{rng.choice(['md', 'txt'])}", lines)


def write_strays(folder: Folder) -> None:
    """What no importer should stumble over."""
    if folder.rng.random() < 0.6 * folder.style.mess:
        folder.put_bytes(
            ".DS_Store", b"\x00\x00\x00\x01Bud1\x00\x00\x10\x00\x00\x00\x08\x00" + bytes(64)
        )
    if folder.rng.random() < 0.3 * folder.style.mess:
        folder.put_bytes("empty.ale", b"")
    if folder.rng.random() < 0.4 * folder.style.mess:
        folder.put_bytes(
            "call_sheet_day_04.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(200))
        )
    if folder.rng.random() < 0.3 * folder.style.mess:
        folder.put_bytes("README.txt", b"Dailies are on drive 7. Ask Priya for the key.\n")
