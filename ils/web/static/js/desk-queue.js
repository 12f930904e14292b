/* What is to be sent: one request at a time, in order, each with a key of its own (SB-07). What still waits is kept beside
   the page, so that a reload or a crash loses nothing; what was sent and not answered is sent again with its old key. */
window.deskQueue = (() => {
  "use strict";

  const PATIENCE_MS = 20000;
  const RETRY_MS = [500, 1500, 3000, 6000];
  const BUSY = [502, 503, 504];
  const STORE = "ils-desk-queue";

  let waiting = [];
  let flying = null; // sent, and not yet answered

  const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // a desk on plain http has no randomUUID
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const keep = (mark) => {
    try {
      if (flying || waiting.length) sessionStorage.setItem(STORE, JSON.stringify({ mark, flying, waiting }));
      else sessionStorage.removeItem(STORE);
    } catch { /* a browser that keeps nothing asks before it is closed */ }
  };

  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(STORE) ?? "null"); } catch { return null; }
  };

  /** Take up what the last page left; returns the codes that belong to a desk that is no more. */
  const takeUp = (mark) => {
    const left = kept();
    if (!left) return [];
    if (left.flying) waiting = [{ ...left.flying, mark: left.mark }, ...left.waiting];
    else if (left.mark === mark) waiting = left.waiting;
    keep(mark);
    return waiting.length ? [] : codesOf(left.waiting);
  };

  const codesOf = (jobs) => jobs.map((job) => job.fields.code).filter(Boolean);

  const add = (job, mark) => {
    waiting.push({ ...job, key: newKey() });
    keep(mark);
  };

  /** Take the next job: while the box is locked only an answer to it. */
  const next = (locked, mark) => {
    const at = locked ? waiting.findIndex((job) => job.answers) : 0;
    [flying = null] = at < 0 ? [] : waiting.splice(at, 1);
    if (flying) flying.mark ??= mark;
    keep(mark);
    return flying;
  };

  const answered = (mark) => {
    flying = null;
    keep(mark);
  };

  /** Forget all that waits and return its codes, to be told. */
  const drop = (mark) => {
    const codes = codesOf(waiting);
    waiting = [];
    keep(mark);
    return codes;
  };

  /** Post until the server has answered; the key makes a second try of the same request harmless. */
  const post = async (job, lost) => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
    const body = new URLSearchParams({ ...job.fields, key: job.key, mark: job.mark });
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await fetch(job.url, {
          method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS),
          headers: { "HX-Request": "true", "X-CSRFToken": token },
        });
        const text = await answer.text(); // an answer that breaks off in the middle was none
        if (!BUSY.includes(answer.status)) return { away: answer.headers.get("HX-Redirect"), text };
      } catch { /* the line is down: the next try tells */ }
      lost();
      await wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    }
  };

  return { add, answered, drop, next, post, takeUp, size: () => waiting.length, busy: () => flying !== null };
})();
