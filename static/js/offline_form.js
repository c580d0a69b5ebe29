/* Forms that survive a lost connection: <form data-offline-form>. What is sent is first laid into a
   small outbox on this device (IndexedDB, photos and all), under the signed-in person's number, and
   taken out when the server says that it has it. What could not be sent waits there, over a closed
   tab and a restart, and goes when the connection is back. Sending the same form twice makes one
   activity: its key goes along. Signing out asks about what waits, and throws it away. */
(function () {
  "use strict";

  const who = document.body.dataset.user;
  const words = (document.getElementById("offline-words") || { dataset: {} }).dataset;
  const DAYS = 14;
  const LONGEST_SIDE = 1600;
  const SHRINK_ABOVE = 400 * 1024;
  const WRITTEN = ["title", "starts", "ends", "village", "reached", "women", "men", "unsaid", "text"];
  const EVERY = 20000;
  const SELDOM = 600000;
  const OPENS_WITHIN = 5000;
  const LOG_AT = "offline-log-at";
  const WHO = "offline-who";
  let busy = false;
  let count = 0;
  let pause = EVERY;

  if (!window.indexedDB || !window.fetch || !window.FormData) return;

  function make(tag, attributes, text) {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes || {})) element.setAttribute(name, attributes[name]);
    if (text) element.textContent = text;
    return element;
  }

  function remember(name, value) {
    try {
      if (value === null) window.localStorage.removeItem(name);
      else window.localStorage.setItem(name, value);
    } catch (error) { /* then the form without connection does not know whose it is */ }
  }
  function recall(name) {
    try { return window.localStorage.getItem(name); } catch (error) { return null; }
  }

  // The outbox -------------------------------------------------------------------------

  const database = new Promise(function (resolve, reject) {
    const asked = window.indexedDB.open("outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("forms", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    // Some browsers never answer: then the form goes as any form does.
    window.setTimeout(() => reject(new Error("no outbox")), OPENS_WITHIN);
  });
  function store(mode, act) {
    return database.then((box) => new Promise(function (resolve, reject) {
      const turn = box.transaction("forms", mode);
      const asked = act(turn.objectStore("forms"));
      turn.oncomplete = () => resolve(asked.result);
      turn.onerror = () => reject(turn.error);
      turn.onabort = () => reject(turn.error);
    }));
  }
  const keep = (record) => store("readwrite", (box) => box.put(record));
  const drop = (key) => store("readwrite", (box) => box.delete(key));
  const every = () => store("readonly", (box) => box.getAll());
  const own = (user) => every().then((all) => all.filter((one) => one.user === user));

  // A photo is made smaller before it goes over one bar of signal. -----------------------

  function smaller(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SHRINK_ABOVE || !window.createImageBitmap) return Promise.resolve(file);
    return window.createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      const by = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * by);
      canvas.height = Math.round(picture.height * by);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    }).then((blob) => (blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file))
      .catch(() => file);
  }

  function entriesOf(form) {
    const found = Array.from(new FormData(form).entries()).filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size));
    return Promise.all(found.map(([name, value]) => (value instanceof File ? smaller(value).then((file) => [name, file]) : [name, value])));
  }

  function recordOf(form, user, state) {
    return entriesOf(form).then(function (entries) {
      const value = (name) => (entries.find((one) => one[0] === name) || ["", ""])[1];
      return {
        key: user + ":" + (value("form_key") || Date.now()),
        user: user,
        url: form.dataset.offlineForm || window.location.pathname,
        draft: form.dataset.autosave || "",
        title: value("title") || value("village") || words.untitled,
        at: Date.now(),
        entries: entries,
        state: state,
      };
    });
  }

  // Sending ----------------------------------------------------------------------------

  function bodyOf(record) {
    const body = new FormData();
    for (const [name, value] of record.entries) {
      if (value instanceof Blob) body.append(name, value, value.name || "photo.jpg");
      else body.append(name, value);
    }
    return body;
  }
  function post(record, token) {
    return fetch(record.url, {
      method: "POST",
      body: bodyOf(record),
      headers: { "X-CSRFToken": token, "X-Offline-Form": "1" },
      credentials: "same-origin",
    });
  }
  // The form as the server has it now: with a token that holds, or the page to sign in.
  function freshToken(record) {
    return fetch(record.url, { credentials: "same-origin", headers: { Accept: "text/html" } }).then(function (answer) {
      if (answer.redirected) return { said: "sign-in" };
      if (!answer.ok) return { said: "refused" };
      return answer.text().then(function (text) {
        const page = new DOMParser().parseFromString(text, "text/html");
        // Somebody else has signed in meanwhile, in another tab: theirs it is not to send.
        if (page.body.dataset.user !== record.user) return { said: "sign-in" };
        const field = page.querySelector("form[data-offline-form] [name=csrfmiddlewaretoken]");
        return field ? { token: field.value } : { said: "refused" };
      });
    });
  }
  function judged(answer) {
    if (answer.status === 201) return answer.json().then((made) => ({ said: "sent", url: made.url, title: made.title }));
    if (answer.redirected) return { said: "sign-in" };
    if (answer.status === 400) return answer.text().then((page) => ({ said: "wrong", page: page }));
    if (answer.status === 403) return { said: "refused" };
    if (answer.status === 413) return { said: "large" };
    if (answer.status >= 500 || answer.status === 429) return { said: "later" };
    return { said: "refused" };
  }
  // -> {said: sent | wrong | sign-in | refused | large | later}
  function deliver(record, token) {
    const first = token ? Promise.resolve({ token: token }) : freshToken(record);
    return first.then(function (found) {
      if (!found.token) return found;
      return post(record, found.token).then(judged).then(function (outcome) {
        if (outcome.said !== "refused" || !token) return outcome;
        // The token may be old: once more with a new one.
        return deliver(record, "");
      });
    }).catch(() => ({ said: "later" }));
  }

  // On the page of the form ------------------------------------------------------------

  function forgetDraft(form) {
    // As app.js keeps it: the next page forgets what was typed here.
    try { window.sessionStorage.setItem("draft-sent", "draft:" + who + ":" + form.dataset.autosave); } catch (error) { /* offered again */ }
    remember("draft-key:" + who + ":" + form.dataset.autosave, null);
  }

  // What was typed is forgotten with what was sent from another page, unless more was typed since.
  function forgetSent(record) {
    const key = "draft-key:" + who + ":" + record.draft;
    const draft = "draft:" + who + ":" + record.draft;
    const sent = new Map(record.entries.map(([name, value]) => [name, String(value).replace(/\r\n?/g, "\n")]));
    if (!record.draft || recall(key) !== sent.get("form_key")) return;
    let kept = null;
    try { kept = JSON.parse(recall(draft)); } catch (error) { return; }
    const same = ([name, value, checked]) => checked !== undefined || Array.isArray(value) || (sent.get(name) || "") === value;
    if (!kept || !kept.values.every(same)) return;
    remember(draft, null);
    remember(key, null);
  }

  function showAgain(form, page) {
    // The form comes back with what is wrong; the files that were chosen stay chosen.
    const files = form.querySelector("input[type=file]");
    const chosen = files && files.files.length ? files.files : null;
    const answer = new DOMParser().parseFromString(page, "text/html").getElementById("main");
    if (!answer || !answer.querySelector("form[data-offline-form]")) return false;
    const fresh = document.adoptNode(answer);
    document.getElementById("main").replaceWith(fresh);
    const again = fresh.querySelector("input[type=file]");
    if (chosen && again) again.files = chosen;
    document.dispatchEvent(new CustomEvent("htmx:afterSwap", { detail: { elt: fresh } }));
    begin(fresh);
    return true;
  }

  function pressed(form, event) {
    if (form.dataset.native) return;
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    delete form.dataset.changed;
    const button = event.submitter || form.querySelector("[type=submit]");
    button.setAttribute("aria-busy", "true");
    const done = function () {
      delete form.dataset.sending;
      button.removeAttribute("aria-busy");
    };
    recordOf(form, who, "waiting").then(function (record) {
      return keep(record).then(() => record);
    }).then(function (record) {
      const token = form.querySelector("[name=csrfmiddlewaretoken]");
      return deliver(record, token ? token.value : "").then((outcome) => settle(form, record, outcome));
    }).catch(function () {
      // No room on this device: send it as any form is sent.
      form.dataset.native = "1";
      form.requestSubmit(button);
    }).finally(done);
  }

  function settle(form, record, outcome) {
    if (outcome.said === "sent") {
      forgetDraft(form);
      return drop(record.key).then(() => window.location.assign(outcome.url));
    }
    if (outcome.said === "wrong" && showAgain(form, outcome.page)) return drop(record.key);
    if (outcome.said === "large") return drop(record.key).then(() => show(words.large, "bad"));
    return show({ later: words.kept, "sign-in": words.signIn }[outcome.said] || words.refused, "attention").then(() => refresh());
  }

  function show(text, tone) {
    const place = document.getElementById("messages");
    if (!place) return Promise.resolve();
    const note = make("div", { class: "note note-" + tone + " message", role: "status" });
    note.append(make("div", { class: "note-body" }, text));
    place.replaceChildren(note);
    place.scrollIntoView({ block: "nearest" });
    return Promise.resolve();
  }

  // The key stays with what was typed, so that a form put back is the same form. ----------

  function keepKey(form) {
    const field = form.querySelector("[name=form_key]");
    if (!field || !form.dataset.autosave) return;
    const name = "draft-key:" + who + ":" + form.dataset.autosave;
    // Read now: putting the fields back is typing too, and would lay this form's key over it.
    const kept = recall(name);
    form.addEventListener("input", () => remember(name, field.value), { once: true });
    form.addEventListener("restored", function () {
      if (!kept) return;
      field.value = kept;
      remember(name, kept);
    });
  }

  // A form that waits is put back into its page: #waiting-<key>. --------------------------

  function putBack(form, record) {
    const again = {};
    for (const [name, value] of record.entries) {
      const same = Array.from(form.elements).filter((field) => field.name === name);
      if (!same.length) continue;
      if (value instanceof Blob) {
        again[name] = again[name] || new DataTransfer();
        again[name].items.add(new File([value], value.name || "photo.jpg", { type: value.type }));
        same[0].files = again[name].files;
      } else if (same[0].type === "radio" || same[0].type === "checkbox") {
        for (const field of same) if (field.value === value) field.checked = true;
      } else same[0].value = value;
    }
    for (const part of form.querySelectorAll("details")) {
      if (record.entries.some(([name, value]) => value && part.querySelector("[name='" + name + "']:not([type=hidden])"))) part.open = true;
    }
  }

  function offered(form) {
    const key = decodeURIComponent(window.location.hash.replace("#waiting-", ""));
    if (!window.location.hash.startsWith("#waiting-")) return;
    own(who).then(function (all) {
      const record = all.find((one) => one.key === key);
      if (!record) return;
      putBack(form, record);
      // From now on the form is the one that waits: sent, it takes its place in the outbox.
      form.addEventListener("submit", () => drop(record.key), { capture: true });
    });
  }

  function begin(root) {
    for (const form of root.querySelectorAll("form[data-offline-form]")) {
      if (form.dataset.shell) continue;
      form.addEventListener("submit", (event) => pressed(form, event));
      form.addEventListener("input", () => { form.dataset.changed = "1"; });
      keepKey(form);
      offered(form);
    }
  }

  // What waits is said on every page, and sent. ------------------------------------------

  function banner(records) {
    const old = document.querySelector(".waiting-forms");
    if (old) old.remove();
    count = records.length;
    if (!count) return;
    const note = make("section", { class: "note note-attention waiting-forms", "aria-label": words.waiting });
    const body = make("div", { class: "note-body" });
    body.append(make("p", {}, words.waiting));
    for (const record of records) {
      const row = make("div", { class: "buttons" });
      row.append(make("strong", {}, record.title));
      if (record.state !== "waiting") row.append(make("a", { class: "btn btn-secondary", href: record.url + "#waiting-" + encodeURIComponent(record.key) }, words.finish));
      const away = make("button", { type: "button", class: "btn btn-quiet btn-bad" }, words.discard);
      away.addEventListener("click", function () {
        if (window.confirm(words.discardAsk)) drop(record.key).then(refresh);
      });
      row.append(away);
      body.append(row);
      if (record.state !== "waiting") body.append(written(record));
    }
    if (records.some((one) => one.state === "waiting")) {
      const now = make("button", { type: "button", class: "btn btn-secondary" }, words.now);
      now.addEventListener("click", () => flush(true));
      body.append(now);
    }
    note.append(body);
    const page = document.querySelector(".page");
    if (page) page.prepend(note);
  }

  // Also where its page opens no more, because a right has ended: nothing typed is out of reach.
  function written(record) {
    const part = make("details");
    part.append(make("summary", {}, words.wrote));
    for (const [name, value] of record.entries) {
      if (typeof value === "string" && value && WRITTEN.includes(name)) part.append(make("p", { class: "prose" }, value));
    }
    return part;
  }

  function refresh() {
    return own(who).then(banner).catch(() => {});
  }

  function flush(asked) {
    if (busy || !who) return Promise.resolve();
    if (!asked && navigator.onLine === false) return Promise.resolve();
    busy = true;
    return own(who).then(function (records) {
      return records.filter((one) => one.state === "waiting").reduce((before, record) => before.then(() => sendOne(record)), Promise.resolve());
    }).catch(() => {}).finally(function () {
      busy = false;
      return refresh();
    });
  }

  function sendOne(record) {
    const onPage = document.querySelector("form[data-offline-form] [name=form_key]");
    const same = onPage && record.key === who + ":" + onPage.value ? onPage.form : null;
    // What is being sent, or was written on since, goes when its button is pressed.
    if (same && (same.dataset.sending || same.dataset.changed)) return Promise.resolve();
    return deliver(record, "").then(function (outcome) {
      if (outcome.said === "sent") {
        return drop(record.key).then(function () {
          if (same && !same.dataset.changed) {
            forgetDraft(same);
            window.location.assign(outcome.url);
            return;
          }
          if (!same) forgetSent(record);
          show(words.sent.replace("{title}", outcome.title), "good");
          const link = make("a", { href: outcome.url }, " " + words.open);
          const said = document.querySelector("#messages .note-body");
          if (said) said.append(link);
        });
      }
      if (outcome.said === "later" || outcome.said === "sign-in") {
        pause = Math.min(2 * pause, SELDOM);
        return undefined;
      }
      return keep(Object.assign(record, { state: "wrong" }));
    });
  }

  // Signing out: what waits goes, after asking. ------------------------------------------

  function forgetKeys() {
    try {
      for (const name of Object.keys(window.localStorage)) if (name.startsWith("draft-key:" + who + ":")) remember(name, null);
    } catch (error) { /* nothing is kept there */ }
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.hasAttribute("data-forget-drafts")) return;
    if (form.dataset.emptied || !who) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Asked of the outbox itself: another tab may have laid something into it.
    own(who).catch(() => []).then(function (all) {
      if (all.length && !window.confirm(words.signOutAsk)) return undefined;
      return Promise.all(all.map((one) => drop(one.key))).catch(() => {}).then(function () {
        remember(WHO, null);
        remember(LOG_AT, null);
        forgetKeys();
        count = 0;
        form.dataset.emptied = "1";
        form.requestSubmit();
      });
    });
  }, true);

  // The form without connection: it knows no committee, only whom it is for. --------------

  function shell(form) {
    const user = recall(WHO);
    const at = recall(LOG_AT);
    if (!user || !at) {
      for (const field of form.elements) field.disabled = true;
      show(words.stranger, "attention");
      return;
    }
    form.dataset.offlineForm = at;
    // The page may have lain here for weeks; the day is today's.
    const day = form.querySelector("[name=starts]");
    if (day) {
      const now = new Date();
      day.dataset.dateToday = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
      day.defaultValue = day.value = day.dataset.dateToday;
      day.dispatchEvent(new Event("input", { bubbles: true }));
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      recordOf(form, user, "unfinished").then(keep).then(function () {
        form.reset();
        show(words.keptShell, "good");
      }).catch(() => show(words.noRoom, "bad"));
    });
  }

  // Again after a while, and more and more seldom while the server cannot take it.
  function again() {
    window.setTimeout(() => (count ? flush(false) : Promise.resolve()).finally(again), pause);
  }

  function refreshShell() {
    if (!("serviceWorker" in navigator) || !window.caches || !document.body.dataset.worker) return;
    navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/" }).catch(() => {});
  }

  for (const form of document.querySelectorAll("form[data-shell]")) shell(form);
  if (who) {
    if (recall(WHO) !== who) remember(LOG_AT, null);
    remember(WHO, who);
    const add = document.querySelector("[data-log-at]");
    if (add && /\/activities\/new\/$/.test(add.dataset.logAt)) remember(LOG_AT, add.dataset.logAt);
    refreshShell();
    begin(document);
    every().then((all) => Promise.all(all.filter((one) => one.at < Date.now() - DAYS * 864e5).map((one) => drop(one.key))))
      // Where one is about to sign out nothing is sent before the answer.
      .then(refresh).then(() => (document.querySelector("main form[data-forget-drafts]") ? undefined : flush(false).then(again))).catch(() => {});
    window.addEventListener("online", function () {
      pause = EVERY;
      flush(true);
    });
  }
})();
