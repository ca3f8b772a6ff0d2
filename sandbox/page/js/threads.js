/** The list of a forum group's threads: General first, then the newest spoken in. */

import { el, icon } from "./dom.js";
import { clock, t } from "./labels.js";
import { summary } from "./summary.js";
import { unreadCount } from "./unread.js";

const colour = (number) => `#${Number(number ?? 0x6fb9f0).toString(16).padStart(6, "0")}`;

export class ThreadList {
  /** `onChoose` gets the thread's id, null for General; `onCreate` the typed name. */
  constructor(store, look, onChoose, onCreate) {
    Object.assign(this, look);
    this.store = store;
    this.onChoose = onChoose;
    this.list = el("div", { class: "thread-list" });
    this.name = el("input", { type: "text", maxlength: "128", "data-testid": "thread-name" });
    this.button = el("button", { type: "submit", class: "icon-button", "data-testid": "thread-create" }, icon("plus"));
    this.form = el("form", {
      class: "thread-form",
      on: {
        submit: async (event) => {
          event.preventDefault();
          const name = this.name.value.trim();
          if (name && (await onCreate(name))) this.name.value = "";
        },
      },
    }, this.name, this.button);
    this.node = el("nav", { class: "threads", "data-testid": "threads" }, this.list, this.form);
  }

  render(chat, chosen) {
    const lang = this.lang();
    this.node.setAttribute("aria-label", t(lang, "threads"));
    this.name.placeholder = t(lang, "new_thread");
    this.name.setAttribute("aria-label", t(lang, "new_thread"));
    this.button.setAttribute("aria-label", t(lang, "create_thread"));
    const rows = [{ id: null, name: t(lang, "general"), icon_color: 0xd9a441 }, ...chat.threads.filter((one) => !one.deleted)]
      .map((thread) => ({ thread, last: this.store.list(chat.id, thread.id).at(-1) }));
    const [general, ...others] = rows;
    others.sort((a, b) => (b.last?.message_id ?? b.thread.id) - (a.last?.message_id ?? a.thread.id));
    const focused = document.activeElement?.dataset?.testid;
    this.list.replaceChildren(...[general, ...others].map((row) => this.row(chat, row, chosen, lang)));
    if (focused?.startsWith("thread-")) this.list.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
  }

  row(chat, { thread, last }, chosen, lang) {
    const here = thread.id === chosen;
    const unread = here ? 0 : unreadCount(this.store, this.me(), chat.id, thread.id);
    return el("button", {
      type: "button", "aria-current": here || null, class: here ? "thread chosen" : "thread",
      "data-testid": `thread-${thread.id ?? "general"}`, on: { click: () => this.onChoose(thread.id) },
    },
    el("span", { class: "thread-icon", "aria-hidden": "true", style: { "--thread": colour(thread.icon_color) } }, thread.id ? [...thread.name][0] : "#"),
    el("span", { class: "thread-words" },
      el("span", { class: "thread-top" }, el("span", { class: "thread-title" }, thread.name),
        thread.closed ? el("span", { class: "thread-closed", title: t(lang, "closed") }, icon("lock"), el("span", { class: "unseen" }, t(lang, "closed"))) : null),
      el("span", { class: "thread-bottom" }, el("span", { class: "thread-last" }, last ? summary(last, lang) : ""),
        last ? el("time", {}, clock(last.date)) : null)),
    unread ? el("span", { class: "badge", "aria-label": `${t(lang, "unread")}: ${unread}` }, unread) : null);
  }
}
