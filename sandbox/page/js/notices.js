/** Toasts and alerts over one pane, so that the phones beside it stay usable. */

import { el } from "./dom.js";

const TOAST_MS = 3500;

/** A short notice that goes by itself; `grave` is read out at once. */
export function showToast(place, text, grave = false) {
  place.querySelector(":scope > .toast")?.remove();
  const toast = el("div", { class: grave ? "toast grave" : "toast", role: grave ? "alert" : "status", "data-testid": "toast" }, text);
  place.append(toast);
  setTimeout(() => toast.remove(), grave ? TOAST_MS * 2 : TOAST_MS);
}

/** A notice that stays until it is confirmed. */
export function showAlert(place, text, confirm) {
  place.querySelector(":scope > .alert-veil")?.remove();
  const before = document.activeElement;
  const close = () => {
    veil.remove();
    before?.focus?.();
  };
  const button = el("button", { type: "button", class: "primary-button", "data-testid": "alert-ok", on: { click: close } }, confirm);
  const veil = el("div", {
    class: "alert-veil",
    on: { keydown: (event) => event.key === "Escape" && close() },
  }, el("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": text, "data-testid": "alert" },
    el("p", {}, text), button));
  place.append(veil);
  button.focus();
}
