// Facilities as small shapes of constant size; their kind shows in shape and colour.

const { svg } = await import(`./dom.js${new URL(import.meta.url).search}`);

const SHAPES = {
  circle: "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0z",
  square: "M-6 -6H6V6H-6z",
  triangle: "M0 -7.5L7.5 6H-7.5z",
  diamond: "M0 -8L8 0L0 8L-8 0z",
};

export function mark(kind) {
  return svg("path", { d: SHAPES[kind?.shape] ?? SHAPES.circle, fill: kind?.color ?? "#333333", class: "point" });
}

export class Points {
  constructor(layer) {
    this.layer = layer;
    this.list = [];
    this.links = [];
  }

  // points: columns { id, name, lon, lat, kind, text }, kinds [{ label, color, shape }] and perhaps links [[number, number]];
  // null for none.
  show(points, outlines, frames) {
    this.list = [];
    const byNumber = new Map();
    for (const [index, id] of (points?.id ?? []).entries()) {
      const place = outlines.locate(points.lon[index], points.lat[index]);
      if (!place.every(Number.isFinite)) continue;
      const frame = frames.find(({ inset }) => inset && holds(inset.box, place)) ?? frames[0];
      const element = mark(points.kinds[points.kind[index]]);
      const point = { id, name: points.name[index], text: points.text[index], frame, place, element };
      element.point = point;
      this.list.push(point);
      byNumber.set(index, point);
    }
    this.links = (points?.links ?? []).map(([from, to]) => [byNumber.get(from), byNumber.get(to)]).filter(([a, b]) => a && b)
      .map(([from, to]) => ({ from, to, element: svg("line", { class: "joined" }) }));
    this.layer.replaceChildren(...this.links.map(({ element }) => element), ...this.list.map(({ element }) => element));
  }

  place(withoutInsets) {
    for (const { frame, place, element } of this.list) {
      element.style.display = frame.inset && withoutInsets ? "none" : "";
      const [x, y] = frame.toStage(place);
      element.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    for (const { from, to, element } of this.links) {
      element.style.display = withoutInsets && (from.frame.inset || to.frame.inset) ? "none" : "";
      const [[x1, y1], [x2, y2]] = [from, to].map(({ frame, place }) => frame.toStage(place));
      for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) element.setAttribute(name, value.toFixed(1));
    }
  }

  choose(id) {
    for (const point of this.list) point.element.classList.toggle("chosen", point.id === id);
    for (const { from, to, element } of this.links) element.classList.toggle("chosen", id !== null && (from.id === id || to.id === id));
  }

  step(id, by) {
    const index = this.list.findIndex((point) => point.id === id);
    if (!this.list.length) return null;
    return this.list[index < 0 ? 0 : (index + by + this.list.length) % this.list.length];
  }
}

function holds([x0, y0, x1, y1], [x, y]) {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}
