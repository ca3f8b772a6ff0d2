/** Turns a text and its entities (UTF-16 offsets, as JavaScript counts) into DOM nodes. */

import { el } from "./dom.js";
import { clock, dayName, t } from "./labels.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const SAFE = /^(https?|tg|mailto|tel):/i;
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Outermost first, so that an inner entity finds its parent already open. */
function inOrder(entities) {
  return [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
}

/** Nodes of `text`; `pane` gives the language and what a tapped command or link does. */
export function richText(text, entities, pane) {
  return span(text, inOrder(entities ?? []), 0, text.length, pane);
}

function span(text, entities, from, to, pane) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const start = Math.max(first.offset, at);
    const end = Math.min(first.offset + first.length, to);
    const inside = others.filter((entity) => entity.offset < end);
    rest = others.filter((entity) => entity.offset + entity.length > end);
    if (end <= start) {
      rest = others;
      continue;
    }
    if (start > at) nodes.push(text.slice(at, start));
    const inner = span(text, inside, start, end, pane);
    nodes.push(decorate(first, inner, text.slice(start, end), pane));
    at = end;
    // A block ends its own line; the newline after it would show as an empty one.
    if (BLOCKS.has(first.type) && text[at] === "\n") at += 1;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function decorate(entity, inner, raw, pane) {
  if (entity.type in PLAIN) return el(PLAIN[entity.type], {}, inner);
  switch (entity.type) {
    case "spoiler": return spoiler(inner, pane);
    case "pre": return el("pre", { "data-language": entity.language }, el("code", {}, inner));
    case "blockquote": return el("blockquote", {}, inner);
    case "expandable_blockquote": return expandable(inner, pane);
    case "text_link": return link(entity.url, inner, pane);
    case "url": return link(/^[a-z][a-z+.-]*:/i.test(raw) ? raw : `http://${raw}`, inner, pane);
    case "email": return link(`mailto:${raw}`, inner, pane);
    case "phone_number": return link(`tel:${raw.replace(/[^+\d]/g, "")}`, inner, pane);
    case "bot_command": return command(raw, inner, pane);
    case "date_time": return dateTime(entity, inner, pane);
    case "custom_emoji": return el("span", { class: "custom-emoji" }, inner);
    default: return el("span", { class: "mention" }, inner);
  }
}

/** Closed until tapped; a toggle button for the keyboard and the screen reader. */
function spoiler(inner, pane) {
  const open = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    const shown = node.classList.toggle("shown");
    node.setAttribute("aria-pressed", String(shown));
    content.toggleAttribute("inert", !shown);
    node.setAttribute("aria-label", shown ? "" : t(pane.lang(), "spoiler"));
    if (shown) node.removeAttribute("aria-label");
  };
  const content = el("span", { class: "spoiler-text", inert: true }, inner);
  const node = el("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-pressed": "false",
    "aria-label": t(pane.lang(), "spoiler"), on: { click: open, keydown: open },
  }, content);
  return node;
}

function expandable(inner, pane) {
  const body = el("div", { class: "fold" }, inner);
  const button = el("button", {
    type: "button", class: "fold-button", "aria-expanded": "false",
    on: {
      click: () => {
        const open = node.classList.toggle("open");
        button.setAttribute("aria-expanded", String(open));
        button.textContent = t(pane.lang(), open ? "less" : "more");
      },
    },
  }, t(pane.lang(), "more"));
  const node = el("blockquote", { class: "expandable" }, body, button);
  return node;
}

/** A link opens in a new tab; one to the bot itself with a start payload is played here. */
function link(address, inner, pane) {
  if (!SAFE.test(address ?? "")) return el("span", { class: "mention" }, inner);
  return el("a", {
    href: address, target: "_blank", rel: "noopener noreferrer",
    on: {
      click: (event) => {
        if (pane.followDeepLink(address)) event.preventDefault();
      },
    },
  }, inner);
}

function command(raw, inner, pane) {
  return el("button", { type: "button", class: "command-link", on: { click: () => pane.sendText(raw) } }, inner);
}

function dateTime(entity, inner, pane) {
  const unix = entity.unix_time;
  if (!unix) return el("time", {}, inner);
  const whole = `${dayName(pane.lang(), unix)} ${clock(unix)}`;
  return el("time", { class: "mention", datetime: new Date(unix * 1000).toISOString(), title: whole }, inner);
}
