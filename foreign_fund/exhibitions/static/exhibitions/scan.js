/* The scan box is empty again as soon as a scan is on its way: the next one may come before the answer. */
document.addEventListener("htmx:config:request", (event) => {
  const form = event.detail.ctx.sourceElement?.closest?.("form[data-scan]");
  if (form) form.elements.code.value = "";
});
