/** The small menu of a message: react, reply to selected words, edit, delete, copy. */

import { el } from "./dom.js";
import { t } from "./labels.js";

const EMOJI = ["👍", "❤", "🔥", "🎉", "🙏", "👏", "👌", "🤔", "😢", "👎"];

let closeOpen = () => {};

/** Opens the menu beside its button; Escape, a choice or a click elsewhere closes it. */
export function openMessageMenu(button, view, pane, mine) {
  closeOpen();
  const menu = el("div", { class: "menu", role: "menu" }, picker(view, pane), items(view, pane, mine));
  const place = button.closest(".message");
  const close = () => {
    menu.remove();
    place.classList.remove("menu-open");
    document.removeEventListener("click", outside, true);
    document.removeEventListener("keydown", onKey, true);
    closeOpen = () => {};
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close();
  };
  const onKey = (event) => {
    if (event.key === "Escape") {
      close();
      button.focus();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(menu, event);
  };
  closeOpen = close;
  menu.addEventListener("click", (event) => {
    if (event.target.closest("button")) close();
  });
  place.append(menu);
  place.classList.add("menu-open");
  flip(menu, place);
  menu.querySelector("button").focus({ preventScroll: true });
  document.addEventListener("click", outside, true);
  document.addEventListener("keydown", onKey, true);
}

/** Near the lower edge the menu opens upwards. */
function flip(menu, place) {
  const log = place.closest(".log").getBoundingClientRect();
  const room = log.bottom - place.getBoundingClientRect().top;
  if (menu.getBoundingClientRect().bottom > log.bottom && room < log.height) menu.classList.add("up");
}

function step(menu, event) {
  event.preventDefault();
  const all = [...menu.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  all.at(at % all.length)?.focus();
}

function picker(view, pane) {
  const given = view.sim?.reactions ?? {};
  return el("div", { class: "picker", role: "group", "aria-label": t(pane.lang(), "react") },
    EMOJI.map((emoji) => {
      const own = (given[emoji] ?? []).includes(pane.me());
      return el("button", {
        type: "button", class: own ? "emoji own" : "emoji", "aria-label": emoji,
        on: { click: () => pane.react(view, own ? null : emoji) },
      }, emoji);
    }));
}

/** Words selected inside this message, to be quoted in a reply. */
function selectedWords(view, pane) {
  const chosen = String(window.getSelection() ?? "").trim();
  const text = view.text ?? view.caption ?? "";
  return chosen && text.includes(chosen) && pane.holds(window.getSelection().anchorNode) ? chosen : null;
}

function items(view, pane, mine) {
  const lang = pane.lang();
  const words = selectedWords(view, pane);
  const text = view.text ?? view.caption;
  const item = (label, act, id) => el("button", {
    type: "button", role: "menuitem", class: "menu-item", "data-testid": id, on: { click: act },
  }, label);
  return [
    item(t(lang, "reply"), () => pane.startReply(view), "menu-reply"),
    words ? item(t(lang, "reply_quote"), () => pane.startReply(view, words), "menu-quote") : null,
    text ? item(t(lang, "copy"), () => pane.copy(text), "menu-copy") : null,
    mine && text ? item(t(lang, "edit"), () => pane.startEdit(view), "menu-edit") : null,
    mine || !pane.isPrivate() ? item(t(lang, "delete"), () => pane.remove(view), "menu-delete") : null,
  ];
}
