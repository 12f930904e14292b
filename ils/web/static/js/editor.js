/* The editor of records: keeps what is typed, tells what a box is for, and does everything by keys. Without it the page is
   a plain form; with it nothing else is sent. What the server could not be told yet waits in this browser. */
(() => {
  "use strict";

  const form = document.getElementById("editor");
  if (!form) return;

  const PAUSE_MS = 800;
  const RETRY_MS = 4000;
  const STALE_MS = 60000;
  const SEARCH_MS = 300;
  const MONTH_MS = 30 * 24 * 3600 * 1000;
  const BOX = "input:not([type=hidden], [type=search], [readonly]), select, textarea, input[type=search]";
  const BEACON_BYTES = 60000; // what a browser sends while a page is left

  const byFields = form.elements.by.value === "fields";
  const store = form.dataset.store;
  const beside = document.getElementById("editor-besides");
  const help = document.getElementById("editor-help");
  const word = (name) => document.getElementById("editor-words").content.querySelector(`[data-word=${name}]`).textContent;
  // What lies in a folded group has a place on some browsers, but cannot be focused.
  const visible = (element) => element.getClientRects().length > 0 && !element.closest("details:not([open])");

  /* --- keeping what is typed ------------------------------------------- */

  let typedAt = 0; // counts changes; what was sent is known by its count
  let keptAt = 0;
  let timer = 0;
  let sending = false;
  let over = false; // the page is being left by a button, or the draft is gone
  let mark = form.elements.mark.value; // when the server last kept this draft
  let lookedAt = Date.now();

  const bodyOf = () => new URLSearchParams(new FormData(form)).toString();
  const say = (text, kind = "mut") => {
    const state = document.getElementById("editor-state");
    if (!state) return;
    state.textContent = text;
    state.className = `ed-state ${kind}`;
  };

  const remember = (body) => {
    try { localStorage.setItem(store, JSON.stringify({ body, mark, at: Date.now() })); } catch { /* full or forbidden: the server has it soon */ }
  };
  const forget = () => { try { localStorage.removeItem(store); } catch { /* nothing was kept */ } };
  const remembered = () => { try { return JSON.parse(localStorage.getItem(store) ?? "null"); } catch { return null; } };

  const post = (body, more = {}) => fetch(form.dataset.keep, {
    method: "POST", body, credentials: "same-origin",
    headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" }, ...more,
  });

  const put = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("[data-besides]");
    if (!fresh) return;
    const open = [...beside.querySelectorAll("details")].map((each) => each.open);
    beside.replaceChildren(document.adoptNode(fresh));
    beside.querySelectorAll("details").forEach((each, at) => { each.open = open[at] ?? false; });
    mark = fresh.dataset.mark ?? mark;
    form.elements.mark.value = mark;
  };

  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  async function send() {
    if (over || sending || keptAt === typedAt) return;
    sending = true;
    const at = typedAt;
    let answer = null;
    try { answer = await post(bodyOf()); } catch { /* told below */ }
    sending = false;
    if (over) return;
    if (answer?.ok) {
      keptAt = at;
      put(await answer.text());
      lookedAt = Date.now();
      if (keptAt === typedAt) {
        forget();
      } else {
        remember(bodyOf());
        later(PAUSE_MS);
      }
    } else if (answer?.status === 404) {
      over = true;
      put(await answer.text());
      window.location.assign(form.dataset.away);
    } else {
      say(word(answer?.status === 401 ? "out" : "lost"), "late");
      later(RETRY_MS);
    }
  }

  const changed = () => {
    typedAt += 1;
    remember(bodyOf());
    if (!sending) say(word("typing"));
    later(PAUSE_MS);
  };

  form.addEventListener("input", (event) => { if (!event.target.matches("[data-host-search]")) changed(); });
  form.addEventListener("submit", (event) => {
    if (over) event.preventDefault();
    over = true;
  });
  form.addEventListener("change", (event) => { if (event.target.matches("[data-reform]")) form.requestSubmit(form.querySelector("button[value=keep]")); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  window.addEventListener("pagehide", () => {
    if (over || keptAt === typedAt) return;
    const body = bodyOf();
    if (body.length < BEACON_BYTES) post(body, { keepalive: true }).catch(() => { /* it is in the store */ });
  });
  document.addEventListener("visibilitychange", () => {
    // Who comes back after a while is told what has changed around the record meanwhile.
    if (!document.hidden && Date.now() - lookedAt > STALE_MS) typedAt += 1;
    send();
  });

  /** What an earlier page could not send is sent now, unless the draft has been kept from elsewhere since. */
  const restore = async () => {
    const kept = remembered();
    if (!kept || kept.mark !== mark) return forget();
    const body = new URLSearchParams(kept.body);
    body.set("csrf_token", form.elements.csrf_token.value);
    try {
      const answer = await post(body.toString());
      if (!answer.ok) return undefined;
      forget();
      over = true;
      window.location.reload();
    } catch { say(word("lost"), "late"); }
    return undefined;
  };

  const sweep = () => {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("ils-draft-")).forEach((key) => {
        if (Date.now() - (JSON.parse(localStorage.getItem(key))?.at ?? 0) > MONTH_MS) localStorage.removeItem(key);
      });
    } catch { /* a browser that keeps nothing */ }
  };

  /* --- lines and fields ------------------------------------------------- */

  const boxes = (room = form) => [...room.querySelectorAll(BOX)].filter((box) => visible(box) && box.tabIndex >= 0 && box.type !== "submit");
  const unitOf = (element) => element?.closest?.("[data-entry], [data-field]");
  const lineOf = (unit) => unit.closest("[data-line]");
  const canAdd = (unit) => byFields || Boolean(lineOf(unit)?.hasAttribute("data-repeatable"));
  const enliven = (room) => room.querySelectorAll("[data-add], [data-remove], [data-up]").forEach((button) => { button.hidden = false; });
  const focusFirst = (room) => boxes(room)[0]?.focus();
  const fromTemplate = (id) => {
    const made = document.getElementById(id).content.firstElementChild.cloneNode(true);
    enliven(made);
    return made;
  };

  const asNew = (unit) => {
    const key = unit.querySelector("input[name=line]");
    if (key) key.value = `${key.value.split("@")[0]}@`;
    const drop = unit.querySelector("input[name=drop]");
    if (drop) drop.value = "";
    return unit;
  };

  /** A copy of the DOM does not take along what was chosen or typed since the page came. */
  const copyOf = (unit) => {
    const made = asNew(unit.cloneNode(true));
    const old = unit.querySelectorAll("input, select, textarea");
    made.querySelectorAll("input, select, textarea").forEach((box, at) => { if (box.name !== "line" && box.name !== "drop") box.value = old[at].value; });
    return made;
  };

  const emptied = (unit) => {
    unit.querySelectorAll("input:not([type=hidden]), select, textarea").forEach((box) => { box.value = ""; });
    return unit;
  };

  const add = (unit) => {
    if (!canAdd(unit)) return;
    const made = byFields ? fromTemplate("new-field") : emptied(copyOf(unit));
    unit.after(made);
    focusFirst(made);
  };

  const duplicate = (unit) => {
    if (!canAdd(unit) || unit.querySelector("input[name=tag]")?.value === "LDR") return;
    const made = copyOf(unit);
    unit.after(made);
    focusFirst(made);
    changed();
  };

  const nearby = (unit) => {
    const all = boxes();
    const mine = boxes(unit);
    const at = all.indexOf(mine[0]);
    return all[at + mine.length] ?? all[at - 1];
  };

  const remove = (unit) => {
    if (unit.querySelector("input[name=tag]")?.value === "LDR") return;
    const next = nearby(unit);
    const key = unit.querySelector("input[name=line]")?.value ?? "";
    const alone = !byFields && [...lineOf(unit).querySelectorAll("[data-entry]")].filter(visible).length === 1;
    if (alone) lineOf(unit).append(asNew(emptied(copyOf(unit))));
    if (key && !key.endsWith("@")) {
      unit.querySelector("input[name=drop]").value = "1";
      unit.hidden = true;
    } else {
      unit.remove();
    }
    (alone ? boxes().find((box) => !unit.contains(box)) && next : next)?.focus();
    changed();
  };

  const move = (unit, step) => {
    const other = step < 0 ? unit.previousElementSibling : unit.nextElementSibling;
    if (!byFields || !other?.matches("[data-field]") || other.querySelector("input[name=tag]").value === "LDR") return;
    const held = document.activeElement;
    if (step < 0) other.before(unit);
    else other.after(unit);
    held?.focus();
    changed();
  };

  const addSubfield = (unit, after) => {
    const room = unit.querySelector(".fe-subs");
    if (!room) return;
    const made = fromTemplate("new-subfield");
    const here = after?.closest("[data-sub]") ?? [...room.querySelectorAll("[data-sub]")].at(-1);
    if (here) here.after(made);
    else room.prepend(made);
    made.querySelector("input").focus();
  };

  form.addEventListener("click", (event) => {
    const unit = unitOf(event.target);
    if (!unit) return;
    if (event.target.closest("[data-add]")) add(unit);
    else if (event.target.closest("[data-remove]")) remove(unit);
    else if (event.target.closest("[data-up]")) move(unit, -1);
  });

  /* --- fixed fields: the text and its choices say the same --------------- */

  const fixedOf = (unit) => unit.querySelector("input[name=data]")
    ?? [...unit.querySelectorAll("[data-sub]")].find((sub) => sub.querySelector("[name=code]").value === "a")?.querySelector("[name=value]");

  const toText = (choice) => {
    const text = fixedOf(unitOf(choice));
    const at = Number(choice.dataset.at);
    const size = Number(choice.dataset.size);
    const value = (choice.matches("select") ? choice.value.split(":").slice(2).join(":") : choice.value).padEnd(size).slice(0, size);
    text.value = text.value.padEnd(at + size).slice(0, at) + value + text.value.padEnd(at + size).slice(at + size);
  };

  const toChoices = (unit, text) => {
    unit.querySelectorAll("[data-at]").forEach((choice) => {
      const at = Number(choice.dataset.at);
      const value = text.padEnd(at + Number(choice.dataset.size)).slice(at, at + Number(choice.dataset.size));
      if (!choice.matches("select")) choice.value = value;
      else choice.value = [...choice.options].find((option) => option.value.split(":").slice(2).join(":") === value)?.value ?? "";
    });
  };

  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-at]")) toText(event.target);
    else if (byFields && unitOf(event.target) && event.target === fixedOf(unitOf(event.target))) toChoices(unitOf(event.target), event.target.value);
  }, true);

  /* --- what a box is for ------------------------------------------------- */

  const told = new Map(); // tag → the text about it
  let shownTag = "";

  const about = async (tag) => {
    if (!told.has(tag)) {
      try {
        const answer = await fetch(form.dataset.help.replace("TAG", encodeURIComponent(tag)), { credentials: "same-origin", headers: { "HX-Request": "true" } });
        told.set(tag, answer.ok ? await answer.text() : "");
      } catch { return ""; }
    }
    return told.get(tag);
  };

  const show = async (tag, part) => {
    if (!tag) return;
    const text = await about(tag);
    if (!text) return;
    if (shownTag !== tag) {
      help.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      shownTag = tag;
    }
    help.querySelectorAll("[data-part]").forEach((each) => { each.classList.toggle("is-on", each.dataset.part === part); });
    const on = help.querySelector(".is-on");
    help.scrollTop = on ? on.offsetTop - 60 : 0; // never the page itself, on which somebody types
  };

  const tagOf = (unit) => unit.querySelector("input[name=tag]").value.trim();

  const partOf = (box) => {
    if (box.name === "ind1" || box.name === "ind2") return box.name;
    return box.closest("[data-sub]")?.querySelector("[name=code]").value ?? "";
  };

  form.addEventListener("focusin", (event) => {
    const box = event.target;
    if (box.dataset.help) show(box.dataset.help.slice(0, 3), box.dataset.help.slice(3));
    else if (byFields && unitOf(box)) show(tagOf(unitOf(box)), partOf(box));
  });

  /** A field changes its kind with its tag: 00X have text, the others subfields. */
  form.addEventListener("change", async (event) => {
    if (event.target.name !== "tag") return;
    const unit = unitOf(event.target);
    const tag = tagOf(unit);
    const text = unit.querySelector("input[name=data]");
    if (/^00\d$/.test(tag) && !text) {
      const data = Object.assign(document.createElement("input"), { name: "data", className: "fe-data" });
      data.setAttribute("aria-label", tag);
      data.value = [...unit.querySelectorAll("[name=value]")].map((box) => box.value).join(" ");
      unit.querySelector(".fe-inds").replaceChildren();
      unit.querySelector(".fe-subs").replaceWith(data);
      data.focus();
    } else if (/^\d{3}$/.test(tag) && !/^00\d$/.test(tag) && text) {
      const made = fromTemplate("new-field");
      made.querySelector("[name=tag]").value = tag;
      made.querySelector("[name=value]").value = text.value;
      unit.replaceWith(made);
      made.querySelector("[name=ind1]").focus();
    }
    const named = new DOMParser().parseFromString(await about(tag), "text/html").querySelector("[data-name]");
    const label = form.contains(unit) ? unit.querySelector(".fe-name") : null;
    if (label) label.textContent = named?.textContent ?? "";
  });

  /* --- proposals, and the journal an article stands in ------------------- */

  const reveal = (element) => { const folded = element.closest("details"); if (folded) folded.open = true; };

  const take = (button) => {
    const box = form.querySelector(`[name="v.${button.dataset.into}"]`);
    if (!box) return;
    reveal(box);
    box.value = button.dataset.take;
    box.focus();
    changed();
  };

  beside.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (button) take(button);
  });

  let searching = 0;
  const listOf = (box) => document.getElementById(box.getAttribute("aria-controls"));
  const found = (box) => [...listOf(box).querySelectorAll("[role=option]")];

  const close = (box) => {
    listOf(box).hidden = true;
    listOf(box).replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const look = async (box) => {
    const asked = box.value.trim();
    if (asked.length < 2) return close(box);
    try {
      const answer = await fetch(`${form.dataset.hosts}?${new URLSearchParams({ q: asked })}`, { credentials: "same-origin", headers: { "HX-Request": "true" } });
      if (!answer.ok || box.value.trim() !== asked) return undefined;
      listOf(box).replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.children);
    } catch { return undefined; }
    listOf(box).hidden = false;
    box.setAttribute("aria-expanded", "true");
    return point(box, 0);
  };

  const point = (box, step) => {
    const all = found(box);
    const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    const next = Math.min(Math.max(at + step, 0), all.length - 1);
    all.forEach((each, place) => { each.setAttribute("aria-selected", String(place === next)); });
    if (!all[next]) return;
    box.setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  };

  const choose = (box, option) => {
    const line = box.closest("[data-line]");
    for (const name of ["title", "issn", "control"]) {
      const target = line.querySelector(`[name="v.${name}"]`);
      if (target && option.dataset[name]) target.value = option.dataset[name];
    }
    document.getElementById("host-id").value = option.dataset.id;
    box.value = "";
    close(box);
    line.querySelector('[name="v.part"]')?.focus();
    changed();
  };

  form.addEventListener("input", (event) => {
    const box = event.target;
    if (box.matches("[data-host-search]")) {
      clearTimeout(searching);
      searching = setTimeout(() => look(box), SEARCH_MS);
    } else if (box.name === "v.title" && box.closest("[data-line=host], [data-line=set]") && !box.value) {
      document.getElementById("host-id").value = "";
    }
  });
  form.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    const box = option?.closest(".ed-hosts").querySelector("[data-host-search]");
    if (!box) return;
    event.preventDefault();
    choose(box, option);
  });
  form.addEventListener("focusout", (event) => { if (event.target.matches("[data-host-search]")) close(event.target); });

  const hostKey = (event) => {
    const box = event.target;
    if (!box.matches?.("[data-host-search]") || listOf(box).hidden) return false;
    const chosen = found(box).find((each) => each.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") point(box, 1);
    else if (event.key === "ArrowUp") point(box, -1);
    else if (event.key === "Escape") close(box);
    else if (event.key === "Enter" && chosen) choose(box, chosen);
    else return false;
    return true;
  };

  /* --- keys -------------------------------------------------------------- */

  const press = (value) => document.querySelector(`button[form=editor][name=act][value=${value}]`)?.click();

  const step = (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.shiftKey || event.altKey || !event.target.matches(BOX)) return false;
    const all = boxes();
    (all[all.indexOf(event.target) + 1] ?? document.querySelector("button[form=editor][value=save]")).focus();
    return true;
  };

  const UNIT_KEYS = {
    F8: add,
    "Shift+F8": duplicate,
    "Ctrl+Delete": remove,
    "Ctrl+ArrowUp": (unit) => move(unit, -1),
    "Ctrl+ArrowDown": (unit) => move(unit, 1),
    "Ctrl+Enter": (unit) => (byFields ? addSubfield(unit, document.activeElement) : add(unit)),
  };
  const PAGE_KEYS = {
    "Ctrl+S": () => press("save"),
    "Shift+F9": () => press("template"),
    "Ctrl+M": () => { const button = beside.querySelector("[data-take]"); if (button) take(button); },
  };

  const nameOf = (event) => {
    const key = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key;
    return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.shiftKey ? "Shift+" : ""}${key}`;
  };

  const answered = (event) => {
    if (hostKey(event) || step(event)) return true;
    const name = nameOf(event);
    const unit = unitOf(event.target) ?? (name === "F8" && byFields ? [...form.querySelectorAll("[data-field]")].at(-1) : null);
    if (PAGE_KEYS[name]) PAGE_KEYS[name]();
    else if (UNIT_KEYS[name] && unit) UNIT_KEYS[name](unit);
    else return false;
    return true;
  };

  // Before keys.js, which listens on the document: what is answered here is not answered twice.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
    if (answered(event)) event.preventDefault();
  }, true);

  /* --- the page as it comes ---------------------------------------------- */

  if (!CSS.supports("field-sizing", "content")) {
    const fit = (box) => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 2}px`; };
    form.querySelectorAll(".ed-grow").forEach(fit);
    form.addEventListener("input", (event) => { if (event.target.matches(".ed-grow")) fit(event.target); });
  }
  document.body.classList.add("has-editor");
  enliven(form);
  sweep();
  restore();
  (byFields ? form.querySelector("[data-field] .fe-value") : boxes()[0])?.focus();
})();
