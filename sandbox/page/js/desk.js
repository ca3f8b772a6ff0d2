/** The staff's screen: a person is chosen to play as, then the group's threads or a private chat with the bot. */

import { el, iconButton, onceAFrame } from "./dom.js";
import { pageLanguage, t } from "./labels.js";
import { Pane } from "./pane.js";
import { recall, remember } from "./settings.js";
import { personName } from "./store.js";
import { ThreadList } from "./threads.js";

const OUTSIDE = new Set(["left", "kicked"]);

export class Desk {
  constructor(store, citizens) {
    this.store = store;
    this.citizens = citizens;
    this.userId = recall("desk.user", null);
    this.chat = recall("desk.chat", null);
    this.thread = recall("desk.thread", null);
    this.lang = () => pageLanguage();
    const look = {
      me: () => this.userId,
      chatId: () => this.chatId(),
      threadId: () => (this.current()?.is_forum ? this.thread : null),
      lang: this.lang,
      userLanguage: () => store.users.get(this.userId)?.language_code,
    };
    this.pane = new Pane("group", store, look);
    this.threads = new ThreadList(store, look, (id) => this.openThread(id), (name) => this.act("create", { name }));
    this.who = el("select", { "data-testid": "play-as", on: { change: () => this.playAs(Number(this.who.value)) } });
    this.where = el("select", { "data-testid": "desk-chat", on: { change: () => this.openChat(this.where.value) } });
    this.owner = el("div", { class: "owner" });
    this.header = el("header", { class: "chat-header" });
    this.node = el("section", { class: "pane desk", "data-testid": "group", id: "pane-group", "data-pane": "group" },
      this.owner, el("div", { class: "desk-body" }, this.threads.node,
        el("div", { class: "desk-chat" }, this.header, this.pane.body)));
    store.on("world", () => this.refresh());
    const redraw = onceAFrame(() => this.renderThreads());
    store.on("messages", ({ chatId }) => chatId === this.chatId() && redraw());
  }

  title() { return t(this.lang(), "staff"); }

  staff() {
    const known = [...this.store.users.values()].filter((user) => !user.is_bot);
    const members = known.filter((user) => !this.citizens().includes(user.id));
    return members.length ? members : known;
  }

  /** The groups of the person played, newest choice first. */
  groups() {
    return [...this.store.chats.values()].filter((chat) => chat.id < 0
      && chat.members.some((member) => member.user_id === this.userId && !OUTSIDE.has(member.status)));
  }

  chatId() { return this.chat === "private" ? this.userId : (this.chat ?? this.userId); }

  current() { return this.store.chats.get(this.chatId()); }

  /** Choices kept from another world fall back to what exists in this one. */
  settle() {
    const staff = this.staff();
    if (!staff.some((user) => user.id === this.userId)) this.userId = staff[0]?.id ?? null;
    const groups = this.groups();
    const known = this.chat === "private" || groups.some((chat) => chat.id === this.chat);
    if (!known) this.chat = groups[0]?.id ?? "private";
    const alive = this.current()?.threads?.some((one) => one.id === this.thread && !one.deleted);
    if (!alive && this.thread !== null) {
      this.thread = null;
      this.pane.view.reset();
    }
  }

  refresh() {
    const before = `${this.userId} ${this.chatId()}`;
    this.settle();
    const lang = this.lang();
    this.node.lang = lang;
    this.node.setAttribute("aria-label", this.title());
    this.renderChoosers(lang);
    this.renderHeader(lang);
    this.renderThreads();
    if (before === `${this.userId} ${this.chatId()}`) this.pane.refresh();
    else this.show();
  }

  renderChoosers(lang) {
    this.who.replaceChildren(...this.staff().map((user) =>
      el("option", { value: user.id, selected: user.id === this.userId }, personName(user))));
    this.where.replaceChildren(
      ...this.groups().map((chat) => el("option", { value: chat.id, selected: chat.id === this.chat }, chat.title)),
      el("option", { value: "private", selected: this.chat === "private" }, t(lang, "private_with_bot")));
    this.owner.replaceChildren(
      el("label", { class: "chooser" }, el("span", {}, t(lang, "playing_as")), this.who),
      el("label", { class: "chooser" }, el("span", { class: "unseen" }, t(lang, "chat")), this.where));
  }

  renderHeader(lang) {
    const chat = this.current();
    const thread = chat?.threads?.find((one) => one.id === this.thread);
    const group = this.chatId() < 0;
    const title = !group ? this.store.bot.first_name : chat?.is_forum ? (thread?.name ?? t(lang, "general")) : chat?.title;
    const bot = chat?.members?.find((member) => member.user_id === this.store.bot.id);
    const away = group && (!bot || OUTSIDE.has(bot.status));
    const note = group ? `${chat?.title ?? ""}${away ? ` · ${t(lang, "bot_away")}` : ""}` : t(lang, "bot");
    const button = (name, key, action) => iconButton(name, t(lang, key), () => this.act(action, { thread_id: thread.id }), { "data-testid": `thread-${action}` });
    this.header.replaceChildren(...[
      chat?.is_forum ? iconButton("back", t(lang, "threads"), () => this.node.classList.remove("in-thread"), { class: "only-narrow", "data-testid": "back-to-threads" }) : null,
      el("div", { class: "chat-name" }, el("h2", {}, title ?? ""), el("p", {}, thread?.closed ? `${note} · ${t(lang, "closed")}` : note)),
      thread ? button("lock", thread.closed ? "reopen" : "close_thread", thread.closed ? "reopen" : "close") : null,
      thread ? button("trash", "delete_thread", "delete") : null,
    ].filter(Boolean));
  }

  renderThreads() {
    const chat = this.current();
    this.node.classList.toggle("forum", Boolean(chat?.is_forum));
    if (chat?.is_forum) this.threads.render(chat, this.thread);
  }

  playAs(userId) {
    this.userId = userId;
    remember("desk.user", userId);
    return this.change();
  }

  openChat(value) {
    this.chat = value === "private" ? value : Number(value);
    this.thread = null;
    remember("desk.chat", this.chat);
    return this.change();
  }

  openThread(id) {
    this.thread = id;
    remember("desk.thread", id);
    this.node.classList.add("in-thread");
    return this.change();
  }

  change() {
    this.settle();
    const lang = this.lang();
    this.renderChoosers(lang);
    this.renderHeader(lang);
    return this.show();
  }

  async show() {
    await this.pane.show();
    this.renderThreads();
  }

  act(action, fields) {
    return this.pane.attempt(this.pane.api.thread({ as: this.userId, chat_id: this.chatId(), action, ...fields }));
  }

  unreadPlaces() {
    const chat = this.current();
    if (!chat?.is_forum) return [{ me: this.userId, chatId: this.chatId(), threadId: undefined }];
    return [null, ...chat.threads.filter((one) => !one.deleted).map((one) => one.id)]
      .map((threadId) => ({ me: this.userId, chatId: chat.id, threadId }));
  }
}
