/** A citizen's phone: the private chat of one person with the bot, in that person's language. */

import { el } from "./dom.js";
import { knownLanguage, LANGUAGES, t } from "./labels.js";
import { Pane } from "./pane.js";
import { personName } from "./store.js";

export class Phone {
  constructor(userId, store) {
    this.userId = userId;
    this.store = store;
    const user = () => store.users.get(userId);
    this.lang = () => knownLanguage(user()?.language_code);
    this.pane = new Pane(String(userId), store, {
      me: () => userId,
      chatId: () => userId,
      threadId: () => null,
      lang: this.lang,
      userLanguage: () => user()?.language_code,
    });
    this.owner = el("div", { class: "owner" });
    this.header = el("header", { class: "chat-header" });
    this.node = el("section", {
      class: "pane phone", "data-testid": `phone-${userId}`, id: `pane-${userId}`, "data-pane": userId,
    }, this.owner, this.header, this.pane.body);
    store.on("world", () => this.refresh());
    this.refresh();
  }

  title() { return personName(this.store.users.get(this.userId)); }

  refresh() {
    const lang = this.lang();
    this.node.lang = lang;
    this.node.setAttribute("aria-label", `${t(lang, "phone")}: ${this.title()}`);
    this.owner.replaceChildren(
      el("span", { class: "owner-name" }, this.title()),
      el("span", { class: "owner-language" }, LANGUAGES[lang]),
    );
    const bot = this.store.bot.first_name ?? "";
    this.header.replaceChildren(
      el("span", { class: "avatar bot-avatar", "aria-hidden": "true" }, [...bot][0] ?? ""),
      el("div", { class: "chat-name" }, el("h2", {}, bot),
        el("p", {}, this.pane.chat()?.blocked ? t(lang, "blocked") : t(lang, "bot"))),
    );
    this.pane.refresh();
  }

  show() { return this.pane.show(); }

  /** What the tab of this phone must count. */
  unreadPlaces() { return [{ me: this.userId, chatId: this.userId, threadId: undefined }]; }
}
