/* Small helps on top of pages that work without any of this. No library, no eval, no
   inline styles: everything is said with attributes that app.css knows. */
(function () {
  "use strict";

  const words = (document.getElementById("words") || { dataset: {} }).dataset;
  const DRAFTS = "draft:";
  const SENT = "draft-sent";
  const KEEP_DAYS = 14;

  function make(tag, attributes, text) {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes || {})) element.setAttribute(name, attributes[name]);
    if (text) element.textContent = text;
    return element;
  }

  function say(text) {
    const place = document.getElementById("messages");
    if (!place) return;
    const note = make("div", { class: "note note-attention message" });
    note.append(make("div", { class: "note-body" }, text));
    place.replaceChildren(note);
    place.scrollIntoView({ block: "nearest" });
  }

  // Pressed: the control says at once that it was heard, and is not heard twice. -------

  function busy(control) {
    if (!control) return;
    control.setAttribute("aria-busy", "true");
    const form = control.form;
    if (form) form.dataset.sent = "1";
  }

  function idle(root) {
    for (const one of root.querySelectorAll("[aria-busy=true]")) one.removeAttribute("aria-busy");
    for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const byHtmx = form.matches("[hx-get],[hx-post],[hx-put],[hx-delete],[data-hx-post],[data-hx-get]");
    if (!byHtmx) busy(event.submitter || form.querySelector("[type=submit]"));
    if ("download" in form.dataset) setTimeout(() => idle(document), 2500);
    noteSent(form);
  });

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!link.matches(".btn, .tasks a, .bottom a, [data-download]") || link.target || link.getAttribute("href").startsWith("#")) return;
    if (link.hasAttribute("data-dialog")) return;
    link.setAttribute("aria-busy", "true");
    setTimeout(() => link.removeAttribute("aria-busy"), "download" in link.dataset ? 2500 : 8000);
  });

  // A page brought back by the Back button is ready again.
  window.addEventListener("pageshow", () => idle(document));

  document.addEventListener("htmx:beforeRequest", function (event) {
    const from = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent;
    const pressed = (from && from.submitter) || event.detail.elt;
    if (pressed.matches("button, a, input, select")) pressed.setAttribute("aria-busy", "true");
    if (event.detail.elt.matches("form")) event.detail.elt.dataset.sent = "1";
  });
  document.addEventListener("htmx:afterRequest", () => idle(document));
  document.addEventListener("htmx:sendError", () => say(words.failed));
  document.addEventListener("htmx:responseError", () => say(words.failed));
  document.addEventListener("htmx:afterSwap", (event) => {
    start(event.detail.elt);
    const wrong = event.detail.elt.querySelector && event.detail.elt.querySelector("[data-error-summary]");
    if (wrong) wrong.focus();
  });

  // Menus: one open at a time, Escape closes, and so does a press elsewhere. ------------

  document.addEventListener("click", function (event) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A select that filters a list sends its form when it changes. -----------------------

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit-on-change]") && event.target.form) event.target.form.requestSubmit();
  });

  // Copy: <button data-copy="#id"> or data-copy-text. -----------------------------------

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy], [data-copy-text]");
    if (!button || !navigator.clipboard) return;
    const source = button.dataset.copy && document.querySelector(button.dataset.copy);
    const text = source ? source.value || source.innerText : button.dataset.copyText;
    navigator.clipboard.writeText(text || "").then(function () {
      const before = button.textContent;
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = before; }, 2000);
    });
  });

  // <button data-print>: shown only where it can work. ----------------------------------

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  // <a data-dialog href="…">: the confirmation page, over this page. --------------------

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!window.HTMLDialogElement) return;
    event.preventDefault();
    link.setAttribute("aria-busy", "true");
    fetch(link.href, { headers: { Accept: "text/html" }, credentials: "same-origin" })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject()))
      .then(function (text) {
        const page = new DOMParser().parseFromString(text, "text/html");
        const panel = page.querySelector("[data-confirm-panel]");
        const heading = page.querySelector("main h1");
        if (!panel) return Promise.reject();
        openDialog(link, heading ? heading.textContent.trim() : "", document.adoptNode(panel));
        return undefined;
      })
      .catch(() => { window.location.assign(link.href); })
      .finally(() => link.removeAttribute("aria-busy"));
  });

  function openDialog(link, title, panel) {
    const dialog = make("dialog", { class: "dialog", "aria-labelledby": "dialog-title" });
    const head = make("div", { class: "dialog-head" });
    head.append(make("h2", { id: "dialog-title" }, title));
    const close = make("button", { type: "button", class: "btn btn-quiet" }, words.close);
    head.append(close);
    if (!panel.hasAttribute("action")) panel.setAttribute("action", link.href);
    dialog.append(head, panel);
    document.body.append(dialog);
    const shut = function (event) { event.preventDefault(); dialog.close(); };
    close.addEventListener("click", shut);
    const cancel = panel.querySelector("[data-cancel]");
    if (cancel) cancel.addEventListener("click", shut);
    dialog.addEventListener("close", function () { dialog.remove(); link.focus(); });
    start(dialog);
    dialog.showModal();
    (panel.querySelector("textarea, input:not([type=hidden]), select") || panel.querySelector("button")).focus();
  }

  // Long forms: kept on this device while they are typed. -------------------------------
  // <form data-autosave="plan-line-12"> keeps; sent and answered well, it is forgotten;
  // signing out forgets everything of this person. Passwords and files are never kept.

  const who = document.body.dataset.user;
  // Signed out: what stands in an open form is not kept again while the page goes.
  let forgotten = false;

  function store() {
    try { return window.localStorage; } catch (error) { return null; }
  }
  function keyOf(form) { return DRAFTS + who + ":" + form.dataset.autosave; }
  function mayKeep(field) {
    // A correction put back says which version it was begun on, so that a newer one is not lost.
    if (field.name === "version" && field.form && field.form.hasAttribute("data-keeps-version")) return true;
    return field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type)
      && field.autocomplete !== "one-time-code" && !field.hasAttribute("data-not-kept");
  }
  function valuesOf(form) {
    const kept = [];
    for (const field of form.elements) {
      if (!mayKeep(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") kept.push([field.name, field.value, field.checked]);
      else if (field.type === "select-multiple") kept.push([field.name, Array.from(field.selectedOptions, (one) => one.value)]);
      else kept.push([field.name, field.value]);
    }
    return kept;
  }
  function putBack(form, kept) {
    const seen = {};
    for (const [name, value, checked] of kept) {
      const same = Array.from(form.elements).filter((field) => field.name === name && mayKeep(field));
      if (!same.length) continue;
      if (typeof checked === "boolean") {
        for (const field of same) if (field.value === value) field.checked = checked;
      } else if (Array.isArray(value)) {
        for (const option of same[0].options || []) option.selected = value.includes(option.value);
      } else {
        const field = same[seen[name] || 0];
        seen[name] = (seen[name] || 0) + 1;
        if (field) field.value = value;
      }
    }
    for (const field of form.elements) {
      if (mayKeep(field)) field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    form.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
  }
  function read(box, key) {
    try { return JSON.parse(box.getItem(key)); } catch (error) { return null; }
  }
  function ownKeys(box, prefix) {
    return Array.from({ length: box.length }, (_, at) => box.key(at)).filter((key) => key && key.startsWith(prefix));
  }

  function noteSent(form) {
    const box = store();
    if (!box) return;
    if (form.hasAttribute("data-forget-drafts") && who) {
      forgotten = true;
      for (const key of ownKeys(box, DRAFTS + who + ":")) box.removeItem(key);
      return;
    }
    if (form.dataset.autosave && who) {
      try { window.sessionStorage.setItem(SENT, keyOf(form)); } catch (error) { /* then it is offered again */ }
    }
  }

  // The answer to a sent form is success when it says so, or is neither a failure nor the form again.
  function settleSent() {
    const box = store();
    let key = null;
    try { key = window.sessionStorage.getItem(SENT); } catch (error) { return; }
    if (!box || !key || !who) return;
    if (document.body.hasAttribute("data-error-page")) return;
    const thanked = document.querySelector(".message.note-good");
    const again = !thanked && Array.from(document.querySelectorAll("form[data-autosave]")).some((form) => keyOf(form) === key);
    window.sessionStorage.removeItem(SENT);
    if (!again) box.removeItem(key);
  }

  function forgetOld() {
    const box = store();
    if (!box) return;
    const limit = Date.now() - KEEP_DAYS * 864e5;
    for (const key of ownKeys(box, DRAFTS)) {
      const kept = read(box, key);
      if (!kept || !(kept.at > limit)) box.removeItem(key);
    }
  }

  function keepWhileTyping(form) {
    const box = store();
    if (!box || !who) return;
    const key = keyOf(form);
    const atStart = JSON.stringify(valuesOf(form));
    const kept = read(box, key);
    const cameBack = form.querySelector(".has-error") || document.querySelector("[data-error-summary]");
    if (kept && !cameBack && JSON.stringify(kept.values) !== atStart) offer(form, box, key, kept);
    else if (kept && !cameBack) box.removeItem(key);
    let wait = 0;
    const keep = function () {
      clearTimeout(wait);
      if (form.dataset.sent || forgotten) return;
      const now = valuesOf(form);
      try {
        if (JSON.stringify(now) === atStart) box.removeItem(key);
        else {
          box.setItem(key, JSON.stringify({ at: Date.now(), values: now }));
          hint(form);
        }
      } catch (error) { /* no room on this device: the form still works */ }
    };
    form.addEventListener("input", function () { clearTimeout(wait); wait = setTimeout(keep, 600); });
    form.addEventListener("change", keep);
    form.addEventListener("submit", keep);
    window.addEventListener("pagehide", keep);
  }

  function hint(form) {
    if (form.querySelector(".field-kept")) return;
    form.append(make("p", { class: "field-kept", role: "status" }, words.kept));
  }

  function offer(form, box, key, kept) {
    const note = make("div", { class: "note note-attention drafts-offer", role: "status" });
    note.append(make("p", {}, words.restoreText));
    const yes = make("button", { type: "button", class: "btn btn-secondary" }, words.restore);
    const no = make("button", { type: "button", class: "btn btn-quiet" }, words.discard);
    yes.addEventListener("click", function () { putBack(form, kept.values); note.remove(); });
    no.addEventListener("click", function () { box.removeItem(key); note.remove(); });
    note.append(yes, no);
    form.before(note);
  }

  // <form data-warn-unsaved>: leaving with something typed asks first. -------------------

  function warnUnsaved(form) {
    const atStart = JSON.stringify(valuesOf(form));
    let sent = false;
    form.addEventListener("submit", () => { sent = true; });
    window.addEventListener("beforeunload", function (event) {
      if (!sent && form.isConnected && JSON.stringify(valuesOf(form)) !== atStart) event.preventDefault();
    });
  }

  // A summary entry leads into its field, not only to it. --------------------------------

  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    if (!link) return;
    const field = document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    const block = field.closest(".field") || field;
    block.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  function start(root) {
    for (const form of root.querySelectorAll("form[data-autosave]")) keepWhileTyping(form);
    for (const form of root.querySelectorAll("form[data-warn-unsaved]")) warnUnsaved(form);
    for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
    for (const tab of root.querySelectorAll(".tabs [aria-current]")) {
      const row = tab.closest(".tabs");
      if (row.scrollWidth > row.clientWidth) row.scrollLeft = tab.offsetLeft - row.clientWidth / 3;
    }
  }

  settleSent();
  forgetOld();
  start(document);
  const wrong = document.querySelector("[data-error-summary]");
  if (wrong) wrong.focus();
})();
