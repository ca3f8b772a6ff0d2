/** The «/» menu: the bot's commands in the language of the person's phone. */

import { el } from "./dom.js";
import { t } from "./labels.js";

function available(pane) {
  const commands = pane.chat()?.commands ?? {};
  const code = String(pane.userLanguage() ?? "").slice(0, 2);
  return commands[code]?.length ? commands[code] : (commands[""] ?? []);
}

/** `onChoice` gets the command with its slash, or null when the menu was left. */
function node(pane, onChoice) {
  const own = pane.isPrivate() ? "" : `@${pane.store.bot.username}`;
  return el("div", {
    class: "command-menu", role: "menu", "aria-label": t(pane.lang(), "commands"),
    on: { keydown: (event) => event.key === "Escape" && onChoice(null) },
  }, available(pane).map(({ command, description }) => el("button", {
    type: "button", role: "menuitem", "data-testid": `command-${command}`,
    on: { click: () => onChoice(`/${command}${own}`) },
  }, el("span", { class: "command-name" }, `/${command}`), el("span", {}, description))));
}

export const commandMenu = { available, node };
