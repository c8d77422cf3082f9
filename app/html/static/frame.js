/* Reports this frame's height, and what went wrong, to its host. */
(() => {
  const root = document.documentElement;
  const { problem } = root.dataset;
  if (problem) console.warn(problem); // for whoever made the page; readers get one plain line
  if (parent === self) return;
  const find = (form, text) => form.exec(text)?.[1];
  const child = find(/[?&]childId=([\w.:-]+)(&|$)/, location.search);
  const secret = find(/^#\?secret=([a-z\d]+)$/i, location.hash);
  let height, sizer, kind;
  const send = (it) => parent.postMessage(it, "*");
  const toWordPress = (message, value) => secret && send({ message, value, secret });
  const report = () => {
    send({ type: problem ? "stated:error" : "stated:height", height });
    send({ "datawrapper-height": { [location.pathname.replace(/'/g, "")]: height } });
    send({ sentinel: "amp", type: "embed-size", height }); // AMP
    send(JSON.stringify({ src: location.href, context: "iframe.resize", height })); // Embedly
    if (child) send(["pym", child, "height", height].join("xPYMx")); // pym
    if (!problem) toWordPress("height", height); // or its link stays
    if (sizer) send(`[iFrameSizer]${sizer}:${height}:${root.clientWidth}:${kind}`); // iframe-resizer
    kind = "size";
  };
  const measure = () => {
    const now = Math.ceil(root.getBoundingClientRect().height);
    if (innerWidth && now && now !== height) report((height = now)); // hidden: 0
  };
  onload = () => (measure(), setTimeout(measure, 300)); // no observer runs out of sight
  new ResizeObserver(measure).observe(root);
  addEventListener("message", ({ source, data }) => {
    if (source !== parent) return;
    if (secret && data?.message === "ready" && data.secret === secret) (height = 0), measure();
    const id = find(/^\[iFrameSizer\]([\w.-]+):\d*:(true|false):/, data);
    if (id) ([sizer, kind] = [id, "init"]), height && report();
  });
  // WordPress lets no frame open a window. It follows links to the site of the frame that it is told of.
  if (secret) addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const page = document.querySelector("link[rel=canonical]");
    toWordPress("link", link.host === location.host ? link.href : page ? page.href : link.href);
  });
})();
