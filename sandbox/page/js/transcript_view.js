/** The drawer that shows every call of the bot as it happens. */

import { el, iconButton } from "./dom.js";
import { pageLanguage, t } from "./labels.js";

const KEPT = 300;

const brief = (params) => {
  const said = params?.text ?? params?.caption ?? params?.name ?? "";
  return [params?.chat_id, String(said).replace(/\s+/g, " ").slice(0, 90)].filter(Boolean).join(" · ");
};

export class TranscriptView {
  constructor(store) {
    this.store = store;
    this.list = el("ol", { class: "calls", "data-testid": "calls", tabindex: "0" });
    this.head = el("div", { class: "drawer-head" });
    this.node = el("aside", { class: "drawer transcript", "data-testid": "transcript", hidden: true }, this.head, this.list);
    store.on("call", (event) => !this.node.hidden && this.add(event.call ?? event));
  }

  async toggle() {
    this.node.hidden = !this.node.hidden;
    if (this.node.hidden) return;
    const lang = pageLanguage();
    this.node.setAttribute("aria-label", t(lang, "transcript"));
    this.head.replaceChildren(el("h2", {}, t(lang, "transcript")), iconButton("close", t(lang, "hide"), () => this.toggle()));
    this.list.replaceChildren();
    const { calls } = await this.store.api.transcript();
    for (const call of calls.slice(-KEPT)) this.add(call);
  }

  add(call) {
    if (!call?.method || call.method === "getUpdates") return;
    const failed = call.status >= 400;
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    const row = el("li", { class: failed ? "call failed" : "call" },
      el("details", {}, el("summary", {},
        el("span", { class: "call-status" }, call.status ?? "…"),
        el("span", { class: "call-method" }, call.method),
        el("span", { class: "call-brief" }, call.description ?? brief(call.params))),
      el("pre", {}, JSON.stringify(call.params ?? {}, null, 2))));
    this.list.append(row);
    while (this.list.children.length > KEPT) this.list.firstChild.remove();
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }
}
