/** Draws inline and reply keyboards and plays their buttons. */

import { el, icon } from "./dom.js";
import { t } from "./labels.js";

const ANSWER_PATIENCE = 15000;

/** Inline buttons below a message, rows as sent, colours by `style`. */
export function inlineKeyboard(view, pane) {
  const rows = view.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  return el("div", { class: "inline-keyboard" },
    rows.map((row, r) => el("div", { class: "key-row" },
      row.map((button, c) => inlineButton(button, r, c, view, pane)))));
}

function inlineButton(button, row, col, view, pane) {
  const hint = button.url || button.web_app || button.login_url ? "link" : button.copy_text ? "copy" : null;
  const off = Boolean(button.disabled);
  const node = el("button", {
    type: "button", "data-testid": "ib", "aria-disabled": off || null,
    class: `inline-button ${styleOf(button)} ${off ? "off" : ""}`,
    on: { click: () => press(node, row, col, view, pane) },
  }, el("span", {}, button.text), hint ? icon(hint) : null);
  return node;
}

const styleOf = (button) =>
  (["primary", "danger", "success", "link"].includes(button.style) ? `style-${button.style}` : "");

async function press(node, row, col, view, pane) {
  if (node.getAttribute("aria-busy")) return;
  node.setAttribute("aria-busy", "true");
  const rest = () => node.removeAttribute("aria-busy");
  try {
    const asked = { as: pane.me(), chat_id: view.chat.id, message_id: view.message_id, row, col };
    const result = await pane.api.press(asked);
    if (result.callback_query_id) return pane.awaitAnswer(result.callback_query_id, rest, ANSWER_PATIENCE);
    rest();
    if (result.copied !== undefined) await copied(result.copied, pane);
    if (result.url) open(result.url, pane);
  } catch (error) {
    rest();
    pane.complain(error);
  }
  return undefined;
}

async function copied(text, pane) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers keep the clipboard from pages without https: the text itself is shown below.
  }
  pane.toast(`${t(pane.lang(), "copied")}: ${text}`);
}

function open(address, pane) {
  if (pane.followDeepLink(address)) return;
  if (/^https?:/i.test(address)) window.open(address, "_blank", "noopener");
  else pane.toast(address);
}

/** The reply keyboard under the composer, or null when none is shown. */
export function replyKeyboard(markup, pane, onPressed) {
  const rows = markup?.keyboard ?? [];
  if (!rows.length) return null;
  return el("div", {
    class: `reply-keyboard ${markup.resize_keyboard ? "resized" : ""}`,
    role: "group", "aria-label": t(pane.lang(), "reply_keyboard"), "data-testid": `reply-keyboard-${pane.key}`,
  }, rows.map((row) => el("div", { class: "key-row" },
    row.map((button) => replyButton(typeof button === "string" ? { text: button } : button, pane, onPressed)))));
}

const NEEDS_PHONE = ["request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app"];

function replyButton(button, pane, onPressed) {
  return el("button", {
    type: "button", class: `reply-button ${styleOf(button)}`, "data-testid": "rb",
    on: {
      click: () => {
        if (NEEDS_PHONE.some((need) => button[need])) pane.toast(t(pane.lang(), "not_played"));
        else onPressed(button.text);
      },
    },
  }, button.text);
}
