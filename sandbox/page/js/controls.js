/** The panel of the one who plays the world: news, blocking, the bot's place in the group, faults. */

import { el, iconButton } from "./dom.js";
import { pageLanguage, t } from "./labels.js";
import { NewsDesk } from "./news_desk.js";
import { showToast } from "./notices.js";
import { personName } from "./store.js";

/** Faults as /sim/faults takes them; each button plays one. */
const FAULTS = {
  fault_429: [{ method: "*", times: 1, kind: "429", retry_after: 5 }],
  fault_drop: [{ method: "*", times: 1, kind: "drop_after" }],
  fault_500: [{ method: "*", times: 3, kind: "500_html" }],
  fault_none: [],
};

/** Telegram's own pace, and none. */
const LIMITS = {
  limits_real: { per_second: 30, per_chat_per_second: 1, per_group_per_minute: 20 },
  limits_none: { per_second: 0, per_chat_per_second: 0, per_group_per_minute: 0 },
};

const RIGHTS = { can_manage_topics: true, can_pin_messages: true, can_delete_messages: true };

export class Controls {
  /** `desk` names the group the buttons act on, `citizens` the phones. */
  constructor(store, desk, citizens) {
    this.store = store;
    this.desk = desk;
    this.citizens = citizens;
    this.news = new NewsDesk(store, (promise) => this.run(promise));
    this.node = el("aside", { class: "drawer controls", "data-testid": "controls", hidden: true });
    store.on("world", () => this.render());
  }

  toggle() {
    this.node.hidden = !this.node.hidden;
    this.render();
    if (!this.node.hidden) this.node.querySelector("button")?.focus();
  }

  async run(promise) {
    const lang = pageLanguage();
    try {
      await promise;
      showToast(document.body, t(lang, "done"));
    } catch (error) {
      showToast(document.body, `${t(lang, "refused")}: ${error.message}`, true);
    }
  }

  render() {
    if (this.node.hidden) return;
    const lang = pageLanguage();
    this.node.setAttribute("aria-label", t(lang, "controls"));
    this.node.replaceChildren(
      el("div", { class: "drawer-head" }, el("h2", {}, t(lang, "controls")), iconButton("close", t(lang, "hide"), () => this.toggle())),
      el("div", { class: "controls-body" }, this.news.node(lang), this.people(lang), this.group(lang),
        this.buttons(lang, "faults", FAULTS, (rules) => this.store.api.faults(rules)),
        this.buttons(lang, "limits", LIMITS, (limits) => this.store.api.limits(limits))));
  }

  box(title, ...children) {
    return el("fieldset", { class: "control-box" }, el("legend", {}, title), ...children);
  }

  button(label, act, id) {
    return el("button", { type: "button", class: "soft-button", "data-testid": id, on: { click: () => this.run(act()) } }, label);
  }

  people(lang) {
    return this.box(t(lang, "people"), this.citizens().map((id) => {
      const blocked = Boolean(this.store.chats.get(id)?.blocked);
      const name = personName(this.store.users.get(id));
      return this.button(`${name}: ${t(lang, blocked ? "unblock" : "block")}`, () => this.store.api.block(id, !blocked), `block-${id}`);
    }));
  }

  group(lang) {
    const chat = this.desk.groups()[0];
    if (!chat) return null;
    const bot = chat.members.find((member) => member.user_id === this.store.bot.id);
    const inside = bot && !["left", "kicked"].includes(bot.status);
    const place = (status, rights) => () => this.store.api.membership({ chat_id: chat.id, user_id: "bot", status, ...(rights ? { rights } : {}) });
    return this.box(chat.title,
      inside ? null : this.button(t(lang, "bot_in"), place("administrator", RIGHTS), "bot-in"),
      inside ? this.button(t(lang, "bot_out"), place("left"), "bot-out") : null,
      this.button(t(lang, chat.is_forum ? "forum_off" : "forum_on"), () => this.store.api.forum(chat.id, !chat.is_forum), "forum"));
  }

  buttons(lang, title, choices, send) {
    return this.box(t(lang, title), Object.entries(choices).map(([key, value]) =>
      this.button(t(lang, key), () => send(value), key.replace("_", "-"))));
  }
}
