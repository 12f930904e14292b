/* Typing of paper sheets: Enter goes to the next question, from the last one it sends the sheet. */
"use strict";
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-typing]");
  if (!form || event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
  const boxes = [...form.querySelectorAll("[data-answer]")];
  const at = boxes.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault();
  if (event.shiftKey) boxes[Math.max(at - 1, 0)].focus();
  else if (at < boxes.length - 1) boxes[at + 1].focus();
  else form.requestSubmit();
});
