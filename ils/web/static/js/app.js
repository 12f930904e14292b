/* Small behaviour asked for by attributes in the markup, and the two things htmx needs from us: the token and the question box. */
(() => {
  "use strict";

  const SAFE = ["GET", "HEAD", "OPTIONS", "QUERY"];
  const TOAST_MS = 6000;
  const RESEND_MS = 2500;

  /* --- questions ------------------------------------------------------- */

  const ask = (text) => new Promise((resolve) => {
    const dialog = document.getElementById("confirm-dialog");
    if (!dialog?.showModal) return resolve(window.confirm(text));
    dialog.querySelector("#confirm-text").textContent = text;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

  const confirmed = new WeakSet();

  const proceed = (element) => {
    confirmed.add(element);
    if (element.form && element.type === "submit") element.form.requestSubmit(element);
    else element.click();
    confirmed.delete(element);
  };

  document.addEventListener("click", async (event) => {
    const element = event.target.closest("button[data-confirm], a[data-confirm]");
    if (!element || confirmed.has(element)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(element.dataset.confirm)) proceed(element);
  }, true);

  /* --- forms ----------------------------------------------------------- */

  const sentAt = new WeakMap();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
    const last = sentAt.get(form);
    if (last !== undefined && event.timeStamp - last < RESEND_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sentAt.set(form, event.timeStamp);
    event.submitter?.setAttribute("aria-busy", "true");
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[aria-busy=true]").forEach((element) => element.removeAttribute("aria-busy"));
  });

  const tickAll = (box) => {
    const room = box.closest("form, table") ?? document;
    room.querySelectorAll(`input[type=checkbox][name="${CSS.escape(box.dataset.selectAll)}"]`).forEach((other) => {
      other.checked = box.checked;
    });
  };

  /* What is sent as it changes: at once by the mouse; by the keyboard with Enter, for every arrow key changes a list. */

  const MOVES = /^(Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End|[^ ])$/;
  const FOCUS = "ils-focus";
  let moving = null; // the list that keys are moving through

  const changed = (list) => [...list.options].some((option) => option.selected !== option.defaultSelected);
  const hasButton = (form) => [...form.elements].some((element) => element.type === "submit" && element.getClientRects().length);

  const sendChanged = (field) => {
    try { sessionStorage.setItem(FOCUS, field.id); } catch { /* the next page begins at its top */ }
    field.form?.requestSubmit();
  };

  /** The page that answers begins where the last one was left. */
  const focusAgain = () => {
    try {
      const id = sessionStorage.getItem(FOCUS);
      sessionStorage.removeItem(FOCUS);
      if (id) document.getElementById(id)?.focus();
    } catch { /* nothing was kept */ }
  };

  document.addEventListener("keydown", (event) => {
    const list = event.target.closest?.("select[data-submit-on-change]");
    if (!list || event.ctrlKey || event.altKey || event.metaKey) return;
    if (MOVES.test(event.key)) moving = list;
    if (event.key !== "Enter") return;
    moving = null;
    if (changed(list)) sendChanged(list);
  });
  document.addEventListener("pointerdown", () => { moving = null; });
  document.addEventListener("focusout", (event) => {
    const list = event.target;
    if (list !== moving) return;
    moving = null;
    if (changed(list) && !hasButton(list.form)) sendChanged(list);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]") && event.target !== moving) sendChanged(event.target);
    if (event.target.matches("[data-select-all]")) tickAll(event.target);
  });

  /* --- messages -------------------------------------------------------- */

  const toast = (templateId) => {
    const template = document.getElementById(templateId);
    const room = document.getElementById("toasts");
    if (!template || !room) return;
    const message = template.content.firstElementChild.cloneNode(true);
    room.replaceChildren(message);
    setTimeout(() => message.remove(), TOAST_MS);
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      toast("copied");
    } catch {
      window.prompt("", text);
    }
  };

  /* --- clicks ---------------------------------------------------------- */

  const CLICKS = {
    "[data-dismiss]": (element) => element.closest(".notice, .flash")?.remove(),
    "[data-print]": () => window.print(),
    "[data-copy]": (element) => copy(element.dataset.copy),
    "[data-dialog-open]": (element) => document.getElementById(element.dataset.dialogOpen)?.showModal(),
    "[data-dialog-close]": (element) => element.closest("dialog")?.close(),
  };

  const closeMenus = (target) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
  };

  const openRow = (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select, summary")) return;
    if (window.getSelection()?.toString()) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    for (const [selector, run] of Object.entries(CLICKS)) {
      const element = event.target.closest(selector);
      if (element) run(element);
    }
    openRow(event);
  });

  /* The server may ask for focus after a swap and on the first page: the first field that was refused, or what it names. */
  const REFUSED = ':is([aria-invalid="true"], .form-check-input.is-invalid):not([type=hidden])';
  const focusAsked = (room) => {
    const element = room.querySelector?.(REFUSED) ?? room.querySelector?.("[data-autofocus]");
    if (element) element.focus();
  };

  /** A field that has the focus from the start is written anew, as after Tab: a scan or a figure replaces what stands in it. */
  const selectFocused = () => {
    const field = document.querySelector("[autofocus]");
    if (!field) return;
    // The browser gives the focus with the first picture, a scanner may be quicker: what it sends would go nowhere.
    if (document.activeElement === document.body) field.focus();
    // Only what the server wrote: a person may have begun before this script.
    const first = field.matches("input") && field === document.activeElement;
    if (first && field.value && field.value === field.defaultValue) field.select();
  };

  /* --- htmx ------------------------------------------------------------ */

  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail.ctx.request;
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (token && !SAFE.includes(request.method.toUpperCase())) request.headers["X-CSRFToken"] = token;
  });

  document.addEventListener("htmx:confirm", async (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    event.preventDefault();
    if (await ask(ctx.confirm)) issueRequest();
    else dropRequest();
  });

  document.addEventListener("htmx:error", () => toast("lost-line"));
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.detail.ctx.sourceElement?.closest?.("form");
    if (form) sentAt.delete(form);
    form?.querySelectorAll("[aria-busy=true]").forEach((element) => element.removeAttribute("aria-busy"));
  });
  document.addEventListener("htmx:after:settle", (event) => focusAsked(event.target ?? document));

  focusAsked(document);
  focusAgain();
  selectFocused();
})();
