// A picture of what one Streamlit element draws as SVG (a Plotly chart or the region map): title above, chart, legend,
// notes below, on white, twice as fine as on screen. Styles are written into the copy, for an image knows no style sheet.

const SVG = "http://www.w3.org/2000/svg";
const FINENESS = 2;
const MARGIN = 24;
const TITLE = { size: 24, weight: 700 };
const LEGEND = { size: 18, weight: 400 };
const NOTE = { size: 16, weight: 400 };
const LINE = 1.45;
const NARROWEST = 640;
const PAINT = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linejoin",
  "stroke-linecap", "opacity", "visibility", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline",
  "letter-spacing", "paint-order", "vector-effect", "overflow",
];
// No line begins with these signs, none ends with an opening bracket.
const NOT_FIRST = "、。，．）」』】〉》！？：；・ー～％)]!?:;,.%";
const NOT_LAST = "（「『【〈《([";

export async function picture(host, title, notes) {
  const { layers, box, ground, legend, family } = drawn(host);
  const width = Math.max(box.width, NARROWEST);
  const page = new Page(width + 2 * MARGIN, family);
  page.write(title, TITLE);
  page.gap(8);
  const left = MARGIN + (width - box.width) / 2;
  page.ground(ground, left, box);
  for (const layer of layers) page.place(layer, box, left);
  page.gap(box.height + 12);
  page.legend(legend);
  for (const note of notes) page.write(note, NOTE);
  page.gap(MARGIN - 8);
  return rasterise(page.finish());
}

function drawn(host) {
  const chart = host.querySelector(".js-plotly-plot");
  if (chart) {
    const layers = [...chart.querySelectorAll(".main-svg")];
    return { layers, box: chart.getBoundingClientRect(), ground: "#ffffff", legend: [], family: familyOf(chart) };
  }
  const map = inShadow(host, ".region-map");
  const drawing = map?.querySelector("svg.drawing");
  if (!drawing) throw new Error("nothing to draw");
  return {
    layers: [drawing],
    box: drawing.getBoundingClientRect(),
    ground: getComputedStyle(drawing.parentElement).backgroundColor,
    legend: [...map.querySelectorAll(".title, .legend li")],
    family: familyOf(map),
  };
}

function inShadow(host, selector) {
  for (const inner of host.querySelectorAll("*")) {
    const found = inner.shadowRoot?.querySelector(selector);
    if (found) return found;
  }
  return null;
}

function familyOf(shown) {
  return getComputedStyle(shown).fontFamily;
}

// A copy of an SVG as it looks now, its styles written into it.
function frozen(shown) {
  const copy = shown.cloneNode(true);
  const pairs = [[shown, copy]];
  while (pairs.length) {
    const [from, to] = pairs.pop();
    const style = getComputedStyle(from);
    if (style.display === "none") {
      to.remove();
      continue;
    }
    for (const property of PAINT) to.style.setProperty(property, style.getPropertyValue(property));
    [...from.children].forEach((child, index) => pairs.push([child, to.children[index]]));
  }
  return copy;
}

class Page {
  constructor(width, family) {
    this.width = width;
    this.family = family;
    this.bottom = MARGIN;
    this.measure = document.createElement("canvas").getContext("2d");
    this.svg = make("svg", { xmlns: SVG, width });
    this.paper = make("rect", { width, fill: "#ffffff" });
    this.svg.append(this.paper);
  }

  gap(height) {
    this.bottom += height;
  }

  ground(color, x, { width, height }) {
    this.svg.append(make("rect", { x, y: this.bottom, width, height, fill: color }));
  }

  // The layer keeps its place inside the chart.
  place(layer, box, left) {
    const own = layer.getBoundingClientRect();
    const copy = frozen(layer);
    const at = { x: left + own.left - box.left, y: this.bottom + own.top - box.top, width: own.width, height: own.height };
    for (const [name, value] of Object.entries(at)) copy.setAttribute(name, value);
    if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${own.width} ${own.height}`);
    copy.style.background = "none";
    this.svg.append(copy);
  }

  // Entries side by side, as many as a line holds.
  legend(entries) {
    let left = MARGIN;
    const height = LEGEND.size * LINE;
    for (const [index, entry] of entries.entries()) {
      const text = entry.textContent.trim();
      const swatch = entry.querySelector("svg");
      const side = swatch ? swatch.getBoundingClientRect() : { width: 0, height: 0 };
      const room = side.width && side.width + 8;
      const width = room + this.textWidth(text, LEGEND) + 24;
      if (index && left + width > this.width - MARGIN) {
        left = MARGIN;
        this.gap(height + 4);
      }
      if (swatch) {
        const copy = frozen(swatch);
        const at = { x: left, y: this.bottom + (height - side.height) / 2, width: side.width, height: side.height };
        for (const [name, value] of Object.entries(at)) copy.setAttribute(name, value);
        this.svg.append(copy);
      }
      this.text(text, left + room, this.bottom + LEGEND.size * 1.1, LEGEND);
      left += width;
    }
    if (entries.length) this.gap(height + 12);
  }

  write(text, style) {
    for (const line of this.wrap(text, style)) {
      this.text(line, MARGIN, this.bottom + style.size, style);
      this.gap(style.size * LINE);
    }
  }

  text(text, x, y, { size, weight }) {
    const written = make("text", { x, y, "font-size": size, "font-weight": weight, fill: "#14202b" });
    written.style.fontFamily = this.family;
    written.textContent = text;
    this.svg.append(written);
  }

  textWidth(text, { size, weight }) {
    this.measure.font = `${weight} ${size}px ${this.family}`;
    return this.measure.measureText(text).width;
  }

  wrap(text, style) {
    const room = this.width - 2 * MARGIN;
    const lines = [];
    let line = "";
    for (const sign of text) {
      if (line && !NOT_FIRST.includes(sign) && this.textWidth(line + sign, style) > room) {
        const carried = NOT_LAST.includes(line.at(-1)) ? line.at(-1) : "";
        lines.push(carried ? line.slice(0, -1) : line);
        line = carried;
      }
      line += sign;
    }
    return line ? [...lines, line] : lines;
  }

  finish() {
    const height = Math.ceil(this.bottom);
    this.svg.setAttribute("height", height);
    this.paper.setAttribute("height", height);
    return { source: new XMLSerializer().serializeToString(this.svg), width: this.width, height };
  }
}

function make(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

async function rasterise({ source, width, height }) {
  const address = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * FINENESS;
    canvas.height = height * FINENESS;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("empty picture"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
