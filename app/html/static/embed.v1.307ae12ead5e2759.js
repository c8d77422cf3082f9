// Shows <stated-position country="Italy"></stated-position> in any page. Explained in app/embeds/script.py.
(() => {
  "use strict";
  const script = document.currentScript || [...document.scripts].find((it) => /\/embed(\.v1\.\w+)?\.js(\?|$)/.test(it.src));
  if (!script?.src) return;
  const home = new URL(".", script.src).href;
  const folders = {
    board: "positions",
    position: { country: "countries", actor: "actors" },
    statement: { statement: "statements" },
  };
  const titles = { board: "Positions", timeline: "Positions over time" };
  const inTitle = ["country", "actor", "statement", "speaker", "about", "topic", "q"];
  const parameter = /^[a-z]+(-[a-z]+)*$/;
  const reserved = /^((aria|data|ng|v|x)-.*|(on|auto|item).+|class|dir|height|hidden|id|inert|is|lang|loading|name|part|role|slot|style|tabindex|title|translate|version|width)$/;
  const look = new CSSStyleSheet();
  look.replaceSync(
    ":host{display:grid;grid-template-columns:minmax(0,1fr)}:host([hidden]),[hidden]{display:none!important}" +
      "iframe,slot{display:block;grid-area:1/1}iframe{border:0;width:100%;height:240px}iframe[inert]{opacity:0}",
  );

  class Stated extends HTMLElement {
    #root = this.attachShadow({ mode: "open" });
    #meanwhile = document.createElement("slot");
    #frame = document.createElement("iframe");
    #src = "";
    #noun = this.localName.slice(7);

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [look];
      this.#root.append(this.#meanwhile);
      new MutationObserver(() => this.isConnected && this.#show()).observe(this, { attributes: true });
    }

    connectedCallback() {
      addEventListener("message", this.#heard);
      this.#show();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
    }

    connectedMoveCallback() {}

    #address() {
      const noun = this.#noun;
      const folder = folders[noun] || (this.getAttribute(noun) ? { [noun]: `${noun}s` } : noun);
      const naming = typeof folder == "string" ? [] : Object.keys(folder);
      const named = naming.find((name) => this.getAttribute(name));
      if (naming.length && !named) return "";
      const query = new URLSearchParams();
      for (const { name, value } of this.attributes)
        if (parameter.test(name) && !reserved.test(name) && !naming.includes(name))
          for (const part of value.split("|")) if (part.trim()) query.append(name.replaceAll("-", "_"), part.trim());
      const version = this.getAttribute("version");
      const base = version ? `${home.replace(/@[^/]*\/$/, "")}@${encodeURIComponent(version)}/` : home;
      const path = named ? `${folder[named]}/${encodeURIComponent(this.getAttribute(named))}` : folder;
      return `${base}embed/${path}?${query}`.replace(/\?$/, "");
    }

    #show() {
      const src = this.#address();
      if (src != this.#src) {
        const height = this.#frame.style.height;
        this.#frame.remove();
        const frame = (this.#frame = document.createElement("iframe"));
        frame.loading = "lazy";
        frame.referrerPolicy = "no-referrer";
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        frame.inert = true;
        frame.style.height = height;
        frame.onload = () => setTimeout(() => this.textContent.trim() && !this.#meanwhile.hidden || (frame.inert = false), 1000);
        frame.src = this.#src = src;
        if (src) this.#root.append(frame);
        else this.#meanwhile.hidden = false;
      }
      const noun = this.#noun;
      const named = [...new Set([...inTitle, noun])].map((name) => this.getAttribute(name)).filter(Boolean);
      this.#frame.title = this.title || [titles[noun] || noun[0].toUpperCase() + noun.slice(1), ...named].join(": ");
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

  const define = ({ localName }) => {
    if (/^stated-[a-z]+$/.test(localName) && !customElements.get(localName)) customElements.define(localName, class extends Stated {});
  };
  const seek = (node) => {
    define(node);
    node.querySelectorAll(":not(:defined)").forEach(define);
  };
  for (const noun of ["position", "board", "statement", "statements", "timeline"]) define({ localName: `stated-${noun}` });
  seek(document.documentElement);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType == 1) seek(node);
  }).observe(document, { childList: true, subtree: true });
})();
