/** Puts the page together: header, three panes, tabs on small screens, drawers. */

import { api } from "./api.js";
import { Controls } from "./controls.js";
import { Desk } from "./desk.js";
import { el, icon, iconButton, onceAFrame } from "./dom.js";
import { choosePageLanguage, LANGUAGE_MARKS, loadLabels, pageLanguage, t } from "./labels.js";
import { showToast } from "./notices.js";
import { Phone } from "./phone.js";
import { recall, remember } from "./settings.js";
import { Store } from "./store.js";
import { followTheme, themeSwitch } from "./theme.js";
import { TranscriptView } from "./transcript_view.js";
import { unreadCount } from "./unread.js";

const byId = (id) => document.getElementById(id);

/** The people whose phones are shown: the cast's citizens, else the first two of the world. */
function citizensOf(store) {
  const people = [...store.users.values()].filter((user) => !user.is_bot);
  const cast = people.filter((user) => user.role_hint === "citizen");
  return (cast.length ? cast : people).slice(0, 2).map((user) => user.id);
}

class Page {
  constructor(store) {
    this.store = store;
    this.panes = new Map();
    this.chosen = recall("tab", null);
    this.desk = new Desk(store, () => citizensOf(store));
    this.controls = new Controls(store, this.desk, () => citizensOf(store));
    this.transcript = new TranscriptView(store);
    document.body.append(this.controls.node);
    byId("stage").after(this.transcript.node);
    store.on("world", () => this.arrange());
    const redraw = onceAFrame(() => this.renderTabs());
    store.on("read", redraw);
    store.on("messages", redraw);
    store.on("link", () => byId("link").toggleAttribute("hidden", store.linked));
    store.on("reset", () => window.location.reload());
    store.on("feed", (event) => showToast(document.body, `${t(pageLanguage(), "published")}: ${event.title ?? ""}`));
    document.addEventListener("visibilitychange", () => document.hidden || this.refreshPanes());
  }

  /** A phone for each citizen, the desk last; a person added later gets a phone too. */
  arrange() {
    const wanted = citizensOf(this.store);
    for (const id of wanted) {
      const key = String(id);
      if (this.panes.has(key)) continue;
      const phone = new Phone(id, this.store);
      this.panes.set(key, phone);
      phone.show();
    }
    for (const key of [...this.panes.keys()]) {
      if (key !== "group" && !wanted.includes(Number(key))) this.panes.delete(key);
    }
    this.panes.delete("group");
    this.panes.set("group", this.desk);
    if (!this.panes.has(this.chosen)) this.chosen = [...this.panes.keys()][0];
    const nodes = [...this.panes.values()].map((pane) => pane.node);
    const stage = byId("stage");
    if (nodes.some((node, index) => stage.children[index] !== node)) stage.replaceChildren(...nodes);
    this.renderHeader();
    this.renderTabs();
  }

  renderHeader() {
    const lang = pageLanguage();
    document.documentElement.lang = lang;
    byId("subtitle").textContent = t(lang, "training_ground");
    byId("link").textContent = t(lang, "no_line");
    byId("tools").replaceChildren(
      el("button", { type: "button", class: "primary-button publish", "data-testid": "publish", title: t(lang, "publish_hint"), on: { click: () => this.publish() } },
        icon("news"), el("span", {}, t(lang, "publish"))),
      el("select", { "aria-label": t(lang, "page_language"), "data-testid": "language", on: { change: (event) => this.speak(event.target.value) } },
        Object.entries(LANGUAGE_MARKS).map(([code, name]) => el("option", { value: code, selected: code === lang }, name))),
      iconButton("list", t(lang, "transcript"), () => this.transcript.toggle(), { "data-testid": "transcript-toggle" }),
      iconButton("tools", t(lang, "controls"), () => this.controls.toggle(), { "data-testid": "controls-toggle" }),
      themeSwitch(lang));
  }

  async publish() {
    const lang = pageLanguage();
    try {
      if (!(await this.controls.news.publishNext())) showToast(document.body, t(lang, "no_more_news"), true);
    } catch (error) {
      showToast(document.body, `${t(lang, "refused")}: ${error.message}`, true);
    }
  }

  speak(lang) {
    choosePageLanguage(lang);
    this.renderHeader();
    this.renderTabs();
    this.desk.refresh();
    this.controls.render();
    byId("tools").querySelector("select").focus();
  }

  renderTabs() {
    const tabs = [...this.panes].map(([key, pane]) => {
      const here = key === this.chosen;
      const unread = pane.unreadPlaces()
        .reduce((sum, { me, chatId, threadId }) => sum + unreadCount(this.store, me, chatId, threadId), 0);
      return el("button", {
        type: "button", "aria-current": here ? "page" : null,
        "data-testid": `tab-${key}`, class: here ? "tab chosen" : "tab", on: { click: () => this.choose(key) },
      }, el("span", {}, pane.title()), unread ? el("span", { class: "badge" }, unread) : null);
    });
    const held = document.activeElement?.dataset?.testid;
    byId("tabs").setAttribute("aria-label", t(pageLanguage(), "screens"));
    byId("tabs").replaceChildren(...tabs);
    if (held?.startsWith("tab-")) byId("tabs").querySelector(`[data-testid="${held}"]`)?.focus();
    for (const [key, pane] of this.panes) pane.node.classList.toggle("on-stage", key === this.chosen);
  }

  choose(key) {
    this.chosen = key;
    remember("tab", key);
    this.renderTabs();
    this.panes.get(key).pane.refresh();
  }

  refreshPanes() {
    for (const pane of this.panes.values()) pane.pane.refresh();
  }
}

async function begin() {
  followTheme();
  await loadLabels(new URL("../labels/", import.meta.url));
  const store = new Store(api);
  const page = new Page(store);
  await store.load();
  store.listen();
  await page.desk.show();
  document.documentElement.dataset.ready = "true";
}

begin().catch((error) => {
  byId("link").textContent = String(error.message ?? error);
  byId("link").hidden = false;
});
