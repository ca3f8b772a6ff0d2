/** Puts a message into one line of words: what a service message tells, what stands for a file. */

import { t } from "./labels.js";
import { mediaKind } from "./media_view.js";
import { personName } from "./store.js";

const NAMES = new Set(["photo", "voice", "video", "video_note", "animation", "audio", "document", "sticker"]);
const SAME = { video_note: "video", animation: "video" };

/** What a service message tells, or null when the message has a body of its own. */
export function serviceText(view, lang) {
  const who = personName(view.from);
  if (view.forum_topic_created) return t(lang, "thread_made", { name: view.forum_topic_created.name });
  if (view.forum_topic_edited) return t(lang, "thread_renamed", { name: view.forum_topic_edited.name ?? "" });
  if (view.forum_topic_closed) return t(lang, "thread_was_closed");
  if (view.forum_topic_reopened) return t(lang, "thread_was_reopened");
  if (view.new_chat_members) return t(lang, "joined", { name: view.new_chat_members.map(personName).join(", ") });
  if (view.left_chat_member) return t(lang, "left", { name: personName(view.left_chat_member) });
  if (view.pinned_message) return t(lang, "pinned", { name: who });
  if (view.migrate_to_chat_id || view.migrate_from_chat_id) return t(lang, "migrated");
  if (view.group_chat_created || view.supergroup_chat_created) return t(lang, "group_made");
  if (view.new_chat_title) return t(lang, "renamed", { name: view.new_chat_title });
  const hasBody = view.text ?? view.caption ?? mediaKind(view);
  return hasBody ? null : t(lang, "unknown_message");
}

/** One line that stands for a message in a quote or a list. */
export function summary(view, lang) {
  const text = view.text ?? view.caption;
  if (text) return text.replace(/\s+/g, " ");
  const service = serviceText(view, lang);
  if (service) return service;
  const kind = mediaKind(view);
  if (kind === "document") return view.document.file_name ?? t(lang, "document");
  return t(lang, NAMES.has(kind) ? (SAME[kind] ?? kind) : "message");
}
