/** Builds DOM nodes. Text always becomes text nodes: nothing here reads markup. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M3 11.5 21 3l-6 18-3.5-7.5L3 11.5Zm8.5 2L21 3",
  attach: "M20 11.5 12 19.4a5 5 0 0 1-7-7l8.4-8.3a3.4 3.4 0 0 1 4.8 4.7l-8.4 8.3a1.7 1.7 0 0 1-2.4-2.3l7.6-7.6",
  voice: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3Zm-7 8a7 7 0 0 0 14 0M12 18v3",
  keyboard: "M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M7 14h10",
  slash: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Zm9.5 4-5 10",
  reply: "M10 5 4 11l6 6m-6-6h9a7 7 0 0 1 7 7",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  down: "M12 5v14m-6-6 6 6 6-6",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4m11.2 11.2L19 19M19 5l-1.4 1.4M6.4 17.6 5 19",
  tools: "M4 7h10m4 0h2M4 17h2m4 0h10M16 5v4M8 15v4",
  list: "M4 6h16M4 12h16M4 18h10",
  news: "M4 5h12v14H6a2 2 0 0 1-2-2V5Zm12 4h4v8a2 2 0 0 1-2 2h-2M7 9h6M7 13h6",
  plus: "M12 5v14M5 12h14",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  trash: "M5 7h14M10 4h4M7 7l1 13h8l1-13",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  link: "M8 16 16 8m-5 0h5v5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
};

/** An element with attributes (`on` holds listeners, false and null are left out) and children. */
export function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "style") {
      for (const [prop, set] of Object.entries(value)) node.style.setProperty(prop, set);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** A line icon, hidden from screen readers: its button carries the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and says its label. */
export function iconButton(name, label, onclick, attrs = {}) {
  const { class: extra = "", ...rest } = attrs;
  return el(
    "button",
    { type: "button", class: `icon-button ${extra}`, "aria-label": label, title: label, on: { click: onclick }, ...rest },
    icon(name),
  );
}

/** `draw` at most once a frame, however often it is asked for. */
export function onceAFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

/** Puts `nodes` into `parent` in order, moving and removing only what differs. */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}
