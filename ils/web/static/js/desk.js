/* The scan box. Scans are queued and sent one by one; a question locks the box until a person answers it. */
(() => {
  "use strict";

  const { BURST_MS, FAST_MS, gap, inField, quietFor, wholeScan } = window.deskTyped;
  const jobs = window.deskQueue;
  const ECHO_MS = 1500; // SB-05
  const DONE = "=DONE";
  const FIELDS = "input:not([type=hidden]), textarea, select, [contenteditable]";

  const box = document.getElementById("scan");
  const form = document.getElementById("desk-form");
  const room = document.getElementById("desk");
  const help = document.getElementById("desk-help");
  if (!box || !form || !room) return;
  const note = document.getElementById("desk-waiting");
  const missedNote = document.getElementById("desk-missed");

  const byId = (id) => document.getElementById(id);
  const state = () => byId("desk-state").dataset;
  const ask = () => byId("desk-ask");

  let locked = false;
  let kept = ""; // what a person was typing when the box locked
  let lastScan = { code: "", at: -ECHO_MS };
  let idleTimer = 0;
  let missed = []; // what was scanned into a locked box

  /* --- scans that were not taken ----------------------------------------- */

  const showMissed = () => {
    missedNote.textContent = missed.length ? `${missedNote.dataset.missed} ${missed.length}: ${missed.join(", ")}` : "";
  };

  const miss = (code) => {
    missed = [...missed.filter((each) => each !== code), code];
    window.deskSounds.play("refused");
    showMissed();
  };

  /** Scanned again, or the reader has left: nothing is owed any more. */
  const forgetMissed = (code) => {
    missed = code === DONE ? [] : missed.filter((each) => each.toUpperCase() !== code.toUpperCase());
    showMissed();
  };

  /* --- sending ----------------------------------------------------------- */

  const show = (text) => { note.textContent = text; };
  const showWaiting = () => show(jobs.size() && (locked || jobs.size() > 1) ? `${note.dataset.waiting} ${jobs.size()}` : "");
  const showUnsent = (codes) => { if (codes.length) show(`${note.dataset.unsent} ${codes.join(", ")}`); };

  const put = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const parts = page.querySelectorAll("[data-region]");
    parts.forEach((part) => byId(part.id)?.replaceWith(document.adoptNode(part)));
    const spoken = page.querySelector("#desk-say");
    document.querySelectorAll(".flashes .notice-success").forEach((told) => told.remove()); // told before this scan
    if (spoken) byId("desk-say").textContent = spoken.textContent;
    if (parts.length) return;
    // Not our page's parts: a refusal of the program itself. It is shown where a refusal is expected.
    ask().replaceChildren(...page.body.childNodes);
    ask().hidden = false;
    Object.assign(state(), { locked: "yes", refused: "yes", code: "", sound: "refused", moved: "" });
  };

  /** Signed out meanwhile: what still waits cannot be sent in anybody's name. */
  const leave = (away) => {
    jobs.answered(state().mark);
    jobs.drop(state().mark);
    window.location.assign(away);
  };

  const pump = async () => {
    if (jobs.busy()) return;
    const job = jobs.next(locked, state().mark);
    if (!job) return;
    room.setAttribute("aria-busy", "true");
    const { away, text } = await jobs.post(job, () => show(note.dataset.lost));
    if (away) return leave(away);
    put(text);
    jobs.answered(state().mark);
    room.removeAttribute("aria-busy");
    settle();
    pump();
  };

  const send = (url, fields, answers = false) => {
    jobs.add({ url, fields, answers }, state().mark);
    showWaiting();
    pump();
  };

  const command = (code) => {
    forgetMissed(code);
    send(form.action, { code });
  };

  /** The echo of a scan is dropped by the time it was made, for in the queue it may wait longer than that. */
  const scanned = (code, at) => {
    const echo = code === lastScan.code && at - lastScan.at < ECHO_MS;
    lastScan = { code, at };
    if (!echo) command(code);
  };

  /* --- after an answer -------------------------------------------------- */

  const settle = () => {
    const { sound, locked: lock, returning, idle, moved, prints, badge } = state();
    window.deskSounds.play(sound);
    showBadge(badge);
    box.classList.toggle("is-return", returning === "yes");
    clearTimeout(idleTimer);
    if (idle) idleTimer = setTimeout(leftAlone, Number(idle) + 1000);
    if (lock) lockSoon();
    else unlock();
    if (moved) showUnsent(jobs.drop(state().mark)); // meant for the reader who was open then
    if (prints) setTimeout(print, 0);
  };

  /** The menu stands outside of what an answer brings: its figure of the hold shelf is kept up here. */
  const showBadge = (figure) => {
    document.querySelectorAll('[data-entry="holds.shelf"]').forEach((entry) => {
      const badge = entry.querySelector(".nav-badge") ?? Object.assign(document.createElement("span"), { className: "nav-badge" });
      badge.textContent = figure;
      if (figure) entry.querySelector(".nav-label").after(badge);
      else badge.remove();
    });
  };

  /** Nobody has touched the desk for so long: a question is left, the reader's session ends (SB-10). */
  const leftAlone = () => {
    if (locked) answer("N");
    send(form.action, { code: DONE }); // what was not taken stays in sight
  };

  /** Only the slip goes to the printer. */
  const print = () => {
    document.body.classList.add("prints-slip");
    window.addEventListener("afterprint", () => document.body.classList.remove("prints-slip"), { once: true });
    window.print();
  };

  /** A scanner that is in the middle of a code may finish it: the code waits in the queue, whole. */
  const lockSoon = () => {
    if (box.value && quietFor() < FAST_MS) {
      setTimeout(lockSoon, FAST_MS);
      locked = true; // nothing is sent any more; typing goes on for this one code
      return;
    }
    if (!box.readOnly) kept = box.value;
    locked = true;
    box.readOnly = true;
    box.value = state().code;
    box.classList.toggle("is-locked", state().refused === "yes");
    box.classList.toggle("is-asked", state().refused !== "yes");
    const entry = ask().querySelector(".ask-foot > form[data-typed] input:not([type=hidden])");
    (entry ?? byId("desk-box"))?.focus({ preventScroll: true });
    entry?.select();
    ask().scrollIntoView({ block: "nearest" });
    showWaiting();
  };

  const unlock = () => {
    if (box.readOnly) {
      box.readOnly = false;
      box.value = kept;
      kept = "";
      box.classList.remove("is-locked", "is-asked");
    }
    locked = false;
    showWaiting();
    focusBox();
  };

  const focusBox = () => {
    const other = document.activeElement?.closest(FIELDS);
    if (other && other !== box) return;
    if (!document.querySelector("dialog[open]")) box.focus({ preventScroll: true });
  };

  /* --- forms of the desk ------------------------------------------------ */

  const submitted = (asked) => {
    const fields = Object.fromEntries(new FormData(asked));
    for (const name of ["csrf_token", "key", "mark"]) delete fields[name];
    if (fields.code === DONE) forgetMissed(DONE);
    send(asked.action, fields, "answers" in asked.dataset);
  };

  /** Say beside the line what it needs, in the language of the page; the browser's own words are in its own. */
  const lacks = (asked) => {
    const empty = [...asked.querySelectorAll("input[required]")].find((field) => !field.value.trim());
    asked.querySelectorAll("input[required]").forEach((field) => {
      if (field === empty) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      byId(`${field.id}-error`).hidden = field !== empty;
    });
    empty?.focus();
    return Boolean(empty);
  };

  room.addEventListener("submit", (event) => {
    const asked = event.target;
    if (!("desk" in asked.dataset)) return;
    event.preventDefault();
    event.stopPropagation(); // this queue takes the place of the guard against a second submit
    if ("typed" in asked.dataset && lacks(asked)) return undefined;
    if (asked !== form) return locked && !("answers" in asked.dataset) ? undefined : submitted(asked);
    const code = box.value.trim();
    if (box.readOnly || !code) return;
    box.value = "";
    scanned(code, event.timeStamp);
  });

  /* --- keys ------------------------------------------------------------- */

  let decision = 0; // a lone key waits a moment: if a second follows at once, it was a scanner

  const letterOf = (event) => {
    if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3);
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
    return digit ? digit[1] : event.key.toUpperCase();
  };

  /** Answer by a key: a button is pressed, a field is opened to be filled in, a link is followed. */
  const answer = (key) => {
    if (!locked || jobs.busy()) return;
    const name = CSS.escape(key);
    const opened = ask().querySelector(`details[data-opens="${name}"]`);
    const asked = ask().querySelector(`form[data-answers="${name}"]:not([data-typed])`);
    const away = ask().querySelector(`a[data-goes="${name}"]`);
    if (opened) open(opened);
    else if (asked) asked.requestSubmit();
    else if (away) away.click();
    else if (key === "N" && !byId("desk-box")) putAway();
  };

  const open = (panel) => {
    ask().querySelectorAll("details[data-opens]").forEach((other) => { other.open = other === panel; });
    panel.querySelector("input:not([type=hidden])").focus();
    panel.scrollIntoView({ block: "nearest" });
  };

  const putAway = () => {
    ask().hidden = true;
    state().locked = "";
    unlock();
    pump();
  };

  const isYes = (element) => element.closest("form")?.dataset.answers === "Y" || Boolean(element.closest("form[data-typed]"));

  /** Whether Enter or Space may press what has the focus: never an answer by Enter, for a scanner sends it. */
  const presses = (event) => {
    const held = event.target.closest?.("#desk-ask a, #desk-ask button, #desk-ask summary");
    if (!held) return false;
    return event.key === "Enter" ? !isYes(held) : event.key === " ";
  };

  const passes = (event) =>
    event.ctrlKey || event.altKey || event.metaKey || ["Tab", "Shift", "PageUp", "PageDown", "ArrowUp", "ArrowDown"].includes(event.key) || /^F([1-6]|1[12])$/.test(event.key);

  const typedKey = (event, field) => {
    const panel = field.closest("details");
    inField(event, field, {
      send: () => field.form.requestSubmit(),
      leave: () => {
        if (!panel) return answer("N");
        panel.open = false;
        return byId("desk-box").focus();
      },
    });
  };

  const lockedKey = (event) => {
    const field = event.target.closest?.("#desk-ask form[data-typed] input");
    const code = wholeScan(event, field ? BURST_MS : FAST_MS);
    if (code) miss(code);
    if (field) return typedKey(event, field);
    if (passes(event)) return undefined;
    const fast = gap(event) < FAST_MS;
    clearTimeout(decision);
    if (!fast && presses(event)) return undefined;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (fast || event.repeat) return undefined;
    if (event.key === "Escape") return answer("N");
    const key = letterOf(event);
    if (/^[A-Z0-9]$/.test(key)) decision = setTimeout(() => answer(key), FAST_MS);
    return undefined;
  };

  const freeKey = (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const elsewhere = target.closest(FIELDS) && target !== box;
    if (event.key === "Escape" && !event.repeat && !elsewhere && !document.querySelector("details.menu[open]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (box.value) box.value = "";
      else command(DONE);
      return;
    }
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey || elsewhere) return;
    gap(event);
    if (event.key === " " && target.closest("a, button, summary")) return;
    if (target !== box) box.focus({ preventScroll: true }); // the character goes where scans go
  };

  /** A scan while the overlay of keys is open closes it and goes where scans go. */
  const helpKey = (event) => {
    if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.altKey || event.metaKey) return false;
    help.close();
    return true;
  };

  window.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (document.querySelector("dialog[open]") && !(help.open && helpKey(event))) return;
    if (locked && box.readOnly) lockedKey(event);
    else freeKey(event);
  }, true);

  byId("desk-keys")?.addEventListener("click", () => {
    if (!help.open) help.showModal();
  });
  help.addEventListener("close", () => { if (!locked) focusBox(); });

  /* --- always focused (SB-01) ------------------------------------------- */

  window.addEventListener("focus", () => { if (!locked) focusBox(); });
  document.addEventListener("click", (event) => {
    if (locked || event.target.closest(`a, button, summary, label, ${FIELDS}`) || window.getSelection()?.toString()) return;
    focusBox();
  });
  window.addEventListener("beforeunload", (event) => { if (jobs.size() || jobs.busy()) event.preventDefault(); });

  const unsent = jobs.takeUp(state().mark);
  settle();
  if (unsent.length) showUnsent(unsent);
  pump();
})();
