/* Who types: a person or a scanner (SB-03). In the fields of a locked box a scanner's characters are taken out again,
   and no Enter that follows a character within the time of a scanner is ever an answer. */
window.deskTyped = (() => {
  "use strict";

  const FAST_MS = 120; // an answer needs this much quiet before it
  const BURST_MS = 60; // nobody types four characters in a row so quickly
  const BURST_KEYS = 4;

  let last = -FAST_MS; // when the last key went down
  let run = null; // the field as it stood before the present quick run of keys
  let swallowing = false;

  /** Note a key; returns the milliseconds since the one before. */
  const gap = (event) => {
    const since = event.timeStamp - last;
    last = event.timeStamp;
    return since;
  };

  const stop = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const takeOut = () => {
    if (!run) return;
    run.field.value = run.value;
    run.field.setSelectionRange(run.at, run.at);
    run = null;
  };

  const isCharacter = (event) => event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;

  const character = (event, field, since) => {
    if (since >= BURST_MS || run?.field !== field) run = { field, value: field.value, at: field.selectionStart ?? 0, keys: 0 };
    run.keys += 1;
    if (!swallowing && run.keys < BURST_KEYS) return;
    swallowing = true;
    takeOut();
    stop(event);
  };

  /** A key in a field of the box; `send` is called for a person's Enter, `leave` for a person's Escape. */
  const inField = (event, field, { send, leave }) => {
    const since = gap(event);
    if (since >= FAST_MS) swallowing = false;
    if (isCharacter(event)) return character(event, field, since);
    if (!["Enter", "Escape", "Tab"].includes(event.key)) {
      if (!["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(event.key)) run = null;
      return undefined;
    }
    if (event.key === "Tab" && since >= FAST_MS) return undefined;
    stop(event);
    if (since < BURST_MS) takeOut(); // a code too short to be a burst, and its suffix
    if (since < FAST_MS || event.repeat) return undefined;
    return event.key === "Escape" ? leave() : send();
  };

  let heard = { code: "", at: -FAST_MS }; // what has come at a scanner's speed into a locked box

  /** The character of the key by its place on the keyboard, as a scanner means it. */
  const meant = (event) => {
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
    if (letter) return event.shiftKey === event.getModifierState("CapsLock") ? letter.toLowerCase() : letter;
    return (!event.shiftKey && /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1]) || event.key;
  };

  /** Follow the keys of a locked box; returns the code of a whole scan at its Enter, else nothing (SB-03). */
  const wholeScan = (event, within) => {
    const quick = event.timeStamp - heard.at < within;
    const code = quick ? heard.code : "";
    if (isCharacter(event)) heard = { code: code + meant(event), at: event.timeStamp };
    if (!["Enter", "Tab"].includes(event.key)) return "";
    heard = { code: "", at: -FAST_MS };
    return code.length > 1 && !event.repeat ? code : "";
  };

  return { BURST_MS, FAST_MS, gap, inField, wholeScan, quietFor: () => performance.now() - last };
})();
