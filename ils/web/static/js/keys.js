/* Keys: whatever carries data-key="F2" is clicked (or focused) by that key. The markup decides, this file only listens. */
(() => {
  "use strict";

  const FIELD = "input, textarea, select, [contenteditable]";
  const NOT_TYPED = ["checkbox", "radio", "button", "submit", "reset", "file", "range", "color"];

  const typing = (target) => {
    const field = target instanceof Element ? target.closest(FIELD) : null;
    return Boolean(field) && !field.readOnly && !NOT_TYPED.includes(field.type);
  };

  /** The names a press may answer to: "F2", "Esc", "Y" (also on a Russian layout), "Ctrl+Z". */
  const namesOf = (event) => {
    const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : "";
    const slash = event.code === "Slash" && !event.shiftKey ? "/" : "";
    const plain = [letter, slash, event.key === "Escape" ? "Esc" : event.key].filter(Boolean);
    if (event.altKey || event.metaKey) return [];
    if (event.ctrlKey) return plain.map((name) => `Ctrl+${name.toUpperCase()}`);
    if (event.shiftKey && /^F\d+$/.test(event.key)) return [`Shift+${event.key}`];
    return plain;
  };

  const visible = (element) => element.getClientRects().length > 0 && !element.disabled && element.getAttribute("aria-disabled") !== "true";

  /** The last visible holder wins: what appeared later on the page is what the question is about. */
  const holderOf = (names, room) => {
    const holders = [...room.querySelectorAll("[data-key]")].filter((element) => names.includes(element.dataset.key) && visible(element));
    return holders.at(-1);
  };

  const mayAnswer = (event) => {
    if (!typing(event.target)) return true;
    if (event.ctrlKey) return event.target.value === "";
    return /^F\d+$/.test(event.key) || event.key === "Escape";
  };

  const act = (element) => {
    if (element.matches("input:not([type=submit], [type=button], [type=checkbox], [type=radio]), textarea, select")) {
      element.focus();
      element.select?.();
    } else {
      element.click();
    }
  };

  const closeOpenMenu = () => {
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return false;
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const dialog = document.querySelector("dialog[open]");
    if (dialog && event.key === "Escape") return;
    if (event.key === "Escape" && closeOpenMenu()) return event.preventDefault();
    if (!mayAnswer(event)) return;
    const holder = holderOf(namesOf(event), dialog ?? document);
    if (!holder) return;
    event.preventDefault();
    act(holder);
  });
})();
