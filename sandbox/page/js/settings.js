/** Remembers the person's choices in this browser; works without storage too. */

const PREFIX = "altyn-kopir.";

/** The remembered value of `name`, or `fallback`. */
export function recall(name, fallback) {
  try {
    const kept = localStorage.getItem(PREFIX + name);
    return kept === null ? fallback : JSON.parse(kept);
  } catch {
    return fallback;
  }
}

/** Keeps `value` under `name`; a private window may refuse, and nothing breaks. */
export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is full or switched off: the choice lasts as long as the page.
  }
}
