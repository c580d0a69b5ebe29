/* The live board of a workshop: small helps on top of pages that work without any of this. htmx
   asks for the board; this keeps what one is doing in peace while it is put in, empties the form
   of a point once it is on the board, and goes along when the workshop moves on. */
(function () {
  "use strict";

  const place = document.querySelector("[data-live-board]");
  if (!place) return;
  const form = document.getElementById("add-point");
  const text = form && form.querySelector("textarea");
  let sent = null;

  // A menu that is open and a note that is being read are not pulled away. Voting goes on.
  function occupied() {
    return place.querySelector(".menu[open]") !== null;
  }

  function isPoll(event) {
    return event.detail.requestConfig && event.detail.requestConfig.verb === "get";
  }

  function lost(yes) {
    const note = place.querySelector(".live-lost");
    if (note) note.hidden = !yes;
  }

  place.addEventListener("htmx:beforeSwap", function (event) {
    if (isPoll(event) && occupied()) event.detail.shouldSwap = false;
  });
  // A poll that fails is no message for the reader: the next one may get through.
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    place.addEventListener(name, function (event) {
      if (!isPoll(event)) return;
      event.stopPropagation();
      lost(true);
    });
  }
  place.addEventListener("htmx:afterRequest", function (event) {
    if (isPoll(event) && event.detail.successful) lost(false);
  });
  document.addEventListener("htmx:afterSwap", function () {
    const board = document.getElementById("board");
    if (!board || board.dataset.state === place.dataset.state) return;
    if (text && text.value.trim()) board.querySelector(".board-moved").hidden = false;
    else window.location.assign(window.location.pathname + window.location.search);
  });

  if (!form || !text) return;
  form.addEventListener("htmx:beforeRequest", function () { sent = text.value; });
  document.addEventListener("pointadded", function (event) {
    form.querySelector("[name=form_key]").value = event.detail.key;
    document.getElementById("point-errors").replaceChildren();
    // What was typed on while the point travelled is the next one.
    if (sent !== null && text.value === sent) text.value = "";
    sent = null;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
  // Enter sends, as in the chats people know; with Shift it is a new line.
  text.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
})();
