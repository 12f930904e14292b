/* Copy cataloguing by keyboard: on the title of a record Shift+Enter saves it at once, → and ← open and close the whole record. */
(() => {
  "use strict";

  const ACTS = {
    "Shift+Enter": (hit) => hit.querySelector("[data-copy-save]")?.click(),
    ArrowRight: (hit) => { hit.querySelector("details").open = true; },
    ArrowLeft: (hit) => { hit.querySelector("details").open = false; },
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !event.target.matches?.(".copy-title")) return;
    const act = ACTS[event.shiftKey ? `Shift+${event.key}` : event.key];
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act(event.target.closest(".copy-hit"));
  });
})();
