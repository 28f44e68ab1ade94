// The drawn map: one <g> a group and frame, filled by class; borders, outlines of selection, hover and focus above it.

const version = new URL(import.meta.url).search;
const [{ svg }, { NONE }] = await Promise.all([import(`./dom.js${version}`), import(`./groups.js${version}`)]);

const LINES = [
  ...["units", "coast", "borders-casing", "borders", "prefectures-casing", "prefectures"],
  ...["chosen-casing", "chosen", "hover-casing", "hover", "focus-casing", "focus"],
];

export class Land {
  constructor(root, frames, context) {
    this.frames = frames;
    this.definitions = svg("defs");
    this.layers = frames.map((frame, index) => this.layer(frame, index));
    root.replaceChildren(this.definitions, ...this.layers.map((layer) => layer.element));
    this.layers[0].context.setAttribute("d", context);
  }

  layer(frame, index) {
    const units = new Map();
    for (const [unit, polygons] of frame.pieces) {
      const path = svg("path", { d: polygons.map((polygon) => polygon.path).join("") });
      path.unit = unit;
      units.set(unit, path);
    }
    const context = svg("path", { class: "context" });
    const groups = svg("g", { class: "groups" });
    const lines = Object.fromEntries(LINES.map((name) => [name, svg("g", { class: `line ${name}` })]));
    const land = svg("g", { class: "land" }, context, groups, ...Object.values(lines));
    const frameRect = svg("rect", { class: "frame" });
    const label = frame.inset && svg("text", { class: "inset-label" }, frame.inset.label);
    const clip = svg("svg", { overflow: "hidden" }, frame.inset && svg("rect", { class: "sea" }), land);
    const element = svg("g", { class: frame.inset ? "inset" : "main", "data-frame": frame.inset?.id ?? "main" },
      clip, frame.inset && frameRect, label);
    return { index, element, clip, land, context, groups, lines, frameRect, label, units, patterns: new Map() };
  }

  // Put every unit into its group's <g> and draw the borders that this makes.
  regroup(groups) {
    const isFirst = !this.groups;
    this.groups = groups;
    const { units } = groups.outlines;
    for (const layer of this.layers) {
      const { index, lines } = layer;
      this.gather(layer);
      const pref = (unit) => units[unit].pref;
      const draw = (names, condition) => {
        const paths = groups.bordersWhere(index, condition);
        for (const name of names) drawPaths(lines[name], paths);
      };
      draw(["units"], (a, b) => b >= 0 && groups.of(a) === groups.of(b));
      draw(["borders-casing", "borders"], (a, b) => b >= 0 && groups.of(a) !== groups.of(b));
      if (!isFirst) continue; // coasts and prefectures stay as they are
      draw(["coast"], (a, b) => b < 0);
      draw(["prefectures-casing", "prefectures"], (a, b) => b >= 0 && pref(a) !== pref(b));
    }
  }

  // A group keeps the <g> of its first unit, so that an edit of all Japan moves only the paths that change sides.
  gather(layer) {
    const members = new Map();
    for (const [unit, path] of layer.units) {
      const group = this.groups.of(unit);
      if (!members.has(group)) members.set(group, []);
      members.get(group).push(path);
    }
    const before = layer.byFirst ?? new Map();
    layer.byFirst = new Map();
    layer.elements = new Map();
    for (const [group, children] of members) {
      const element = before.get(children[0].unit) ?? svg("g");
      before.delete(children[0].unit);
      element.setAttribute("class", group === NONE ? "outside" : "group");
      for (const child of children) if (child.parentNode !== element) element.append(child);
      if (!element.parentNode) layer.groups.append(element);
      layer.byFirst.set(children[0].unit, element);
      layer.elements.set(group, element);
    }
    for (const element of before.values()) element.remove();
  }

  // Fills change only where a group's class or mark changed. styles[group] = { id, color | null, mark | null }
  fill(styles) {
    for (const layer of this.layers) {
      for (const [group, element] of layer.elements) {
        const style = styles[group];
        if (!style) continue;
        const fill = style.color && !style.mark ? style.color : `url(#${this.pattern(layer, style)})`;
        element.dataset.group = style.id;
        if (element.getAttribute("fill") === fill) continue;
        element.setAttribute("fill", fill);
        element.setAttribute("data-mark", style.color ? style.mark ?? "" : "none");
      }
    }
  }

  pattern(layer, { color, mark }) {
    const id = `mark-${layer.index}-${color ? color.replace(/\W/g, "") : "none"}-${color ? mark : "hatch"}`;
    if (!layer.patterns.has(id)) {
      const pattern = markPattern(id, color, color ? mark : "hatch");
      pattern.setAttribute("patternTransform", `scale(${1 / this.frames[layer.index].view.k})`);
      layer.patterns.set(id, pattern);
      this.definitions.append(pattern);
    }
    return id;
  }

  // Draw a line of its own kind round the units of which isIn(unit) holds; null: round none.
  trace(name, isIn) {
    for (const { index, lines } of this.layers) {
      const paths = isIn ? this.groups.outlineOf(index, isIn) : [];
      drawPaths(lines[name], paths);
      drawPaths(lines[`${name}-casing`], paths);
    }
  }

  // Insets that hold what was asked for.
  mark(insets) {
    for (const { index, frameRect } of this.layers) frameRect.classList.toggle("marked", insets.includes(index));
  }

  // Draw a frame over the others.
  raise(index) {
    const { element } = this.layers[index];
    if (element !== element.parentNode.lastChild) element.parentNode.append(element);
  }

  // Place frames on the stage (after a change of size).
  place() {
    this.layers.forEach((layer, index) => {
      const { x, y, width, height } = this.frames[index].rect;
      for (const [name, value] of Object.entries({ x, y, width, height })) layer.clip.setAttribute(name, value);
      if (layer.label) {
        for (const [name, value] of Object.entries({ x, y, width, height })) layer.frameRect.setAttribute(name, value);
        layer.clip.firstChild.setAttribute("width", width);
        layer.clip.firstChild.setAttribute("height", height);
        layer.label.setAttribute("x", x + 8);
        layer.label.setAttribute("y", y + 8);
      }
      this.transform(index);
    });
  }

  transform(index) {
    const { k, x, y } = this.frames[index].view;
    this.layers[index].land.setAttribute("transform", `translate(${x} ${y}) scale(${k} ${-k})`);
    for (const pattern of this.layers[index].patterns.values()) {
      pattern.setAttribute("patternTransform", `scale(${1 / k})`);
    }
  }
}

function drawPaths(parent, paths) {
  const { children } = parent;
  paths.forEach((d, number) => {
    const path = children[number];
    if (!path) parent.append(svg("path", { d }));
    else if (path.getAttribute("d") !== d) path.setAttribute("d", d);
  });
  while (children.length > paths.length) parent.lastChild.remove();
}

// Marks are told apart without colour: hatching = no data, lines and dots = a figure to be read with care.
export function markPattern(id, color, mark) {
  const size = { hatch: 9, lines: 8, dots: 8 }[mark];
  const ink = color && isDark(color) ? "#ffffff" : "#000000";
  const drawing = {
    hatch: () => svg("path", { d: "M0 0L9 9M-2 7L2 11M7 -2L11 2", class: "hatch-line" }),
    lines: () => svg("path", { d: "M0 4H8", class: "mark-line", stroke: ink }),
    dots: () => svg("circle", { cx: 4, cy: 4, r: 1.5, class: "mark-dot", fill: ink }),
  }[mark];
  return svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: size, height: size, fill: color ?? "#ffffff" }), drawing());
}

function isDark(color) {
  const [red, green, blue] = [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 110;
}
