/** Draws one message, an album or a service line as a bubble. */

import { el, iconButton } from "./dom.js";
import { clock, t } from "./labels.js";
import { inlineKeyboard } from "./keyboard.js";
import { mediaKind, mediaNode } from "./media_view.js";
import { openMessageMenu } from "./message_menu.js";
import { richText } from "./rich_text.js";
import { personName } from "./store.js";
import { serviceText, summary } from "./summary.js";

const VISUAL = new Set(["photo", "video", "animation"]);

/** Colour of a person's name, steady for the same person. */
const hue = (id) => Math.abs(Number(id) * 47) % 360;

const testId = (view) => `msg-${view.chat.id}-${view.message_id}`;

/** The node of a group: several views are an album. */
export function messageNode(views, pane) {
  const [view] = views;
  const lang = pane.lang();
  const service = serviceText(view, lang);
  if (service) return el("div", { class: "service", "data-testid": testId(view), "data-id": view.message_id }, service);
  const mine = (view.from?.id ?? view.sender_chat?.id) === pane.me();
  const bubble = el("div", { class: "bubble" }, author(view, pane, mine), forwarded(view, lang),
    quote(view, pane), body(views, pane), meta(views.at(-1), lang), reactions(view, pane));
  const row = el("article", {
    class: `message ${mine ? "mine" : "theirs"}`, tabindex: "-1", "data-id": view.message_id,
    "data-testid": views.length > 1 ? null : testId(view), "aria-label": `${mine ? t(lang, "you") : personName(view.from)}, ${clock(view.date)}`,
  }, el("div", { class: "stack" }, bubble, inlineKeyboard(view, pane)), actions(view, pane, mine));
  if (views.every((one) => VISUAL.has(mediaKind(one)))) bubble.classList.add("visual");
  return row;
}

function author(view, pane, mine) {
  if (mine || pane.isPrivate()) return null;
  const name = personName(view.from) || view.sender_chat?.title || "";
  const mark = view.sim?.by_bot ? el("span", { class: "bot-mark" }, t(pane.lang(), "bot")) : null;
  return el("div", { class: "author", style: { "--hue": hue(view.from?.id ?? 0) } }, name, mark);
}

function forwarded(view, lang) {
  const origin = view.forward_origin;
  if (!origin) return null;
  const name = personName(origin.sender_user) || origin.sender_user_name || origin.chat?.title || origin.sender_chat?.title || "";
  return el("div", { class: "forwarded" }, t(lang, "forwarded", { name }));
}

/** The message answered to; in a thread the reply to its first service line is no quote. */
function quote(view, pane) {
  const target = view.reply_to_message;
  if (!target || target.forum_topic_created) return null;
  const text = view.quote?.text ?? summary(target, pane.lang());
  return el("button", {
    type: "button", class: "quote", title: t(pane.lang(), "jump"), style: { "--hue": hue(target.from?.id ?? 0) },
    on: { click: () => pane.jumpTo(target.message_id) },
  }, el("span", { class: "quote-name" }, personName(target.from)), el("span", { class: "quote-text" }, text));
}

function body(views, pane) {
  const captioned = views.find((view) => view.text ?? view.caption);
  const text = captioned?.text ?? captioned?.caption;
  const entities = captioned?.entities ?? captioned?.caption_entities;
  const words = text ? el("div", { class: "text" }, richText(text, entities, pane)) : null;
  const media = views.length > 1 ? album(views, pane) : mediaNode(views[0], pane);
  return views[0].show_caption_above_media ? [words, media] : [media, words];
}

function album(views, pane) {
  const grid = views.every((view) => VISUAL.has(mediaKind(view)));
  return el("div", { class: grid ? "album grid" : "album", "data-count": views.length },
    views.map((view) => el("div", { class: "album-part", "data-testid": testId(view), "data-id": view.message_id }, mediaNode(view, pane))));
}

function meta(view, lang) {
  const edited = view.sim?.edited ?? view.edit_date;
  return el("div", { class: "meta" }, edited ? el("span", { class: "edited" }, t(lang, "edited")) : null,
    el("time", { datetime: new Date(view.date * 1000).toISOString() }, clock(view.date)));
}

function reactions(view, pane) {
  const given = Object.entries(view.sim?.reactions ?? {}).filter(([, ids]) => ids.length);
  if (!given.length) return null;
  return el("div", { class: "reactions" }, given.map(([emoji, ids]) => {
    const own = ids.includes(pane.me());
    return el("button", {
      type: "button", class: own ? "reaction own" : "reaction", "aria-pressed": String(own), "data-testid": "reaction",
      on: { click: () => pane.react(view, own ? null : emoji) },
    }, el("span", { class: "emoji" }, emoji), ids.length > 1 ? ` ${ids.length}` : "");
  }));
}

function actions(view, pane, mine) {
  const lang = pane.lang();
  const more = iconButton("more", t(lang, "actions"), () => openMessageMenu(more, view, pane, mine),
    { "data-testid": "message-actions", "aria-haspopup": "menu" });
  return el("div", { class: "actions" },
    iconButton("reply", t(lang, "reply"), () => pane.startReply(view), { "data-testid": "reply" }), more);
}
