/** Counts what a person has not looked at yet, per chat and thread. */

import { recall, remember } from "./settings.js";

const place = (me, chatId, threadId) => `read.${me}.${chatId}.${threadId ?? 0}`;

/** Everything up to `messageId` was on the screen. */
export function markRead(me, chatId, threadId, messageId) {
  const name = place(me, chatId, threadId);
  if (recall(name, 0) < messageId) remember(name, messageId);
}

/** Messages of others after the last one seen. In a world started anew the ids begin again: the mark follows. */
export function unreadCount(store, me, chatId, threadId) {
  const views = store.list(chatId, threadId);
  const newest = views.at(-1)?.message_id ?? 0;
  const seen = recall(place(me, chatId, threadId ?? null), 0);
  if (newest && seen > newest) remember(place(me, chatId, threadId ?? null), newest);
  return views.filter((view) => view.message_id > seen && view.from?.id !== me && !view.forum_topic_created).length;
}
