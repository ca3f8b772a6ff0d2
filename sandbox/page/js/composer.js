/** Where a person writes: text, reply and edit banners, keyboards, commands, files. */

import { Attachments } from "./attachments.js";
import { commandMenu } from "./command_menu.js";
import { el, icon, iconButton } from "./dom.js";
import { replyKeyboard } from "./keyboard.js";
import { t } from "./labels.js";
import { personName } from "./store.js";
import { summary } from "./summary.js";

const LONGEST = 4096;

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.reply = null;
    this.editing = null;
    this.keyboardOpen = true;
    this.seenKeyboard = null;
    this.files = new Attachments(pane, () => this.render());
    this.input = el("textarea", {
      rows: "1", "data-testid": `composer-${pane.key}`, autocomplete: "off", enterkeyhint: "send",
      on: { input: () => this.grow(), keydown: (event) => this.onKey(event), paste: (event) => this.files.paste(event) },
    });
    this.banner = el("div", { class: "banner-place" });
    this.start = el("div", { class: "start-place" });
    this.commands = el("div", { class: "command-place" });
    this.keys = el("div", { class: "keys-place" });
    this.left = el("div", { class: "composer-side" });
    this.right = el("div", { class: "composer-side" });
    this.form = el("form", { class: "composer", on: { submit: (event) => this.submit(event) } },
      this.left, this.input, this.right);
    this.node = el("div", { class: "composer-frame" }, this.commands, this.start, this.banner, this.files.node, this.form, this.keys);
  }

  acceptDrops(place) { this.files.acceptDrops(place); }

  clear() {
    this.reply = null;
    this.editing = null;
    this.input.value = "";
    this.files.clear();
    this.commands.replaceChildren();
    this.grow();
  }

  render() {
    const lang = this.pane.lang();
    const markup = this.pane.store.keyboards.get(this.pane.chatId()) ?? null;
    if (markup !== this.seenKeyboard) this.keyboardOpen = true;
    this.seenKeyboard = markup;
    this.input.placeholder = markup?.input_field_placeholder ?? t(lang, this.files.chosen.length ? "caption" : "write");
    this.input.setAttribute("aria-label", t(lang, "write"));
    this.renderButtons(lang, markup);
    this.renderBanner(lang);
    this.renderStart();
    this.files.render();
    const keyboard = this.keyboardOpen ? replyKeyboard(markup, this.pane, (text) => this.pressKey(text, markup)) : null;
    this.keys.replaceChildren(...(keyboard ? [keyboard] : []));
  }

  renderButtons(lang, markup) {
    const { key } = this.pane;
    const hasCommands = commandMenu.available(this.pane).length > 0;
    this.left.replaceChildren(...[
      hasCommands ? iconButton("slash", t(lang, "commands"), () => this.toggleCommands(), { "data-testid": `commands-${key}` }) : null,
      iconButton("attach", t(lang, "attach"), () => this.files.choose(), { "data-testid": `attach-${key}` }),
    ].filter(Boolean));
    this.right.replaceChildren(...[
      markup?.keyboard ? iconButton("keyboard", t(lang, "reply_keyboard"), () => {
        this.keyboardOpen = !this.keyboardOpen;
        this.render();
      }, { "aria-pressed": String(this.keyboardOpen) }) : null,
      iconButton("voice", t(lang, "voice_file"), () => this.files.choose("voice"), { "data-testid": `voice-${key}` }),
      el("button", { type: "submit", class: "icon-button send", "aria-label": t(lang, "send"), title: t(lang, "send"), "data-testid": `send-${key}` }, icon("send")),
    ].filter(Boolean));
  }

  renderBanner(lang) {
    const shown = this.editing ?? this.reply?.view;
    if (!shown) return this.banner.replaceChildren();
    const title = this.editing ? t(lang, "editing") : `${t(lang, "reply_to")}: ${personName(shown.from)}`;
    const text = this.editing ? summary(shown, lang) : (this.reply.quote ?? summary(shown, lang));
    return this.banner.replaceChildren(el("div", { class: "banner", "data-testid": `banner-${this.pane.key}` },
      el("div", { class: "banner-words" }, el("strong", {}, title), el("span", {}, text)),
      iconButton("close", t(lang, "cancel"), () => {
        if (this.editing) this.input.value = "";
        this.reply = null;
        this.editing = null;
        this.render();
      })));
  }

  /** A blocked bot is unblocked here, an untouched one is started here. */
  renderStart() {
    const { pane } = this;
    const lang = pane.lang();
    const blocked = pane.isPrivate() && pane.chat()?.blocked;
    const fresh = pane.isPrivate() && !pane.store.list(pane.chatId()).length;
    const state = `${lang} ${pane.chatId()} ${blocked} ${fresh}`;
    if (state === this.startState) return;
    this.startState = state;
    const button = (label, act, id) => el("button", { type: "button", class: "primary-button wide", "data-testid": id, on: { click: act } }, label);
    this.start.replaceChildren(...[
      blocked ? button(t(lang, "unblock_bot"), () => pane.attempt(pane.api.block(pane.me(), false)), `unblock-${pane.key}`) : null,
      !blocked && fresh ? button(t(lang, "start"), () => pane.sendText("/start"), `start-${pane.key}`) : null,
    ].filter(Boolean));
  }

  toggleCommands() {
    if (this.commands.firstChild) return this.commands.replaceChildren();
    const menu = commandMenu.node(this.pane, (command) => {
      this.commands.replaceChildren();
      if (command) this.pane.sendText(command);
      else this.input.focus();
    });
    this.commands.replaceChildren(menu);
    return menu.querySelector("button")?.focus();
  }

  async pressKey(text, markup) {
    if (markup.one_time_keyboard) {
      this.keyboardOpen = false;
      this.render();
    }
    await this.pane.sendText(text);
  }

  startReply(view, quoted) {
    this.editing = null;
    this.reply = { view, quote: quoted };
    this.render();
    this.input.focus();
  }

  startEdit(view) {
    this.reply = null;
    this.editing = view;
    this.input.value = view.text ?? view.caption ?? "";
    this.render();
    this.grow();
    this.input.focus();
  }

  onKey(event) {
    if (event.key === "Escape" && (this.reply || this.editing)) {
      this.reply = null;
      this.editing = null;
      this.render();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    const files = this.files.chosen;
    if (!text && !files.length) return;
    const draft = { reply: this.reply, editing: this.editing, files, kind: this.files.kind, text: this.input.value };
    const done = this.pane.attempt(this.deliver(text, draft));
    this.clear();
    this.pane.view.scrollToEnd();
    this.render();
    if (!(await done)) this.restore(draft);
  }

  async deliver(text, { reply, editing, files, kind }) {
    const { pane } = this;
    if (editing) {
      const field = editing.text === undefined ? "caption" : "text";
      return pane.api.edit({ ...pane.target(editing), [field]: text });
    }
    const fields = pane.address();
    if (reply) fields.reply_to = reply.view.message_id;
    if (reply?.quote) fields.quote = reply.quote;
    if (files.length) return this.files.deliver(kind ?? "document", fields, text, files);
    let sent = null;
    // Real clients cut a long text too; the bot must cope with the parts.
    for (let at = 0; at < text.length; at += LONGEST) {
      sent = await pane.api.send({ ...fields, text: text.slice(at, at + LONGEST) });
    }
    return sent;
  }

  restore(draft) {
    if (this.input.value || this.files.chosen.length) return;
    this.reply = draft.reply;
    this.editing = draft.editing;
    this.files.chosen = draft.files;
    this.files.kind = draft.kind;
    this.input.value = draft.text;
    this.grow();
    this.render();
  }
}
