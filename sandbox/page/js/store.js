/** Holds what the page knows of the sandbox's world and says what changed. Draws nothing. */

/**
 * Topics told to listeners: "world" (users, chats, commands), "messages" {chatId}, "answer" {…callback_answer},
 * "action" {chatId, …}, "keyboard" {chatId}, "call" {call}, "feed", "reset" (another world), "link" (line up or down).
 */
export class Store {
  constructor(api) {
    this.api = api;
    this.seq = 0;
    this.bot = {};
    this.users = new Map();
    this.chats = new Map();
    this.messages = new Map();
    this.lists = new Map();
    this.keyboards = new Map();
    this.linked = true;
    this.listeners = new Map();
    this.reloading = null;
  }

  on(topic, listener) {
    if (!this.listeners.has(topic)) this.listeners.set(topic, new Set());
    this.listeners.get(topic).add(listener);
    return () => this.listeners.get(topic).delete(listener);
  }

  tell(topic, detail = {}) {
    for (const listener of this.listeners.get(topic) ?? []) listener(detail);
  }

  async load() {
    const world = await this.api.world();
    this.bot = world.bot;
    this.users = new Map(world.users.map((user) => [user.id, user]));
    this.chats = new Map(world.chats.map((chat) => [chat.id, chat]));
    // Later the stream alone moves the number: the world runs ahead of it.
    if (!this.source) this.seq = world.seq;
    for (const chat of world.chats) this.setKeyboard(chat.id, chat.keyboard ?? null);
    this.tell("world");
  }

  /** World again, soon; many asks in one moment are one request. */
  reload() {
    this.reloading ??= new Promise((done) => setTimeout(done, 60))
      .then(() => this.load())
      .catch(() => this.tell("link"))
      .finally(() => { this.reloading = null; });
    return this.reloading;
  }

  listen() {
    this.source = this.api.events(
      this.seq,
      (event) => this.take(event),
      (up) => {
        this.linked = up;
        this.tell("link");
      },
    );
  }

  async open(chatId) {
    if (chatId === null || this.messages.has(chatId)) return;
    this.messages.set(chatId, new Map());
    const known = await this.api.messages(chatId);
    for (const view of known.messages) this.put(chatId, view);
    this.tell("messages", { chatId });
  }

  put(chatId, view) {
    const chat = this.messages.get(chatId);
    if (!chat || !view?.message_id) return;
    this.lists.delete(chatId);
    if (view.sim?.deleted) chat.delete(view.message_id);
    else chat.set(view.message_id, view);
  }

  /** Messages of a chat in order; `threadId` undefined means all, null means General. */
  list(chatId, threadId) {
    if (!this.lists.has(chatId)) this.lists.set(chatId, inThreads(this.messages.get(chatId)?.values() ?? []));
    return this.lists.get(chatId).get(threadId) ?? [];
  }

  take(event) {
    // Numbers that begin again mean a sandbox started anew: nothing shown here exists there.
    if (event.seq <= this.seq) {
      this.tell("reset");
      return;
    }
    this.seq = event.seq;
    const handler = this[`on_${event.kind}`];
    if (handler) handler.call(this, event, event.chat_id);
  }

  on_message(event, chatId) {
    const view = event.message;
    if (!this.chats.has(chatId)) this.reload();
    this.put(chatId, view);
    if (view?.sim && "keyboard" in view.sim) this.setKeyboard(chatId, view.sim.keyboard);
    this.tell("messages", { chatId, view, fresh: event.kind === "message" });
  }

  on_edit(event, chatId) {
    this.on_message(event, chatId);
  }

  on_delete(event, chatId) {
    const gone = event.message_ids ?? [event.message_id ?? event.message?.message_id];
    for (const id of gone) this.messages.get(chatId)?.delete(id);
    this.lists.delete(chatId);
    this.tell("messages", { chatId });
  }

  on_reaction(event, chatId) {
    const id = event.message_id ?? event.message?.message_id;
    const old = this.messages.get(chatId)?.get(id);
    const reactions = event.reactions ?? event.message?.sim?.reactions ?? {};
    if (old) this.put(chatId, { ...old, sim: { ...old.sim, reactions } });
    this.tell("messages", { chatId });
  }

  on_thread() { this.reload(); }

  on_chat(event) {
    if (event.reset) this.tell("reset");
    else this.reload();
  }

  on_commands() { this.reload(); }

  on_callback_answer(event) { this.tell("answer", event); }

  on_chat_action(event, chatId) { this.tell("action", { ...event, chatId }); }

  on_keyboard(event, chatId) { this.setKeyboard(chatId, event.keyboard ?? null); }

  on_api_call(event) { this.tell("call", event); }

  on_feed(event) { this.tell("feed", event); }

  setKeyboard(chatId, keyboard) {
    if (JSON.stringify(this.keyboards.get(chatId) ?? null) === JSON.stringify(keyboard ?? null)) return;
    this.keyboards.set(chatId, keyboard ?? null);
    this.tell("keyboard", { chatId });
  }
}

/** Messages by thread, each list in order; under undefined all of them. */
function inThreads(views) {
  const all = [...views].sort((a, b) => a.message_id - b.message_id);
  const lists = new Map([[undefined, all]]);
  for (const view of all) {
    const thread = threadOf(view);
    if (!lists.has(thread)) lists.set(thread, []);
    lists.get(thread).push(view);
  }
  return lists;
}

/** The thread a message lies in, or null for General and chats without threads. */
function threadOf(view) {
  if (view.forum_topic_created) return view.message_thread_id ?? view.message_id;
  return view.is_topic_message ? (view.message_thread_id ?? null) : null;
}

export function personName(user) {
  return [user?.first_name, user?.last_name].filter(Boolean).join(" ");
}
