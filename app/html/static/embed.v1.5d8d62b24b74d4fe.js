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
  const usual = {
    position: [980, 700, 520],
    board: [1290, 1070, 950],
    statement: [760, 570, 500],
    statements: [1500, 1150, 1080],
    timeline: [1210, 870, 810],
    quote: [640, 480, 390],
  };
  const [look, free] = [
    ":host{display:block}:host([hidden]),[hidden]{display:none!important}div{display:grid;grid-template-columns:minmax(0,1fr)}" +
      "iframe,slot{display:block;grid-area:1/1}iframe{border:0;width:100%}iframe[inert]{opacity:0}",
    ":host{min-height:0!important}",
  ].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });

  class Stated extends HTMLElement {
    #root = this.attachShadow({ mode: "open" });
    #box = document.createElement("div");
    #meanwhile = document.createElement("slot");
    #link = document.createElement("a");
    #frame = document.createElement("iframe");
    #src = "";
    #noun = this.localName.slice(7);
    #watch = new IntersectionObserver(([{ isIntersecting, boundingClientRect: { top } }]) => {
      if (!isIntersecting && (top > 0 || CSS.supports("overflow-anchor:auto"))) this.#keep(0);
    });

    constructor() {
      super();
      this.#link.target = "_blank";
      this.#link.hidden = true;
      this.#meanwhile.append(this.#link);
      this.#box.append(this.#meanwhile);
      this.#root.append(this.#box);
      this.#root.adoptedStyleSheets = [look];
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
      const schemes = getComputedStyle(this).colorScheme.match(/light|dark/g) || [];
      if (!query.has("theme") && schemes.length == 1) query.append("theme", schemes[0]);
      const version = this.getAttribute("version");
      const base = version ? `${home.replace(/@[^/]*\/$/, "")}@${encodeURIComponent(version)}/` : home;
      const path = named ? `${folder[named]}/${encodeURIComponent(this.getAttribute(named))}` : folder;
      return `${base}embed/${path}?${query}`.replace(/\?$/, "");
    }

    #keep(room) {
      this.#root.adoptedStyleSheets = [look, free];
      this.#box.style.minHeight = `${room}px`;
      if (room) this.#watch.observe(this);
      else this.#watch.disconnect();
    }

    #room(height) {
      const { top, width, height: room } = this.getBoundingClientRect();
      const seen = innerHeight - Math.max(top + height, 0);
      const jump = (seen * width * (room - height)) / (innerHeight * innerWidth * Math.max(innerHeight, innerWidth));
      return this.#root.adoptedStyleSheets[1] || seen < 0 || jump < 0.02 ? 0 : room;
    }

    #height() {
      const pixels = (text) => (/^[\d. ]+(px)?$/.test(text) ? text.match(/[\d.]+/g)?.map(Number) : null) || [];
      const given = pixels(this.getAttribute("height") || "");
      const [least] = pixels(getComputedStyle(this).minHeight);
      const one = given.length == 3 ? 0 : given[0] || least;
      const [narrow, middle, wide] = given.length == 3 ? given : usual[this.#noun] || usual.position;
      const width = this.clientWidth || 600;
      const between = (from, to, share) => from + (to - from) * Math.min(Math.max(share, 0), 1);
      const tall = width < 600 ? between(narrow, middle, (width - 320) / 280) : between(middle, wide, (width - 600) / 300);
      return Math.min(one || Math.round(tall), 20000);
    }

    #fallBack() {
      this.#frame.remove();
      this.#meanwhile.hidden = this.#link.hidden = false;
      this.#keep(0);
    }

    #show() {
      const noun = this.#noun;
      const named = [...new Set([...inTitle, noun])].map((name) => this.getAttribute(name)).filter(Boolean);
      const title = this.title || [titles[noun] || noun[0].toUpperCase() + noun.slice(1), ...named].join(": ");
      const src = this.#address();
      if (src != this.#src) {
        const { height } = this.#frame.style;
        this.#frame.remove();
        const frame = (this.#frame = document.createElement("iframe"));
        frame.loading = "lazy";
        frame.referrerPolicy = "no-referrer";
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        frame.inert = true;
        frame.style.height = height || `${this.#height()}px`;
        frame.onload = () => setTimeout(() => frame == this.#frame && frame.inert && frame.clientWidth && this.#fallBack(), 2000);
        frame.src = this.#src = this.#link.href = src;
        if (src) this.#box.append(frame);
        else this.#fallBack();
      }
      this.#frame.title = this.#link.textContent = title;
    }

    #heard = ({ source, data }) => {
      const height = data?.height;
      const wrong = data?.type === "stated:error";
      if (!source || source != this.#frame.contentWindow || (!wrong && data?.type !== "stated:height")) return;
      if (!Number.isInteger(height) || height < 1 || height > 20000) return;
      if (wrong && (this.textContent.trim() || this.firstElementChild)) return this.#fallBack();
      this.#keep(wrong ? 0 : this.#room(height));
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
  for (const noun of Object.keys(usual)) define({ localName: `stated-${noun}` });
  seek(document.documentElement);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType == 1) seek(node);
  }).observe(document, { childList: true, subtree: true });
})();
