/* The page of a check: the scan box is empty again as soon as a scan is on its way, and a scanned shelf stays until the next. */
(() => {
  "use strict";

  const LINES = 8;

  document.addEventListener("htmx:config:request", (event) => {
    const form = event.detail.ctx.sourceElement?.closest?.("form[data-scan]");
    if (form) form.elements.code.value = "";
  });

  document.addEventListener("htmx:after:swap", () => {
    const feed = document.getElementById("feed");
    const shelf = feed?.firstElementChild?.dataset.shelf;
    if (shelf) document.getElementById("shelf").value = shelf;
    while (feed && feed.children.length > LINES) feed.lastElementChild.remove();
  });
})();
