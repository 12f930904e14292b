/* Keys: whatever carries data-key="F2" is clicked (or focused) by that key. The markup decides, this file only listens. */
(() => {
  "use strict";

  const FIELD = "input, textarea, select, [contenteditable]";
  const NOT_TYPED = ["checkbox", "radio", "button", "submit", "reset", "file", "range", "color"];

  const typing = (target) => {
    const field = target instanceof Element ? target.closest(FIELD) : null;
    return Boolean(field) && !field.readOnly && !NOT_TYPED.includes(field.type);
  };

  /** Digits by their place too: on some layouts the row above the letters gives signs. */
  const digitOf = (event) => /^Digit([0-9])$/.exec(event.code)?.[1] ?? "";

  /** The names a press may answer to: "F2", "Esc", "Y" (also on a Russian layout), "Ctrl+Z", "Alt+5". */
  const namesOf = (event) => {
    const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : "";
    const slash = event.code === "Slash" && !event.shiftKey ? "/" : "";
    const plain = [letter, slash, event.key === "Escape" ? "Esc" : event.key].filter(Boolean);
    if (event.metaKey || (event.altKey && event.ctrlKey)) return []; // Ctrl with Alt is AltGr: it types
    if (event.altKey) return [letter, digitOf(event)].filter(Boolean).map((name) => `Alt+${name}`);
    if (event.ctrlKey) return plain.map((name) => `Ctrl+${name.toUpperCase()}`);
    if (event.shiftKey && /^F\d+$/.test(event.key)) return [`Shift+${event.key}`];
    return plain;
  };

  /** What a closed menu holds has a place on the page, but is not seen. */
  const visible = (element) => element.checkVisibility() && !element.disabled && element.getAttribute("aria-disabled") !== "true";

  /** The last visible holder wins: what appeared later on the page is what the question is about. */
  const holderOf = (names, room) => {
    const holders = [...room.querySelectorAll("[data-key]")].filter((element) => names.includes(element.dataset.key) && visible(element));
    return holders.at(-1);
  };

  const mayAnswer = (event) => {
    if (!typing(event.target)) return true;
    if (event.altKey) return true;
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

  /** The lines of a list of results: the link of each row. */
  const lines = () => [...document.querySelectorAll("main tr[data-href], main .record")]
    .map((row) => row.querySelector(".record-title, td a[href]")).filter(Boolean);

  /** Down goes from the search box to the first line and on, Up goes back. */
  const stepped = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
    const box = document.querySelector("main input[type=search]");
    const all = lines();
    const at = event.target === box ? -1 : all.indexOf(event.target);
    if (at < 0 && (event.target !== box || step < 0)) return false;
    const next = all[at + step] ?? (step < 0 ? box : null);
    next?.focus();
    return Boolean(next);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (stepped(event)) return event.preventDefault();
    if (event.repeat) return;
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
