"""Streamlit: choose a country, read its position with the words it rests on, and the board as a
table.

pip install streamlit pandas && STATED=http://127.0.0.1:8000 streamlit run streamlit_app.py
"""

import os

import pandas as pd
import streamlit as st

STATED = os.environ.get("STATED", "http://127.0.0.1:8000")

# The tag keeps its room and fits its height to what it shows;
# st.iframe(f"{STATED}/embed/countries/{country}", height=700) would do without.
position = st.components.v2.component(
    "stated_position",
    html='<stated-position height="866 687 543" style="display:block;'
    'min-height:clamp(615px,1091px - 64vw,866px)"></stated-position>',
    js="""export default ({ parentElement, data: { stated, ...given } }) => {
      const script = Object.assign(document.createElement("script"), { src: `${stated}/embed.js` });
      if (!customElements.get("stated-position")) document.head.append(script);
      const tag = parentElement.querySelector("stated-position");
      for (const [name, value] of Object.entries(given)) tag.setAttribute(name, value);
    };""",
)


@st.cache_data(ttl=300)
def table(path: str) -> pd.DataFrame:
    """A list as a table. NA is the code of Namibia, not a missing value."""
    return pd.read_csv(f"{STATED}/{path}", keep_default_na=False, dtype={"numeric": str})


st.set_page_config(page_title="Positions", layout="centered")
st.title("Who stands where")

board = table("positions.csv?has_position=true")
countries = table("countries.csv")["name"]
first = [name for name in board["actor_name"] if name in set(countries)]
country = st.selectbox("Country", dict.fromkeys([*first, *countries]))
position(
    data={"stated": STATED, "country": country, "theme": st.context.theme.type or "auto"},
    key="position",
)

st.subheader("The board")
st.dataframe(board[["actor_name", "stance", "view", "participation", "summary"]], hide_index=True)
