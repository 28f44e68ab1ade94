// Names on the map: the largest group first, none over another, none far wider than its own group. What goes under a name
// (its value) takes only what room all the names leave.

const { svg } = await import(`./dom.js${new URL(import.meta.url).search}`);

const LINE = 1.2; // line height in em
const OVERHANG = 1.3; // a name may be this many times as wide, and its lines as high, as its group

export class Labels {
  constructor(layer) {
    this.layer = layer;
    this.widths = new Map();
    this.context = document.createElement("canvas").getContext("2d");
  }

  font(size, family) {
    const font = `600 ${size}px ${family}`;
    if (font === this.context.font && this.size === size) return;
    this.context.font = font;
    this.size = size;
    this.widths.clear();
  }

  width(text) {
    if (!this.widths.has(text)) this.widths.set(text, this.context.measureText(text).width);
    return this.widths.get(text);
  }

  // candidates: [{ lines: [text], at: [x, y], room: [width, height], must: bool }], the most important first;
  // must: written even if its group is small.
  place(candidates, stage, avoid) {
    const taken = avoid.slice();
    const named = [];
    for (const candidate of candidates) {
      const found = this.spot(candidate.lines.slice(0, 1), candidate, stage, taken);
      if (!found) continue;
      named.push({ candidate, at: taken.length });
      taken.push(found);
    }
    for (const { candidate, at } of named) {
      if (candidate.lines.length > 1) taken[at] = this.spot(candidate.lines, candidate, stage, taken, at) ?? taken[at];
    }
    this.layer.replaceChildren(...named.flatMap(({ candidate, at }) => taken[at].lines.map((line, index) => svg("text", {
      x: candidate.at[0], y: taken[at].y + (index + 0.82) * this.size * LINE, class: index ? "label value" : "label",
    }, line))));
  }

  // Free place for some lines at a candidate's point or just above or below it; own: the place it has already among `taken`.
  spot(lines, { at: [x, y], room, must, bounds }, stage, taken, own) {
    const width = Math.max(...lines.map((line) => this.width(line))) + 4;
    const height = lines.length * this.size * LINE;
    if (!must && (width > room[0] * OVERHANG + 8 || height > room[1] * OVERHANG + 8)) return null;
    const free = (box) => !taken.some((other, index) => index !== own && other !== bounds && overlap(box, other));
    return [0, -0.55, 0.55]
      .map((shift) => ({ x: x - width / 2, y: y - height / 2 + shift * height, width, height, lines }))
      .find((box) => inside(box, bounds ?? stage) && free(box));
  }
}

function inside(box, stage) {
  return box.x >= stage.x && box.y >= stage.y
    && box.x + box.width <= stage.x + stage.width && box.y + box.height <= stage.y + stage.height;
}

function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
