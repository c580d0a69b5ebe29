{% load static %}/* Opens the form without connection, and nothing else: pages of a committee are never kept. */
"use strict";

const KEPT = "shell-{{ version }}";
const SHELL = "{% url "activity_offline" %}";
const FILES = [
  SHELL,
  "{% static "bootstrap/css/bootstrap.min.css" %}",
  "{% static "css/tokens.css" %}",
  "{% static "css/app.css" %}",
  "{% static "js/app.js" %}",
  "{% static "js/dates.js" %}",
  "{% static "js/offline_form.js" %}",
  "{% static "django_htmx/htmx-2.min.js" %}",
  "{% static "icons/sprite.svg" %}",
  "{% static "fonts/Sarabun-Regular.ttf" %}",
];

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(KEPT).then((box) => box.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", function (event) {
  const asked = event.request;
  if (asked.method !== "GET" || new URL(asked.url).origin !== self.location.origin) return;
  if (asked.mode === "navigate") {
    event.respondWith(fetch(asked).catch(() => caches.match(SHELL)));
    return;
  }
  const path = new URL(asked.url).pathname;
  if (FILES.includes(path) && path !== SHELL) {
    event.respondWith(fetch(asked).catch(() => caches.match(path)));
  }
});
