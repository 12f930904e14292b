/* A file dropped on the form, and a bar while it is sent. Without this script the form works as any form does. */
(() => {
  "use strict";

  const form = document.getElementById("upload");
  const drop = document.getElementById("drop");
  const room = document.getElementById("upload-bar");
  if (!form || !drop || !room) return;
  const file = form.querySelector("input[type=file]");
  const bar = room.querySelector("progress");
  const text = room.querySelector("span");
  const button = form.querySelector("button[type=submit]");

  /* --- dropping ---------------------------------------------------------- */

  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.classList.add("is-over");
  };

  drop.addEventListener("dragover", over);
  drop.addEventListener("dragenter", over);
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    button.focus();
  });

  /* --- sending ----------------------------------------------------------- */

  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

  const show = (event) => {
    if (!event.lengthComputable) return;
    bar.value = (event.loaded / event.total) * 100;
    text.textContent = `${megabytes(event.loaded)} / ${megabytes(event.total)} MB`;
  };

  const rest = () => {
    room.hidden = true;
    bar.removeAttribute("value");
    button.disabled = false;
    button.removeAttribute("aria-busy");
  };

  /** A refusal comes as a whole page: what it says is put above the form, which keeps its file. */
  const refuse = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const said = page.querySelector("#upload-problem > *, main .fault, main .notice-danger");
    const place = document.getElementById("upload-problem");
    if (said) place.replaceChildren(document.adoptNode(said));
    place.scrollIntoView({ block: "nearest" });
    rest();
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !file.files.length) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", show);
    request.addEventListener("load", () => {
      if (request.status < 400) window.location.assign(request.responseURL);
      else refuse(request.responseText);
    });
    request.addEventListener("error", () => { rest(); HTMLFormElement.prototype.submit.call(form); });
    room.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
})();
