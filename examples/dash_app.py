"""Dash: how many hold each stance, and the position of whoever is chosen, with the words it rests
on.

pip install dash pandas requests && STATED=http://127.0.0.1:8000 python dash_app.py
"""

import os

import pandas as pd
import requests
from dash import Dash, Input, Output, dcc, html

STATED = os.environ.get("STATED", "http://127.0.0.1:8000")

# NA is the code of Namibia, not a missing value.
board = pd.read_csv(
    f"{STATED}/positions.csv?has_position=true", keep_default_na=False, dtype={"numeric": str}
)
stances = requests.get(f"{STATED}/vocabulary.json", timeout=10).json()["vocabularies"]["stance"]
counts = board.groupby("stance")["actor_name"].agg(["count", ", ".join])
held = pd.DataFrame(stances[::-1]).set_index("id").join(counts, how="inner")

app = Dash(__name__, title="Positions", external_scripts=[f"{STATED}/embed.js"])
app.layout = html.Main(
    [
        html.H1("Who stands where"),
        dcc.Graph(
            config={"displayModeBar": False},
            figure={
                "data": [
                    {
                        "type": "bar",
                        "orientation": "h",
                        "x": held["count"],
                        "y": held["label"],
                        "customdata": held["join"],
                        "hovertemplate": "%{customdata}<extra></extra>",
                        "marker": {"color": held["colour"]},
                    }
                ],
                "layout": {
                    "height": 240,
                    "margin": {"t": 0, "r": 0, "b": 40},
                    "xaxis": {"dtick": 1},
                    "yaxis": {"automargin": True, "ticksuffix": "  "},
                },
            },
        ),
        dcc.Dropdown(
            dict(zip(board["actor_id"], board["actor_name"], strict=True)),
            "italy",
            id="actor",
            clearable=False,
        ),
        html.Div(id="card", style={"marginTop": 24}),
    ],
    style={
        "maxWidth": 760,
        "margin": "2rem auto",
        "padding": "0 1rem",
        "fontFamily": "system-ui, sans-serif",
    },
)

# Dash knows no tags of others, so the browser puts ours in;
# html.Iframe(src=f"{STATED}/embed/actors/{actor}") would do without.
app.clientside_callback(
    """(actor) => {
      const card = document.querySelector("#card");
      const tag = card.firstChild || card.appendChild(document.createElement("stated-position"));
      tag.setAttribute("theme", "light");
      tag.setAttribute("actor", actor);
      return dash_clientside.no_update;
    }""",
    Output("card", "title"),
    Input("actor", "value"),
)

if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8050")))
