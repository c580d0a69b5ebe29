/* The point where one stands, for those who want to give it. Nothing is asked before the press. */
(function () {
  "use strict";

  function ready(root) {
    for (const place of root.querySelectorAll("[data-point-button]")) {
      const field = document.querySelector("[data-point]");
      if (!field || !navigator.geolocation || place.dataset.ready) continue;
      place.dataset.ready = "1";
      place.hidden = false;
      const said = place.querySelector("[role=status]");
      place.querySelector("button").addEventListener("click", function () {
        said.textContent = "…";
        navigator.geolocation.getCurrentPosition(
          function (found) {
            field.value = found.coords.latitude.toFixed(5) + ", " + found.coords.longitude.toFixed(5);
            field.dispatchEvent(new Event("input", { bubbles: true }));
            said.textContent = "✓";
          },
          function () { said.textContent = "–"; },
          { enableHighAccuracy: true, timeout: 15000 },
        );
      });
    }
  }

  ready(document);
  document.addEventListener("htmx:afterSwap", (event) => ready(event.detail.elt));
})();
