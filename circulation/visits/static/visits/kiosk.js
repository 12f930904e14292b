/* The kiosk: the box is always ready for the next card, and a greeting does not stay for the next reader to read. */
(() => {
  "use strict";

  const GREETING_MS = 8000;
  const box = document.getElementById("card");
  const said = document.getElementById("said");

  const ready = () => box.focus({ preventScroll: true });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("a, button")) ready();
  });
  window.addEventListener("focus", ready);
  ready();

  if (said.querySelector("p")) {
    // A card that is being scanned this very moment is not thrown away.
    const clear = () => (box.value ? setTimeout(clear, 1000) : location.replace(location.pathname));
    setTimeout(clear, GREETING_MS);
  }
})();
