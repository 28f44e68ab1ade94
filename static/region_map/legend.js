// Title, legend and note beside the map; the legend names every colour and mark that is in use.

const version = new URL(import.meta.url).search;
const [{ html, svg }, { markPattern }, { mark }] = await Promise.all(
  ["dom", "land", "points"].map((name) => import(`./${name}.js${version}`)),
);

function swatch(color, sign, number) {
  const id = `legend-${number}`;
  const fill = color && !sign ? color : `url(#${id})`;
  return svg("svg", { class: "swatch", width: 34, height: 22, "aria-hidden": "true" },
    fill === color ? null : svg("defs", {}, markPattern(id, color, sign)),
    svg("rect", { x: 0.5, y: 0.5, width: 33, height: 21, fill, class: "swatch-box" }));
}

function pointSwatch(kind) {
  const shape = mark(kind);
  shape.setAttribute("transform", "translate(17 11)");
  return svg("svg", { class: "swatch", width: 34, height: 22, "aria-hidden": "true" }, shape);
}

function entry(picture, label) {
  return html("li", {}, picture, html("span", {}, label));
}

export function legendEntries(payload, noData) {
  const { classes, no_data: noDataLabel, marks } = payload.legend;
  const entries = classes.map(([color, label], number) => entry(swatch(color, null, `class-${number}`), label));
  if (noData) entries.push(entry(swatch(null, "hatch", "none"), noDataLabel));
  const words = new Map();
  for (const [word, groups] of Object.entries(payload.flags)) {
    if (marks[word] && groups.length) words.set(marks[word], [...(words.get(marks[word]) ?? []), word]);
  }
  for (const [sign, named] of words) entries.push(entry(swatch("#ffffff", sign, sign), named.join("・")));
  for (const kind of payload.points?.kinds ?? []) entries.push(entry(pointSwatch(kind), kind.label));
  return entries;
}
