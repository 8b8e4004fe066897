"""Words that fill the logs, the script and the notes. All written for this project."""

PLACES = (
    "KITCHEN",
    "HARBOUR OFFICE",
    "FERRY DECK",
    "ANNA'S FLAT",
    "CORRIDOR",
    "CAFÉ AMANDE",
    "FOREST ROAD",
    "SCHOOL YARD",
    "CAR (TRAVELLING)",
    "ARCHIVE",
    "HOSPITAL ROOM 12",
    "BOAT HOUSE",
    "PLATFORM 2",
    "COURT ROOM",
    "MARKET SQUARE",
    "ATTIC",
    "GREENHOUSE",
    "POLICE STATION",
    "MOTEL",
    "LIGHTHOUSE STAIRS",
)
PEOPLE = ("ANNA", "JONAS", "MRS. OYELARAN", "THE PILOT", "ZOÉ", "DETECTIVE HARK", "LITTLE TOM")
LINES = (
    "You were going to tell me when, exactly?",
    "It floats. That is all I ask of a boat.",
    "Say it again, slower, and look at me.",
    "Nobody drowned. Nobody ever drowns in the reports.",
    "I kept the receipt. I keep all of them.",
    "Then we wait for the next one.",
    "Is that what he said, or what you heard?",
    "No. Not tonight, not with this wind.",
)
ACTIONS = (
    "She puts the cup down without a sound.",
    "A horn, far out. Nobody looks up.",
    "He reads the letter twice and folds it into his sleeve.",
    "Rain on the glass. The lamp swings.",
    "They stand too close to be strangers.",
    "The door does not open. He tries it again, gently.",
)
DESCRIPTIONS = (
    "Wide master",
    "MS Anna",
    "CU Jonas",
    "OTS Anna on Jonas",
    "Insert: letter",
    "2-shot, dolly in",
    "CU hands",
    "Low angle, door",
    "Reverse on Mrs. Oyelaran",
    "Steadicam, follow Tom",
    "POV window",
    "WS, crane down",
    "MCU Zoé",
    "High angle, stairs",
)
NOTES: dict[str | None, tuple[str, ...]] = {
    "circled": (
        "Best for performance",
        "Director's favourite, use the ending",
        "Very good; clean sound",
        "Très bien, à garder",
        'Good, lovely pause before "tonight"',
        "Nice, but plane at the end",
    ),
    "ng": (
        "Boom in shot",
        "Soft focus on the turn",
        "Line flub, Jonas",
        "Camera bump at 0:20",
        "Door did not open",
        "Bad for sound: generator",
        "Wrong hand, continuity",
        "Ausdruck zu früh",
    ),
    "hold": (
        "Good first half",
        "Keep for the look only",
        "Alternate reading, slower",
        "Hold for sound",
    ),
    "false_start": ("Cut before action", "Slate only", "Actor not ready"),
    None: (
        "",
        "A little slow",
        "Plane overhead, end only",
        "OK for picture",
        "Second half better",
        "Zoé late",
    ),
}
CAMERA_NOTES = (
    "ND6",
    "Shutter 172.8",
    "Tail slate",
    "Focus buzz checked",
    "Filter 1/4 BPM",
    "No slate",
    "",
)
SOUND_NOTES = ("Lav rustle on Anna", "Tail slate", "Wind", "Clean", "Distant horn", "Boom only", "")
WILD_NOTES = (
    "Wild lines, Jonas off camera",
    "Room tone",
    "Footsteps on gravel",
    "Wild: ferry engine",
)
REASONS = (
    "her look at the end is better",
    "the pause before the line plays",
    "focus was soft on the turn",
    "director preferred the quieter reading",
    "the cup matches now",
    "more energy",
    "boom shadow in the old one",
)
FOOTAGE = (
    "STOCK_HARBOUR_AERIAL",
    "STOCK_GULLS_04",
    "TEMP_MAP_V3",
    "ARCHIVE_1962_NEWSREEL",
    "STOCK_RAIN_WINDOW",
)
STRIPS = ("NIGHT", "HARBOUR", "GULLS")
