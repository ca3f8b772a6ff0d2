/** Publishes sample news: a written one from the list or one typed by the person. */

import { el } from "./dom.js";
import { t } from "./labels.js";

export class NewsDesk {
  /** `run` shows how a call ended. */
  constructor(store, run) {
    this.store = store;
    this.run = run;
    this.last = "ru";
  }

  /** The next written item, the two feeds taking turns. */
  async publishNext() {
    const waiting = await this.store.api.waitingNews();
    const turn = this.last === "kk" ? "ru" : "kk";
    const next = waiting.find((item) => item.feed === turn) ?? waiting[0];
    if (!next) return null;
    this.last = next.feed;
    return this.store.api.publish({ feed: next.feed, id: next.id });
  }

  node(lang) {
    const box = el("fieldset", { class: "control-box" }, el("legend", {}, t(lang, "news")));
    const written = el("select", { "aria-label": t(lang, "written_news"), "data-testid": "news-written" });
    const form = el("form", { class: "news-form", on: { submit: (event) => this.submit(event, form, written) } },
      el("label", {}, t(lang, "written_news"), written),
      el("label", {}, t(lang, "feed"), el("select", { name: "feed", "data-testid": "news-feed" },
        el("option", { value: "kk" }, "kk"), el("option", { value: "ru" }, "ru"))),
      el("label", {}, t(lang, "own_title"), el("input", { name: "title", maxlength: "300", "data-testid": "news-title" })),
      el("label", {}, t(lang, "own_summary"), el("textarea", { name: "summary", rows: "3", maxlength: "2000", "data-testid": "news-summary" })),
      el("button", { type: "submit", class: "primary-button", "data-testid": "news-publish" }, t(lang, "publish")));
    box.append(form);
    this.fill(written);
    return box;
  }

  async fill(written) {
    const waiting = await this.store.api.waitingNews().catch(() => []);
    written.replaceChildren(...waiting.map((item) =>
      el("option", { value: `${item.feed}/${item.id}` }, `${item.feed} · ${item.title}`)));
  }

  /** A typed title wins over the list. */
  async submit(event, form, written) {
    event.preventDefault();
    const fields = new FormData(form);
    const title = String(fields.get("title")).trim();
    const [feed, id] = written.value.split("/");
    const own = { feed: fields.get("feed"), title, summary: String(fields.get("summary")).trim() };
    await this.run(this.store.api.publish(title ? own : { feed, id }));
    form.reset();
    await this.fill(written);
  }
}
