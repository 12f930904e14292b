/* The scan box. Scans are queued and sent one by one, each with a key of its own; a question locks the box until a person answers it. */
(() => {
  "use strict";

  const FAST_MS = 120; // keys that follow each other quicker come from a scanner, not from a person
  const ECHO_MS = 1500; // SB-05
  const PATIENCE_MS = 20000;
  const RETRY_MS = [500, 1500, 3000, 6000];
  const BUSY = [502, 503, 504];
  const FIELDS = "input:not([type=hidden]), textarea, select, [contenteditable]";

  const box = document.getElementById("scan");
  const form = document.getElementById("desk-form");
  const room = document.getElementById("desk");
  if (!box || !form || !room) return;
  const note = document.getElementById("desk-waiting");

  const byId = (id) => document.getElementById(id);
  const state = () => byId("desk-state").dataset;
  const answerForm = (key) => room.querySelector(`form[data-answers="${key}"]`);
  const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

  let queue = []; // scans not yet sent, in the order in which they were made
  let busy = false;
  let locked = false;
  let kept = ""; // what a person was typing when the box locked
  let lastScan = { code: "", at: -ECHO_MS };
  let lastKeyAt = -FAST_MS;
  let idleTimer = 0;

  /* --- sounds (SB-09) --------------------------------------------------- */

  const TONES = { done: [[880, 0.07]], attention: [[660, 0.09], [660, 0.09]], refused: [[240, 0.28]] };
  const MUTED = "ils-desk-muted";
  let audio = null;

  const muted = () => {
    try { return localStorage.getItem(MUTED) === "1"; } catch { return false; }
  };

  const beep = (tone, start, frequency, seconds) => {
    const loudness = audio.createGain();
    loudness.gain.setValueAtTime(0.12, start);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    const source = audio.createOscillator();
    source.type = tone === "refused" ? "square" : "sine";
    source.frequency.value = frequency;
    source.connect(loudness).connect(audio.destination);
    source.start(start);
    source.stop(start + seconds);
  };

  const play = (tone) => {
    if (!TONES[tone] || muted() || !window.AudioContext) return;
    audio ??= new AudioContext();
    audio.resume();
    let start = audio.currentTime + 0.01;
    for (const [frequency, seconds] of TONES[tone]) {
      beep(tone, start, frequency, seconds);
      start += seconds + 0.06;
    }
  };

  const mute = byId("desk-mute");
  const showMute = () => mute.setAttribute("aria-pressed", String(!muted()));
  mute.hidden = false;
  mute.addEventListener("click", () => {
    try { localStorage.setItem(MUTED, muted() ? "0" : "1"); } catch { /* a browser that keeps nothing beeps */ }
    showMute();
    play("done");
    box.focus();
  });
  showMute();

  /* --- sending: one at a time, in order, each once (SB-07) -------------- */

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // a desk on plain http has no randomUUID
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const show = (text) => { note.textContent = text; };
  const showWaiting = () => show(queue.length && (locked || queue.length > 1) ? `${note.dataset.waiting} ${queue.length}` : "");

  /** Post until the server has answered; the key makes a second try of the same request harmless. */
  const post = async (job) => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
    const body = new URLSearchParams({ ...job.fields, key: job.key, mark: state().mark });
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await fetch(job.url, {
          method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS),
          headers: { "HX-Request": "true", "X-CSRFToken": token },
        });
        if (!BUSY.includes(answer.status)) return answer;
      } catch { /* the line is down: the next try tells */ }
      show(note.dataset.lost);
      await wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    }
  };

  const put = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const parts = page.querySelectorAll("[data-region]");
    parts.forEach((part) => byId(part.id)?.replaceWith(document.adoptNode(part)));
    const spoken = page.querySelector("#desk-say");
    document.querySelectorAll(".flashes .notice-success").forEach((told) => told.remove()); // told before this scan
    if (spoken) byId("desk-say").textContent = spoken.textContent;
    if (parts.length) return;
    // Not our page's parts: a refusal of the program itself. It is shown where a refusal is expected.
    byId("desk-ask").replaceChildren(...page.body.childNodes);
    byId("desk-ask").hidden = false;
    Object.assign(state(), { locked: "yes", refused: "yes", code: "", sound: "refused" });
  };

  /** Signed out meanwhile: what still waits cannot be sent in anybody's name. */
  const leave = (away) => {
    queue = [];
    busy = false;
    window.location.assign(away);
  };

  const pump = async () => {
    if (busy) return;
    const at = locked ? queue.findIndex((job) => job.answers) : 0;
    const [job] = at < 0 ? [] : queue.splice(at, 1);
    if (!job) return showWaiting();
    busy = true;
    room.setAttribute("aria-busy", "true");
    const answer = await post(job);
    const away = answer.headers.get("HX-Redirect");
    if (away) return leave(away);
    put(await answer.text());
    busy = false;
    room.removeAttribute("aria-busy");
    settle();
    pump();
  };

  const send = (target, fields, answers = false) => {
    queue.push({ url: target, fields, answers, key: newKey() });
    showWaiting();
    pump();
  };

  /** The echo of a scan is dropped by the time it was made, for in the queue it may wait longer than that. */
  const scanned = (code, at) => {
    const echo = code === lastScan.code && at - lastScan.at < ECHO_MS;
    lastScan = { code, at };
    if (!echo) send(form.action, { code });
  };

  /* --- after an answer -------------------------------------------------- */

  const settle = () => {
    const { sound, locked: lock, returning, idle } = state();
    play(sound);
    box.classList.toggle("is-return", returning === "yes");
    clearTimeout(idleTimer);
    if (idle) idleTimer = setTimeout(() => { if (!locked) send(form.action, { code: "=DONE" }); }, Number(idle));
    if (lock) lockSoon();
    else unlock();
  };

  /** A scanner that is in the middle of a code may finish it: the code waits in the queue, whole. */
  const lockSoon = () => {
    if (box.value && performance.now() - lastKeyAt < FAST_MS) {
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
    byId("desk-box")?.focus({ preventScroll: true });
    byId("desk-ask").scrollIntoView({ block: "nearest" });
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
    send(asked.action, fields, "answers" in asked.dataset);
  };

  room.addEventListener("submit", (event) => {
    const asked = event.target;
    if (!("desk" in asked.dataset)) return;
    event.preventDefault();
    event.stopPropagation(); // this queue takes the place of the guard against a second submit
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

  const answer = (key) => {
    const asked = answerForm(key);
    if (asked && locked && !busy) asked.requestSubmit();
    else if (key === "N" && locked && !busy && !byId("desk-box")) putAway();
  };

  const putAway = () => {
    byId("desk-ask").hidden = true;
    state().locked = "";
    unlock();
    pump();
  };

  const isYes = (element) => element.closest("form")?.dataset.answers === "Y";

  /** Whether Enter or Space may press what has the focus: never the yes by Enter, for a scanner sends it. */
  const presses = (event) => {
    const held = event.target.closest?.("#desk-ask a, #desk-ask button");
    if (!held) return false;
    return event.key === "Enter" ? !isYes(held) : event.key === " ";
  };

  const passes = (event) =>
    event.ctrlKey || event.altKey || event.metaKey || ["Tab", "Shift", "PageUp", "PageDown", "ArrowUp", "ArrowDown"].includes(event.key) || /^F([1-6]|1[12])$/.test(event.key);

  const lockedKey = (event) => {
    if (passes(event)) return;
    const fast = event.timeStamp - lastKeyAt < FAST_MS;
    lastKeyAt = event.timeStamp;
    clearTimeout(decision);
    if (!fast && presses(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (fast || event.repeat) return;
    if (event.key === "Escape") return answer("N");
    const key = letterOf(event);
    if (["Y", "N", "1", "2"].includes(key)) decision = setTimeout(() => answer(key), FAST_MS);
  };

  const freeKey = (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const elsewhere = target.closest(FIELDS) && target !== box;
    if (event.key === "Escape" && !event.repeat && !elsewhere && !document.querySelector("details.menu[open]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (box.value) box.value = "";
      else send(form.action, { code: "=DONE" });
      return;
    }
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey || elsewhere) return;
    lastKeyAt = event.timeStamp;
    if (event.key === " " && target.closest("a, button, summary")) return;
    if (target !== box) box.focus({ preventScroll: true }); // the character goes where scans go
  };

  window.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    if (locked && box.readOnly) lockedKey(event);
    else freeKey(event);
  }, true);

  /* --- always focused (SB-01) ------------------------------------------- */

  window.addEventListener("focus", () => { if (!locked) focusBox(); });
  document.addEventListener("click", (event) => {
    if (locked || event.target.closest(`a, button, summary, label, ${FIELDS}`) || window.getSelection()?.toString()) return;
    focusBox();
  });
  window.addEventListener("beforeunload", (event) => { if (queue.length || busy) event.preventDefault(); });

  settle();
})();
