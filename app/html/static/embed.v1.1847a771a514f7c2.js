// Stated in any page: <stated-position country="Italy"></stated-position>. What the tags take: README, “Embed it”.
(() => {
  "use strict";
  // A module has no currentScript; then the tag is found by its address.
  const script = document.currentScript || [...document.scripts].find((one) => /\/embed(\.v1\.\w+)?\.js(\?|$)/.test(one.src));
  if (!script?.src) return;
  const home = new URL(".", script.src).href;
  // Tag: what its frame is called; where it stands, or where for each attribute that may name what is shown.
  const tags = {
    "stated-position": ["Position", { country: "countries", actor: "actors" }],
    "stated-board": ["Positions", "positions"],
    "stated-statement": ["Statement", { statement: "statements" }],
    "stated-statements": ["Statements", "statements"],
    "stated-timeline": ["Positions over time", "timeline"],
  };
  const names = ["country", "actor", "statement", "speaker", "about", "topic", "q"];
  const asked = [
    "theme", "question", "as-of", "stance", "view", "participation", "attribution", "status", "has-position", "step",
    "country", "speaker", "about", "topic", "capacity", "kind", "source", "said-from", "said-to", "q", "sort", "limit",
  ];
  const look = new CSSStyleSheet(); // no style attribute anywhere: the policies of hosts forbid them
  look.replaceSync(
    ":host{display:grid;grid-template-columns:minmax(0,1fr)}:host([hidden]),[hidden]{display:none!important}" +
      "iframe,slot{display:block;grid-area:1/1}iframe{border:0;width:100%;height:240px}iframe[inert]{opacity:0}",
  ); // a frame of visibility:hidden would be kept from working, and so from saying its height

  class Stated extends HTMLElement {
    static observedAttributes = ["version", "title", ...names, ...asked];
    #root = this.attachShadow({ mode: "open" });
    #meanwhile = document.createElement("slot"); // what stands between the tags
    #frame = document.createElement("iframe");
    #src = "";
    #due = false;

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [look];
      this.#root.append(this.#meanwhile);
    }

    connectedCallback() {
      addEventListener("message", this.#heard);
      this.#show();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
    }

    connectedMoveCallback() {} // Element.moveBefore() keeps the frame as it is

    attributeChangedCallback() {
      if (this.#due) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        if (this.isConnected) this.#show();
      });
    }

    #address() {
      const places = tags[this.localName][1];
      const one = typeof places == "string" ? "" : Object.keys(places).find((name) => this.getAttribute(name));
      if (one === undefined) return "";
      const query = new URLSearchParams();
      for (const name of asked) {
        const given = (name != one && this.getAttribute(name)) || "";
        for (const value of given.split("|")) if (value.trim()) query.append(name.replace("-", "_"), value.trim());
      }
      const version = this.getAttribute("version");
      const base = version ? `${home.replace(/@[^/]*\/$/, "")}@${encodeURIComponent(version)}/` : home;
      const path = one ? `${places[one]}/${encodeURIComponent(this.getAttribute(one))}` : places;
      return `${base}embed/${path}?${query}`.replace(/\?$/, "");
    }

    #show() {
      const src = this.#address();
      if (src != this.#src) {
        const height = this.#frame.style.height;
        this.#frame.remove(); // a new frame leaves no entry in the history of the page
        const frame = (this.#frame = document.createElement("iframe"));
        frame.loading = "lazy";
        frame.referrerPolicy = "no-referrer";
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        frame.inert = true;
        frame.style.height = height;
        // One that never says its height is shown all the same, if there is nothing else to be read.
        frame.onload = () => setTimeout(() => this.textContent.trim() && !this.#meanwhile.hidden || (frame.inert = false), 1000);
        frame.src = this.#src = src;
        if (src) this.#root.append(frame);
        else this.#meanwhile.hidden = false;
      }
      const about = names.map((name) => this.getAttribute(name)).filter(Boolean);
      this.#frame.title = this.title || [tags[this.localName][0], ...about].join(": ");
    }

    #heard = ({ source, data }) => {
      const height = data?.height;
      if (!source || source != this.#frame.contentWindow || data?.type !== "stated:height") return;
      if (!Number.isInteger(height) || height < 1 || height > 20000) return;
      this.#frame.style.height = `${height}px`;
      this.#frame.inert = false;
      this.#meanwhile.hidden = true;
    };
  }

  for (const tag in tags) if (!customElements.get(tag)) customElements.define(tag, class extends Stated {});
})();
