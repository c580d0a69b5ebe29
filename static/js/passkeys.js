/* When a passkey was not given: say so on the page instead of only in the console. */
(function () {
  "use strict";
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    const words = document.getElementById("words");
    const place = document.getElementById("messages");
    if (!words || !place) return;
    const note = document.createElement("div");
    note.className = "note note-attention message";
    const body = document.createElement("div");
    body.className = "note-body";
    body.textContent = words.dataset.noPasskey;
    note.append(body);
    place.replaceChildren(note);
    for (const one of document.querySelectorAll("[aria-busy=true]")) one.removeAttribute("aria-busy");
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
