/** Day and night: follows the system until the person chooses. */

import { iconButton } from "./dom.js";
import { t } from "./labels.js";
import { recall, remember } from "./settings.js";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

const current = () => recall("theme", null) ?? (dark.matches ? "night" : "day");

function apply() {
  document.documentElement.dataset.theme = current();
}

/** Applies the theme now and whenever the system changes. */
export function followTheme() {
  apply();
  dark.addEventListener("change", apply);
}

/** The switch; choosing what the system says returns to following it. */
export function themeSwitch(lang) {
  const night = current() === "night";
  const button = iconButton(night ? "sun" : "moon", t(lang, night ? "day" : "night"), () => {
    const next = night ? "day" : "night";
    remember("theme", (next === "night") === dark.matches ? null : next);
    apply();
    button.replaceWith(themeSwitch(lang));
    document.querySelector('[data-testid="theme"]')?.focus();
  }, { "data-testid": "theme", "aria-pressed": String(night) });
  return button;
}
