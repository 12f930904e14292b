/* The workbench by keyboard: ↑ and ↓ go from reader to reader, Space ticks; the call list begins where the keys are heard. */
(() => {
  "use strict";
  const ticks = () => [...document.querySelectorAll("[data-tick]")];
  const step = (from, by) => {
    const all = ticks();
    const at = all.indexOf(from);
    return all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  };
  const free = (target) => target === document.body || target.matches("main, [data-tick], .bench a, .bench [data-select-all]");
  document.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (!(event.target instanceof Element) || !free(event.target)) return;
    const row = event.target.closest("tbody")?.querySelector("[data-tick]");
    const next = step(row ?? null, by);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.closest("tr").scrollIntoView({ block: "nearest" });
  });
})();
