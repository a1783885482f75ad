"use strict";
// Sorting and filtering of tables that are marked for it. Nothing is said here that the page does not say without it.
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const key = (row, column) => {
    const cell = row.cells[column];
    const figure = cell.querySelector("data");
    const number = figure ? Number(figure.value) : NaN;
    return Number.isNaN(number) ? cell.textContent.trim() : number;
  };
  const order = (first, second) =>
    typeof first === "number" && typeof second === "number"
      ? first - second
      : collator.compare(String(first), String(second));
  const sort = (column, isDown) => {
    heads.forEach((head, place) => {
      if (place === column) head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const side = isDown ? -1 : 1;
    body.append(...[...rows].sort((a, b) => side * order(key(a, column), key(b, column))));
    select.value = String(column);
  };

  const options = heads.map((head, place) => new Option(head.textContent.trim(), String(place)));
  const select = make("select", {}, ...options);
  select.addEventListener("change", () => sort(Number(select.value), false));
  heads.forEach((head, place) => {
    const button = make("button", { type: "button" }, ...head.childNodes);
    button.addEventListener("click", () => sort(place, head.getAttribute("aria-sort") === "ascending"));
    head.append(button);
  });

  const state = make("output", {});
  const input = make("input", { type: "search", autocomplete: "off" });
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    const shown = rows.filter((row) => !row.hidden).length;
    state.textContent = wanted ? `${shown} of ${rows.length} shown` : "";
  });
  const filter = make("label", {}, "Show rows with ", input);
  const sorting = make("label", { className: "sorting" }, "Sort by ", select);
  table.before(make("div", { className: "tools" }, filter, sorting, state));
  heads[0].setAttribute("aria-sort", "ascending");
}
