/* The page of an exhibition: the scan box is empty again as soon as a scan is on its way, so that the next one may come
   before the answer; the lines below it stay few, so that the table does not run away. */
(() => {
  "use strict";

  const LINES = 6;

  document.addEventListener("htmx:config:request", (event) => {
    const form = event.detail.ctx.sourceElement?.closest?.("form[data-scan]");
    if (form) form.elements.code.value = "";
  });

  document.addEventListener("htmx:after:swap", () => {
    const feed = document.getElementById("feed");
    while (feed && feed.children.length > LINES) feed.lastElementChild.remove();
  });
})();
