// "Verify in your browser": fetches the archived text of each statement, computes its SHA-256, and looks up the words at
// their place (docs/verification.md, section The words of a statement). The button is hidden until this runs.
(() => {
  const button = document.querySelector("button[data-verifies]");
  if (!button) return;
  const status = document.getElementById("verified");
  const items = document.querySelectorAll("[data-words]");
  const TIMEOUT = 20_000; // milliseconds for one text
  const MOST = 20_000_000; // bytes of one text
  const texts = new Map(); // each text is fetched once
  let counts;

  const say = (item, outcome, sentence) => {
    counts[outcome] += 1;
    const line = document.createElement("li");
    const word = document.createElement("strong");
    word.textContent = { right: "Right: ", wrong: "Wrong: ", unknown: "Not checked: " }[outcome];
    line.append(word, sentence);
    item.querySelector("ul").append(line);
  };

  const load = async (address) => {
    let answer;
    try {
      answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(TIMEOUT) });
      if (answer.status === 404) return { why: "the archived text is not given out here." };
      if (!answer.ok) return { why: `the service answered ${answer.status} for the archived text.` };
      if (Number(answer.headers.get("Content-Length")) > MOST) return { why: "the archived text is too long." };
      const bytes = await answer.arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      return {
        sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
        points: Array.from(decoder.decode(bytes)), // places are code points, not UTF-16 units
      };
    } catch {
      return { why: "the archived text could not be fetched or read." };
    }
  };

  const look = async (item) => {
    const { text, sha256, spans } = JSON.parse(item.dataset.words);
    if (sha256 === null) return say(item, "unknown", "the excerpts are in no file, so they have no hash.");
    if (!texts.has(text)) texts.set(text, load(text));
    const { why, sha256: computed, points } = await texts.get(text);
    if (why) return say(item, "unknown", why);
    if (computed !== sha256) {
      return say(item, "wrong", `the SHA-256 of the text is ${computed}, and not ${sha256}.`);
    }
    say(item, "right", `the SHA-256 of the text is ${sha256}.`);
    for (const { exact, start, end } of spans) {
      const found = start === null ? points.join("").includes(exact) : points.slice(start, end).join("") === exact;
      const where = start === null ? "somewhere in the text" : `at code points ${start} to ${end}`;
      say(item, exact && found ? "right" : "wrong", found ? `${where}: “${exact}”` : `not ${where}: “${exact}”`);
    }
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    counts = { right: 0, wrong: 0, unknown: 0 };
    for (const item of items) item.querySelector("ul").replaceChildren();
    if (!isSecureContext || !globalThis.crypto?.subtle) {
      status.textContent = "This page was not loaded over HTTPS, so the browser offers no cryptography. Nothing was checked.";
      return;
    }
    button.disabled = true;
    status.textContent = "Checking …";
    texts.clear();
    for (const item of items) await look(item);
    status.textContent = `${counts.right} right, ${counts.wrong} wrong, ${counts.unknown} not checked.`;
    button.disabled = false;
  });
})();
