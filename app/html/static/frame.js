/* Reports this frame's height to its host. */
(() => {
  if (parent === self) return;
  const root = document.documentElement;
  const find = (form, text) => form.exec(text)?.[1];
  const child = find(/[?&]childId=([\w.:-]+)(&|$)/, location.search);
  const secret = find(/^#\?secret=([a-z\d]+)$/i, location.hash);
  let height, sizer, kind;
  const send = (it) => parent.postMessage(it, "*");
  const report = () => {
    send({ type: "stated:height", height });
    send({ "datawrapper-height": { [location.pathname.replace(/'/g, "")]: height } });
    send({ sentinel: "amp", type: "embed-size", height }); // AMP
    send(JSON.stringify({ src: location.href, context: "iframe.resize", height })); // Embedly
    if (child) send(["pym", child, "height", height].join("xPYMx")); // pym
    if (secret) send({ message: "height", value: height, secret }); // WordPress
    if (sizer) send(`[iFrameSizer]${sizer}:${height}:${root.clientWidth}:${kind}`); // iframe-resizer
    kind = "size";
  };
  const measure = () => {
    const now = Math.ceil(root.getBoundingClientRect().height);
    if (innerWidth && now && now !== height) report((height = now)); // hidden: 0
  };
  onload = measure; // no observer runs out of sight
  new ResizeObserver(measure).observe(root);
  addEventListener("message", ({ source, data }) => {
    const id = source === parent && find(/^\[iFrameSizer\]([\w.-]+):\d*:(true|false):/, data);
    if (id) ([sizer, kind] = [id, "init"]), height && report();
  });
})();
