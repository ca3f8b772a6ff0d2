/** The page's own few words in Kazakh, Russian and English, and its dates and sizes. */

import { recall, remember } from "./settings.js";

export const LANGUAGES = { kk: "Қазақша", ru: "Русский", en: "English" };

export const LANGUAGE_MARKS = { kk: "ҚАЗ", ru: "РУС", en: "ENG" };

const words = { kk: {}, ru: {}, en: {} };

/** Fetches <folder>/<language>.json; call once before anything is drawn. */
export async function loadLabels(folder) {
  await Promise.all(Object.keys(words).map(async (lang) => {
    words[lang] = await (await fetch(new URL(`${lang}.json`, folder))).json();
  }));
}

/** The label of `key` in `lang` with {placeholders} filled in. */
export function t(lang, key, values = {}) {
  const text = words[lang]?.[key] ?? words.kk[key] ?? key;
  return String(text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The nearest language the page knows for a person's language_code. */
export function knownLanguage(code, fallback = "ru") {
  const short = String(code ?? "").slice(0, 2);
  return short in LANGUAGES ? short : fallback;
}

/** The language of the page itself: chosen, else the browser's, else Kazakh. */
export function pageLanguage() {
  return knownLanguage(recall("language", navigator.language), "kk");
}

export function choosePageLanguage(lang) {
  remember("language", lang);
}

const two = (n) => String(n).padStart(2, "0");

/** HH:MM of a UTC unix time in the browser's zone. */
export function clock(unix) {
  const at = new Date(unix * 1000);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A key that is equal for two times of one local day. */
export function dayOf(unix) {
  const at = new Date(unix * 1000);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** «Today», «yesterday» or the date in words. Month names are ours: browsers often lack Kazakh. */
export function dayName(lang, unix, now = Date.now() / 1000) {
  if (dayOf(unix) === dayOf(now)) return t(lang, "today");
  if (dayOf(unix) === dayOf(now - 86400)) return t(lang, "yesterday");
  const at = new Date(unix * 1000);
  const month = t(lang, "months").split(" ")[at.getMonth()];
  const year = at.getFullYear() === new Date(now * 1000).getFullYear() ? "" : ` ${at.getFullYear()}`;
  return `${at.getDate()} ${month}${year}`;
}

/** A file size in words. */
export function sizeName(lang, bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} ${t(lang, "bytes")}`;
  const kib = bytes / 1024;
  if (kib < 1024) return `${Math.round(kib)} ${t(lang, "kilobytes")}`;
  return `${(kib / 1024).toFixed(1)} ${t(lang, "megabytes")}`;
}
