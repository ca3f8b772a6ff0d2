/** Files waiting to be sent: chosen, dropped or pasted, shown as chips, sent alone or as an album. */

import { el, icon, iconButton } from "./dom.js";
import { sizeName, t } from "./labels.js";

const KINDS = ["photo", "video", "voice", "audio", "document"];

/** How Telegram's own clients would send such a file. */
function guessKind(file) {
  const type = file.type || "";
  if (/^image\/(jpeg|png|webp)$/.test(type)) return "photo";
  if (type.startsWith("video/")) return "video";
  if (/ogg|opus/.test(type) || /\.(oga|ogg|opus)$/i.test(file.name)) return "voice";
  if (type.startsWith("audio/")) return "audio";
  return "document";
}

export class Attachments {
  constructor(pane, onChange) {
    this.pane = pane;
    this.onChange = onChange;
    this.chosen = [];
    this.kind = null;
    this.wanted = null;
    this.picker = el("input", {
      type: "file", multiple: true, hidden: true, "data-testid": `file-${pane.key}`, on: { change: () => this.picked() },
    });
    this.tray = el("div", { class: "tray" });
    this.node = el("div", {}, this.picker, this.tray);
  }

  choose(kind = null) {
    this.wanted = kind;
    this.picker.accept = kind === "voice" ? "audio/*" : "";
    this.picker.click();
  }

  picked() {
    this.add([...this.picker.files], this.wanted);
    this.picker.value = "";
    this.wanted = null;
  }

  add(files, kind = null) {
    if (!files.length) return;
    this.chosen = [...this.chosen, ...files];
    const kinds = new Set(this.chosen.map(guessKind));
    this.kind = kind ?? (kinds.size === 1 ? [...kinds][0] : "document");
    this.onChange();
  }

  clear() {
    this.chosen = [];
    this.kind = null;
  }

  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  acceptDrops(place) {
    const over = (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      place.classList.add("dropping");
      place.dataset.drop = t(this.pane.lang(), "drop_here");
    };
    place.addEventListener("dragenter", over);
    place.addEventListener("dragover", over);
    place.addEventListener("dragleave", (event) => {
      if (!place.contains(event.relatedTarget)) place.classList.remove("dropping");
    });
    place.addEventListener("drop", (event) => {
      place.classList.remove("dropping");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    });
  }

  render() {
    if (!this.chosen.length) return this.tray.replaceChildren();
    const lang = this.pane.lang();
    const kind = el("select", {
      "aria-label": t(lang, "send_as"), "data-testid": `kind-${this.pane.key}`,
      on: { change: (event) => { this.kind = event.target.value; } },
    }, KINDS.map((name) => el("option", { value: name, selected: name === this.kind }, t(lang, name))));
    return this.tray.replaceChildren(
      el("label", { class: "tray-kind" }, t(lang, "send_as"), kind),
      ...this.chosen.map((file) => this.chip(file, lang)),
    );
  }

  chip(file, lang) {
    return el("span", { class: "chip" }, icon("file"), el("span", { class: "chip-name" }, file.name),
      el("small", {}, sizeName(lang, file.size)),
      iconButton("close", `${t(lang, "cancel")}: ${file.name}`, () => {
        this.chosen = this.chosen.filter((other) => other !== file);
        this.onChange();
      }));
  }

  /** Voice messages know no albums: each goes alone, the caption with the first. */
  async deliver(kind, fields, caption, files) {
    const parts = kind === "voice" ? files.map((file) => [file]) : tens(files);
    let sent = null;
    for (const [index, part] of parts.entries()) {
      sent = await this.pane.api.sendFiles({ ...fields, caption: index ? "" : caption }, kind, part);
    }
    return sent;
  }
}

/** An album holds ten at most. */
function tens(files) {
  const parts = [];
  for (let at = 0; at < files.length; at += 10) parts.push(files.slice(at, at + 10));
  return parts;
}
