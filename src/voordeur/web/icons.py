"""The signs of the house: drawn on 24 by 24, line 2, square corners; always beside a word."""

ICONS: dict[str, str] = {
    "alert": "M12 3l10 18H2zM12 10v5M12 18v.5",
    "calendar": "M4 6h16v14H4zM4 11h16M8 3v5M16 3v5",
    "check": "M4 13l5 5L20 6",
    "clock": "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18zM12 7v5l3 3",
    "close": "M5 5l14 14M19 5L5 19",
    "document": "M6 3h8l5 5v13H6zM14 3v5h5",
    "download": "M12 3v12M7 10l5 5l5-5M4 20h16",
    "edit": "M4 20l1-5L16 4l4 4L9 19zM13 7l4 4",
    "eye": "M2 12c5-8 15-8 20 0c-5 8-15 8-20 0zM12 10a2 2 0 1 1 0 4a2 2 0 1 1 0-4",
    "filter": "M3 5h18l-7 8v7l-4-2v-5z",
    "handover": "M3 8h13M11 3l5 5l-5 5M21 16H8M13 11",
    "history": "M4 4v5h5M4 9a9 9 0 1 1-1 5M12 8v5l3 2",
    "house": "M3 12l9-8l9 8M6 10v10h12V10M10 20v-6h4v6",
    "info": "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18zM12 11v6M12 7v.5",
    "language": ("M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18zM3 12h18M12 3c-5 5-5 13 0 18c5-5 5-13 0-18"),
    "lock": "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4",
    "message": "M3 6h18v13H3zM3 7l9 7l9-7",
    "money": "M18 6a8 8 0 1 0 0 12M3 10h10M3 14h10",
    "move": "M3 12h16M13 6l6 6l-6 6M3 5v14",
    "next": "M4 12h15M13 6l6 6l-6 6",
    "open-lock": "M5 11h14v10H5zM8 11V7a4 4 0 0 1 7-2.6",
    "people": (
        "M9 4a4 4 0 1 1 0 8a4 4 0 1 1 0-8zM2 21c0-8 14-8 14 0M16 4a4 4 0 0 1 0 8M22 21c0-4-2-6-4-6"
    ),
    "person": "M12 4a4 4 0 1 1 0 8a4 4 0 1 1 0-8zM4 21c0-8 16-8 16 0",
    "phone": "M5 3h4l2 5-3 2c1 3 3 5 6 6l2-3 5 2v4c-9 2-18-7-16-16z",
    "place": "M12 21l-6-8a7 7 0 1 1 12 0zM12 7v4",
    "plus": "M12 5v14M5 12h14",
    "previous": "M20 12H5M11 6l-6 6l6 6",
    "print": "M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z",
    "save": "M4 4h13l3 3v13H4zM8 4v5h7V4M8 20v-6h8v6",
    "search": "M10 4a6 6 0 1 1 0 12a6 6 0 1 1 0-12zM15 15l6 6",
    "share": (
        "M6 9a3 3 0 1 1 0 6a3 3 0 1 1 0-6M18 3a3 3 0 1 1 0 6a3 3 0 1 1 0-6"
        "M18 15a3 3 0 1 1 0 6a3 3 0 1 1 0-6M9 11l6-4M9 13l6 4"
    ),
    "sort": "M7 4v15M3 15l4 4l4-4M14 6h7M14 11h5M14 16h3",
    "talk": "M3 5h18v11H11l-5 4v-4H3z",
    "together": (
        "M9 17h6M5 13a4 4 0 1 1 0 8a4 4 0 1 1 0-8M19 13a4 4 0 1 1 0 8a4 4 0 1 1 0-8"
        "M12 2v7M9 6l3 3l3-3"
    ),
}
"""Name → the path of its line."""

TURNING = frozenset({"handover", "next", "previous", "move"})
"""Signs that point along the reading direction and so turn in right-to-left languages."""

DOORS: dict[str, tuple[str, str]] = {
    "sun": (
        "M60 54V18M60 54L36 20M60 54L84 20M60 54L20 30M60 54L100 30",
        "M26 76h68v40H26zM26 134h68v44H26z",
    ),
    "bars": ("M37 16v38M60 16v38M83 16v38", "M26 76h30v102H26zM64 76h30v102H64z"),
    "lattice": (
        "M14 35L37 16L60 35L83 16L106 35M14 35L37 54L60 35L83 54L106 35",
        "M26 76h68v60H26zM26 148h30v30H26zM64 148h30v30H64z",
    ),
    "eye": (
        "M60 54a23 23 0 0 1 0-38a23 23 0 0 1 0 38M14 35h23M83 35h23",
        "M26 76h68v102H26zM26 127h68",
    ),
    "panes": (
        "M14 35h92M60 16v38M37 16v38M83 16v38",
        "M26 76h30v46H26zM64 76h30v46H64zM26 134h68v44H26z",
    ),
}
"""Name → the bars of the fanlight and the panels of the leaf."""
