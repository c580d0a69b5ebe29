/* Date fields: below the field what is understood while one types, beside it a small calendar.
   The page works without this: the server reads the same forms and says the same words
   (committees/calendar.py holds the rules; this follows them). */
(function () {
  "use strict";

  const words = (document.getElementById("words") || { dataset: {} }).dataset;
  const BE = 543;
  const FIRST = 2400;
  const LAST = 2700;
  const TH = {
    months: "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split(" "),
    short: "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(" "),
    weekdays: "อาทิตย์ จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์".split(" "),
    initials: "อา จ อ พ พฤ ศ ส".split(" "),
    full: (d) => "วัน" + TH.weekdays[d.getUTCDay()] + "ที่ " + d.getUTCDate() + " " + TH.months[d.getUTCMonth()] + " " + TH.year(d),
    year: (d) => d.getUTCFullYear() + BE,
  };
  const EN = {
    months: "January February March April May June July August September October November December".split(" "),
    short: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
    weekdays: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" "),
    initials: "Su Mo Tu We Th Fr Sa".split(" "),
    full: (d) => EN.weekdays[d.getUTCDay()] + " " + d.getUTCDate() + " " + EN.months[d.getUTCMonth()] + " " + EN.year(d),
    year: (d) => d.getUTCFullYear(),
  };

  // Reading: the same forms as on the server. ---------------------------------------------

  const bare = (name) => name.replace(/[. ]/g, "").toLowerCase();
  const MONTHS = new Map([["sept", 8]]);
  for (const language of [TH, EN]) {
    for (const names of [language.months, language.short]) names.forEach((name, i) => MONTHS.set(bare(name), i));
  }
  const ERA = "(?:(?<era>พ\\.?\\s?ศ\\.?|ค\\.?\\s?ศ\\.?|b\\.?e\\.?|c\\.?e\\.?|a\\.?d\\.?)\\s?)?";
  const NAME = "(?<name>\\p{L}[^\\d]{0,30}?)";
  const FORMS = [
    "(?<year>\\d{4,9})\\s?[/.\\-–]\\s?(?<month>\\d{1,9})\\s?[/.\\-–]\\s?(?<day>\\d{1,9})",
    "(?<day>\\d{1,9})\\s?[/.\\-– ]\\s?(?<month>\\d{1,9})\\s?[/.\\-– ]\\s?(?<year>\\d{1,9})",
    "(?<day>\\d{1,9})\\s?[/\\-– ]?\\s?" + NAME + "\\s?[/\\-– ,]?\\s?" + ERA + "(?<year>\\d{1,9})",
    NAME + "\\s?(?<day>\\d{1,9})\\s?(?:,\\s?|\\s)" + ERA + "(?<year>\\d{1,9})",
  ].map((form) => new RegExp("^" + form + "$", "iu"));
  const LEAD = /^(?:วัน\S{0,12}ที่|วันที่|ที่)\s*|^(?:[a-z]{3,9}day),?\s+/i;

  /** The day as a Date at midnight UTC, or null. */
  function read(text) {
    const line = text
      .normalize("NFC")
      .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
      .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 101)
      .replace(LEAD, "");
    for (const form of FORMS) {
      const found = form.exec(line);
      if (found) return checked(found.groups);
    }
    return null;
  }

  function checked(found) {
    const day = Number(found.day);
    const month = found.name ? MONTHS.get(bare(found.name)) : Number(found.month) - 1;
    let year = Number(found.year);
    const era = bare(found.era || "");
    if (found.year.replace(/^0+/, "").length < 3 || month === undefined) return null;
    if (era === "พศ" || era === "be" || (!era && year >= FIRST)) year -= BE;
    if (year + BE < FIRST || year + BE > LAST) return null;
    const date = new Date(Date.UTC(year, month, day));
    return date.getUTCMonth() === month && date.getUTCDate() === day ? date : null;
  }

  // Saying what was understood. -------------------------------------------------------------

  const tongue = (input) => (input.dataset.dateInput === "en" ? EN : TH);

  function saidOf(input) {
    const wrap = input.closest(".date-wrap");
    return wrap && wrap.nextElementSibling && wrap.nextElementSibling.matches(".date-said") ? wrap.nextElementSibling : null;
  }

  function echo(input, done) {
    const said = saidOf(input);
    if (!said) return;
    const date = read(input.value);
    // While one is still typing nothing is wrong yet.
    const unclear = done && !date && input.value.trim() !== "";
    said.classList.toggle("unclear", unclear);
    said.textContent = date
      ? input.dataset.dateSentence.replace("{date}", tongue(input).full(date))
      : unclear ? words.dateUnclear || "" : "";
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-date-input]")) echo(event.target, false);
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-date-input]")) echo(event.target, true);
  });

  // The calendar. ---------------------------------------------------------------------------

  function make(tag, attributes, text) {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes || {})) element.setAttribute(name, attributes[name]);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const shapes = {
      calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
      earlier: "M15 5l-7 7 7 7",
      later: "M9 5l7 7-7 7",
    };
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    const look = { viewBox: "0 0 24 24", width: "20", height: "20", fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false" };
    for (const part of Object.keys(look)) svg.setAttribute(part, look[part]);
    path.setAttribute("d", shapes[name]);
    svg.append(path);
    return svg;
  }

  const iso = (date) => date.toISOString().slice(0, 10);
  const days = (date, count) => new Date(date.getTime() + count * 864e5);

  function months(date, count) {
    const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1));
    const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    first.setUTCDate(Math.min(date.getUTCDate(), length));
    return first;
  }

  const inRange = (date) => date.getUTCFullYear() + BE >= FIRST && date.getUTCFullYear() + BE <= LAST;

  /** Draws the month of `at`, and puts the focus on that day when asked to. */
  function draw(state, at, focus) {
    if (!inRange(at)) return;
    const { input, grid } = state;
    const language = tongue(input);
    const chosen = read(input.value);
    const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
    state.at = at;
    grid.querySelector(".date-month").textContent = language.months[at.getUTCMonth()] + " " + language.year(at);
    const sheet = make("div", { class: "date-days" });
    language.initials.forEach((initial, i) => sheet.append(make("span", { title: language.weekdays[i], "aria-hidden": "true" }, initial)));
    for (let blank = 0; blank < first.getUTCDay(); blank += 1) sheet.append(make("span"));
    for (let day = first; day.getUTCMonth() === first.getUTCMonth(); day = days(day, 1)) {
      const button = make("button", { type: "button", "data-day": iso(day), "aria-label": language.full(day), tabindex: iso(day) === iso(at) ? "0" : "-1" }, String(day.getUTCDate()));
      if (iso(day) === input.dataset.dateToday) button.setAttribute("aria-current", "date");
      button.setAttribute("aria-pressed", String(Boolean(chosen) && iso(day) === iso(chosen)));
      sheet.append(button);
    }
    grid.querySelector(".date-days").replaceWith(sheet);
    if (focus) sheet.querySelector("[tabindex='0']").focus();
  }

  let opened = null;

  function open(state) {
    const { input, grid, opener } = state;
    opened = state;
    grid.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    draw(state, read(input.value) || new Date(input.dataset.dateToday + "T00:00:00Z"), true);
    grid.scrollIntoView({ block: "nearest" });
  }

  function close(state, back) {
    if (state.grid.hidden) return;
    opened = null;
    state.grid.hidden = true;
    state.opener.setAttribute("aria-expanded", "false");
    if (back) state.opener.focus();
  }

  function choose(state, date) {
    const { input } = state;
    const language = tongue(input);
    input.value = date.getUTCDate() + " " + language.short[date.getUTCMonth()] + " " + language.year(date);
    close(state, false);
    input.focus();
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  const STEPS = {
    ArrowLeft: (at) => days(at, -1),
    ArrowRight: (at) => days(at, 1),
    ArrowUp: (at) => days(at, -7),
    ArrowDown: (at) => days(at, 7),
    Home: (at) => days(at, -at.getUTCDay()),
    End: (at) => days(at, 6 - at.getUTCDay()),
    PageUp: (at, event) => months(at, event.shiftKey ? -12 : -1),
    PageDown: (at, event) => months(at, event.shiftKey ? 12 : 1),
  };

  function build(input) {
    const opener = make("button", { type: "button", class: "date-open", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": words.calendar || "Calendar" });
    opener.append(icon("calendar"));
    const grid = make("div", { class: "date-grid", role: "dialog", "aria-label": words.calendar || "Calendar", hidden: "" });
    const bar = make("div", { class: "date-bar" });
    const earlier = make("button", { type: "button", "aria-label": words.earlier || "<" });
    const later = make("button", { type: "button", "aria-label": words.later || ">" });
    earlier.append(icon("earlier"));
    later.append(icon("later"));
    bar.append(earlier, make("span", { class: "date-month", "aria-live": "polite" }), later);
    grid.append(bar, make("div", { class: "date-days" }));
    const state = { input, opener, grid, at: null };

    opener.addEventListener("click", () => (grid.hidden ? open(state) : close(state, true)));
    earlier.addEventListener("click", () => draw(state, months(state.at, -1), false));
    later.addEventListener("click", () => draw(state, months(state.at, 1), false));
    grid.addEventListener("click", function (event) {
      const button = event.target.closest("[data-day]");
      if (button) choose(state, new Date(button.dataset.day + "T00:00:00Z"));
    });
    grid.addEventListener("keydown", function (event) {
      if (event.key === "Escape") {
        event.stopPropagation();
        close(state, true);
      } else if (event.target.matches("[data-day]") && STEPS[event.key]) {
        event.preventDefault();
        draw(state, STEPS[event.key](state.at, event), true);
      }
    });
    // Leaving the calendar closes it, by Tab here and by pressing elsewhere below.
    grid.addEventListener("focusout", function (event) {
      const to = event.relatedTarget;
      if (to && !grid.contains(to) && to !== opener) close(state, false);
    });
    input.after(opener, grid);
  }

  document.addEventListener("pointerdown", function (event) {
    if (opened && !opened.grid.contains(event.target) && !opened.opener.contains(event.target)) close(opened, false);
  });

  function start(root) {
    for (const input of root.querySelectorAll("[data-date-input]")) {
      if (input.dataset.dateReady || input.disabled || input.readOnly || !input.closest(".date-wrap")) continue;
      input.dataset.dateReady = "1";
      build(input);
    }
  }

  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target.parentElement || document));
})();
