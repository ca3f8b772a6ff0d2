/** Talks to the sandbox's /sim calls. Knows their addresses and nothing about the page. */

/** A refusal of the sandbox, or no answer at all (`status` 0). */
class SimError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(promise) {
  let response;
  try {
    response = await promise;
  } catch (cause) {
    throw new SimError(0, String(cause?.message ?? cause));
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new SimError(response.status, body.error ?? `HTTP ${response.status}`);
  return body;
}

const get = (path) => answer(fetch(path));

const post = (path, body = {}) =>
  answer(fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }));

/** Fields and files as one form; several files become an album. */
function sendFiles(fields, kind, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined || value === "") continue;
    form.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  form.append("kind", kind);
  for (const file of files) form.append("file", file, file.name);
  return answer(fetch("/sim/send", { method: "POST", body: form }));
}

function messages(chatId, threadId) {
  const query = new URLSearchParams({ chat_id: String(chatId) });
  if (threadId !== null && threadId !== undefined) query.set("thread_id", String(threadId));
  return get(`/sim/messages?${query}`);
}

/** Calls `onEvent` with each parsed event after `seq`, `onLink` with true or false as the line is up or down. */
function events(seq, onEvent, onLink) {
  const source = new EventSource(`/sim/events?since=${seq}`);
  source.onopen = () => onLink(true);
  source.onerror = () => onLink(false);
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
  return source;
}

export const api = {
  world: () => get("/sim/world"),
  messages,
  events,
  sendFiles,
  send: (body) => post("/sim/send", body),
  press: (body) => post("/sim/press", body),
  edit: (body) => post("/sim/edit", body),
  react: (body) => post("/sim/react", body),
  remove: (body) => post("/sim/delete", body),
  block: (userId, blocked) => post("/sim/block", { user_id: userId, blocked }),
  membership: (body) => post("/sim/membership", body),
  thread: (body) => post("/sim/thread", body),
  forum: (chatId, isForum) => post("/sim/forum", { chat_id: chatId, is_forum: isForum }),
  faults: (rules) => post("/sim/faults", { rules }),
  faultsLeft: () => get("/sim/faults"),
  limits: (body) => post("/sim/limits", body),
  counters: () => get("/sim/limits"),
  transcript: (since = 0) => get(`/sim/transcript?since=${since}`),
  waitingNews: () => get("/sim/feeds"),
  publish: (body) => post("/sim/feeds/publish", body),
  reset: () => post("/sim/reset"),
  fileUrl: (fileId) => `/sim/file/${encodeURIComponent(fileId)}`,
};
