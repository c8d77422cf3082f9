/* Reports the height of this frame to its host. */
(() => {
  if (parent === self) return;
  const root = document.documentElement;
  const find = (form, text) => form.exec(text)?.[1];
  const child = find(/[?&]childId=([\w.:-]+)(&|$)/, location.search);
  const secret = find(/^#\?secret=([a-z\d]+)$/i, location.hash);
  let height, sizer;
  const send = (it) => parent.postMessage(it, "*");
  const report = (kind) => {
    send({ type: "stated:height", height });
    send({ "datawrapper-height": { [location.pathname.replace(/'/g, "")]: height } });
    send({ sentinel: "amp", type: "embed-size", height }); // amp-iframe
    send(JSON.stringify({ src: location.href, context: "iframe.resize", height })); // Embedly, Medium
    if (child) send(["pym", child, "height", height].join("xPYMx")); // pym.js
    if (secret) send({ message: "height", value: height, secret }); // WordPress
    if (sizer) send(`[iFrameSizer]${sizer}:${height}:${root.clientWidth}:${kind}`); // iframe-resizer 2-4
  };
  const measure = () => {
    const now = Math.ceil(root.getBoundingClientRect().height);
    if (innerWidth && now && now !== height) report("size", (height = now)); // hidden: 0
  };
  onload = measure; // no observer runs out of sight
  new ResizeObserver(measure).observe(root);
  addEventListener("message", ({ source, data }) => {
    const id = source === parent && find(/^\[iFrameSizer\]([\w.-]+):\d*:(true|false):/, data);
    if (id && height) report("init", (sizer = id));
  });
})();
