/** Draws what a message carries besides text: photo, voice, document and the rarer kinds. */

import { el, icon } from "./dom.js";
import { sizeName, t } from "./labels.js";

function picture(file, pane, alt) {
  const address = pane.api.fileUrl(file.file_id);
  const image = el("img", { src: address, alt, loading: "lazy" });
  if (file.width && file.height) image.style.aspectRatio = `${file.width} / ${file.height}`;
  image.addEventListener("load", () => image.style.removeProperty("aspect-ratio"));
  // A test may send bytes that are no picture; the bubble must still say that one came.
  image.addEventListener("error", () => image.classList.add("broken"));
  return el("a", { class: "photo", href: address, target: "_blank", rel: "noopener" }, image);
}

const player = (tag, file, pane, label) =>
  el(tag, { controls: true, preload: "metadata", "aria-label": label, src: pane.api.fileUrl(file.file_id) });

function documentRow(file, pane) {
  const lang = pane.lang();
  return el("a", {
    class: "document", href: pane.api.fileUrl(file.file_id), download: file.file_name ?? "file",
  },
  el("span", { class: "document-icon" }, icon("file")),
  el("span", { class: "document-words" },
    el("span", { class: "document-name" }, file.file_name ?? t(lang, "document")),
    el("span", { class: "document-size" }, sizeName(lang, file.file_size))));
}

const DRAW = {
  photo: (sizes, pane, lang) => picture(sizes.at(-1), pane, t(lang, "photo")),
  animation: (file, pane, lang) => player("video", file, pane, t(lang, "video")),
  video: (file, pane, lang) => player("video", file, pane, t(lang, "video")),
  video_note: (file, pane, lang) => player("video", file, pane, t(lang, "video")),
  voice: (file, pane, lang) => el("div", { class: "voice" }, icon("voice"),
    player("audio", file, pane, t(lang, "voice"))),
  audio: (file, pane, lang) => el("div", { class: "voice" },
    el("span", { class: "document-name" }, file.title ?? file.file_name ?? t(lang, "audio")),
    player("audio", file, pane, t(lang, "audio"))),
  document: (file, pane) => documentRow(file, pane),
  sticker: (file, pane, lang) => (file.is_animated || file.is_video
    ? el("div", { class: "large-emoji" }, file.emoji ?? "🙂")
    : picture(file, pane, file.emoji ?? t(lang, "sticker"))),
  contact: (card) => el("div", { class: "plain-card" },
    el("strong", {}, [card.first_name, card.last_name].filter(Boolean).join(" ")), el("span", {}, card.phone_number)),
  venue: (place) => el("div", { class: "plain-card" }, el("strong", {}, place.title), el("span", {}, place.address)),
  location: (point) => el("div", { class: "plain-card" }, `📍 ${point.latitude.toFixed(5)}, ${point.longitude.toFixed(5)}`),
  dice: (dice) => el("div", { class: "large-emoji" }, `${dice.emoji} ${dice.value}`),
  poll: (poll) => el("div", { class: "plain-card" }, el("strong", {}, poll.question),
    ...poll.options.map((option) => el("span", {}, `○ ${option.text}`))),
};

/** The kind of media in a message, or null. An animation also has a document, a venue a location: first wins. */
export function mediaKind(view) {
  return Object.keys(DRAW).find((kind) => view[kind]) ?? null;
}

/** The media node of a message, or null. */
export function mediaNode(view, pane) {
  const kind = mediaKind(view);
  if (!kind) return null;
  const node = DRAW[kind](view[kind], pane, pane.lang());
  node.dataset.kind = kind;
  if (view.has_media_spoiler) node.classList.add("media-spoiler");
  node.addEventListener("click", (event) => {
    if (!node.classList.contains("media-spoiler")) return;
    event.preventDefault();
    node.classList.remove("media-spoiler");
  });
  return node;
}
