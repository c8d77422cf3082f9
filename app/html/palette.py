"""The colours of the stances, as pages, embeds and badges draw them. Pure.

The colours of the first datasets looked alike to colour-blind readers (CIEDE2000 of 1.5
to 3.3 in deuteranopia). They are in published files, which never change, and data answer what the
file has. A colour is presentation and no fact: where one of those colours is drawn, another one
takes its place. Colours of other seeds stay as they are.
"""

SHOWN = {
    # on a light background
    "#9b2c3f": "#cb135f",  # opposes
    "#17693d": "#166643",  # willing
    "#0b6477": "#053032",  # open
    "#7a5a00": "#7f6615",  # undecided
    "#a2470b": "#6a1906",  # declines
    "#31549c": "#4c3c7a",  # supports
    "#5f6368": "#646d6b",  # not stated
    # on a dark background
    "#f08a9b": "#fa8c8c",
    "#67c48f": "#6b9c5b",
    "#5fc0d6": "#0edfff",
    "#d9b14a": "#f4ca38",
    "#f0a267": "#df6420",
    "#92b2f2": "#149eff",
    "#a9adb3": "#c6cacb",
}


def shown(colour: str | None) -> str | None:
    """The colour that is drawn for one of a dataset."""
    return SHOWN.get(colour, colour) if colour else colour
