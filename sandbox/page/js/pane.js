/** One person looking at one chat: what the views ask for and what the person can do there. */

import { ChatView } from "./chat_view.js";
import { Composer } from "./composer.js";
import { el, onceAFrame } from "./dom.js";
import { t } from "./labels.js";
import { showAlert, showToast } from "./notices.js";

/** `look` holds functions {me, chatId, threadId, lang}: they may change while the pane stays. */
export class Pane {
  constructor(key, store, look) {
    this.key = key;
    this.store = store;
    this.api = store.api;
    Object.assign(this, look);
    this.waiting = new Map();
    this.answered = new Set();
    this.view = new ChatView(this);
    this.composer = new Composer(this);
    this.body = el("div", { class: "chat" }, this.view.node, this.composer.node);
    this.composer.acceptDrops(this.body);
    const redraw = onceAFrame(() => {
      this.view.render();
      this.composer.renderStart();
    });
    store.on("messages", ({ chatId, view, fresh }) => {
      if (chatId === this.chatId()) redraw();
      if (!fresh || chatId !== this.chatId() || !view?.sim?.by_bot) return;
      this.view.hushAction();
      if (view.reply_markup?.force_reply) this.startReply(view);
    });
    store.on("keyboard", ({ chatId }) => chatId === this.chatId() && this.composer.render());
    store.on("answer", (event) => this.takeAnswer(event));
    store.on("action", (event) => this.takeAction(event));
  }

  chat() { return this.store.chats.get(this.chatId()); }

  isPrivate() { return this.chatId() > 0; }

  /** Shows another chat, thread or person. */
  async show() {
    this.composer.clear();
    this.view.reset();
    await this.store.open(this.chatId()).catch((error) => this.complain(error));
    this.refresh();
  }

  refresh() {
    this.view.render();
    this.composer.render();
  }

  holds(node) { return this.body.contains(node); }

  toast(text) { showToast(this.body, text); }

  complain(error) {
    const reason = error.status === 0 ? t(this.lang(), "no_line") : error.message;
    showToast(this.body, `${t(this.lang(), "refused")}: ${reason}`, true);
  }

  /** Runs a call to the sandbox and shows its refusal; true when it went well. */
  async attempt(promise) {
    try {
      await promise;
      return true;
    } catch (error) {
      this.complain(error);
      return false;
    }
  }

  address() {
    const threadId = this.threadId();
    return { as: this.me(), chat_id: this.chatId(), ...(threadId ? { thread_id: threadId } : {}) };
  }

  sendText(text) { return this.attempt(this.api.send({ ...this.address(), text })); }

  startReply(view, quoted = null) { this.composer.startReply(view, quoted); }

  startEdit(view) { this.composer.startEdit(view); }

  jumpTo(messageId) { this.view.jumpTo(messageId); }

  target(view) { return { as: this.me(), chat_id: view.chat.id, message_id: view.message_id }; }

  react(view, emoji) { return this.attempt(this.api.react({ ...this.target(view), emoji })); }

  remove(view) { return this.attempt(this.api.remove(this.target(view))); }

  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    this.toast(t(this.lang(), "copied"));
  }

  /** A t.me link to this bot with a payload is a /start in the person's private chat. True when played. */
  followDeepLink(address) {
    let link;
    try {
      link = new URL(address);
    } catch {
      return false;
    }
    const own = link.hostname === "t.me" && link.pathname.slice(1).toLowerCase() === this.store.bot.username?.toLowerCase();
    if (!own) return false;
    const payload = link.searchParams.get("start") ?? "";
    this.attempt(this.api.send({ as: this.me(), chat_id: this.me(), text: `/start ${payload}`.trim() }));
    return true;
  }

  /** `rest` is called when the bot answered the press, or after `patience` ms. */
  awaitAnswer(id, rest, patience) {
    if (this.answered.has(id)) return rest();
    const timer = setTimeout(() => this.settle(id), patience);
    this.waiting.set(id, () => {
      clearTimeout(timer);
      rest();
    });
    return undefined;
  }

  settle(id) {
    this.waiting.get(id)?.();
    this.waiting.delete(id);
  }

  takeAnswer(event) {
    const own = this.waiting.has(event.callback_query_id) || (event.user_id === this.me() && this.isShown());
    this.answered.add(event.callback_query_id);
    this.settle(event.callback_query_id);
    if (!own) return;
    if (event.url) this.followDeepLink(event.url);
    if (!event.text) return;
    if (event.show_alert) showAlert(this.body, event.text, t(this.lang(), "understood"));
    else this.toast(event.text);
  }

  takeAction(event) {
    const here = event.chatId === this.chatId() && (event.thread_id ?? null) === (this.threadId() ?? null);
    if (here) this.view.showAction(event.action);
  }

  isShown() { return this.body.offsetParent !== null; }
}
