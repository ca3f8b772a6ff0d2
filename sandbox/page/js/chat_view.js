/** The scrolling list of one chat or thread: dates, albums, unread mark, jumps. */

import { el, iconButton, reconcile } from "./dom.js";
import { dayName, dayOf, t } from "./labels.js";
import { messageNode } from "./message_view.js";
import { markRead } from "./unread.js";

const PAGE = 120;
const ACTION_MS = 5500;
const NEAR_END = 80;

/** Neighbours with one media_group_id become one group. */
function grouped(views) {
  const groups = [];
  for (const view of views) {
    const last = groups.at(-1);
    if (view.media_group_id && last?.[0].media_group_id === view.media_group_id) last.push(view);
    else groups.push([view]);
  }
  return groups;
}

export class ChatView {
  constructor(pane) {
    this.pane = pane;
    this.kept = new Map();
    this.shown = PAGE;
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0", "data-testid": `log-${pane.key}` });
    this.action = el("div", { class: "chat-action", role: "status" });
    this.toEnd = iconButton("down", "", () => this.scrollToEnd(true), { class: "to-end", hidden: true });
    this.node = el("div", { class: "log-frame" }, this.log, this.action, this.toEnd);
    this.log.addEventListener("scroll", () => this.onScroll(), { passive: true });
    // Pictures grow after they were drawn; a person at the end of the chat stays there.
    this.log.addEventListener("load", () => this.atEnd && this.scrollToEnd(), true);
    new ResizeObserver(() => {
      this.height = this.log.clientHeight;
      if (this.atEnd) this.scrollToEnd();
    }).observe(this.log);
    this.atEnd = true;
  }

  reset() {
    this.kept.clear();
    this.log.replaceChildren();
    this.shown = PAGE;
    this.atEnd = true;
    this.hushAction();
  }

  render() {
    const { pane } = this;
    const chat = pane.chat();
    const thread = chat?.is_forum ? pane.threadId() : undefined;
    const groups = grouped(pane.store.list(pane.chatId(), thread));
    const nodes = this.nodes(groups.slice(-this.shown));
    if (groups.length > this.shown) nodes.unshift(this.earlier());
    if (!groups.length) nodes.push(this.empty());
    reconcile(this.log, nodes);
    this.log.setAttribute("aria-label", t(pane.lang(), "messages"));
    this.toEnd.setAttribute("aria-label", t(pane.lang(), "to_end"));
    if (this.atEnd) this.scrollToEnd();
    else this.toEnd.hidden = false;
    this.read(groups);
  }

  nodes(groups) {
    const nodes = [];
    const alive = new Map();
    let day = null;
    for (const views of groups) {
      const today = dayOf(views[0].date);
      if (today !== day) nodes.push(this.keep(alive, `day-${today}`, [today], () => this.separator(views[0].date)));
      day = today;
      const key = `msg-${views[0].message_id}`;
      nodes.push(this.keep(alive, key, views, () => messageNode(views, this.pane)));
    }
    this.kept = alive;
    return nodes;
  }

  /** The node drawn last time when nothing it shows has changed: opened spoilers stay open. */
  keep(alive, key, sources, draw) {
    const stamp = [...sources, this.pane.me(), this.pane.lang()];
    const old = this.kept.get(key);
    const same = old && old.stamp.length === stamp.length && old.stamp.every((part, i) => part === stamp[i]);
    const entry = same ? old : { stamp, node: draw() };
    alive.set(key, entry);
    return entry.node;
  }

  separator(unix) {
    return el("div", { class: "day", role: "separator" }, el("span", {}, dayName(this.pane.lang(), unix)));
  }

  empty() {
    return el("p", { class: "empty" }, t(this.pane.lang(), this.pane.isPrivate() ? "empty_private" : "empty_group"));
  }

  earlier() {
    return el("button", {
      type: "button", class: "earlier", on: { click: () => {
        this.shown += PAGE;
        this.render();
      } },
    }, t(this.pane.lang(), "earlier"));
  }

  onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    // A smaller pane scrolls by itself: that is not the person leaving the end.
    if (clientHeight !== this.height) return;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.atEnd) this.toEnd.hidden = true;
  }

  scrollToEnd(smooth = false) {
    this.atEnd = true;
    this.toEnd.hidden = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  read(groups) {
    const last = groups.at(-1)?.at(-1);
    if (last && this.pane.isShown() && !document.hidden) {
      markRead(this.pane.me(), this.pane.chatId(), this.pane.threadId(), last.message_id);
      this.pane.store.tell("read");
    }
  }

  jumpTo(messageId) {
    const node = this.log.querySelector(`[data-id="${Number(messageId)}"]`);
    if (!node) return this.pane.toast(t(this.pane.lang(), "not_here"));
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1600);
    return undefined;
  }

  showAction(action) {
    this.action.textContent = t(this.pane.lang(), action?.startsWith("upload") ? "uploading" : "typing");
    this.action.classList.add("on");
    clearTimeout(this.actionTimer);
    this.actionTimer = setTimeout(() => this.hushAction(), ACTION_MS);
  }

  hushAction() {
    this.action.classList.remove("on");
    this.action.textContent = "";
  }
}
