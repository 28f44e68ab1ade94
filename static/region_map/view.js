// What is on the stage: frames and their zoom, land, names, points. It knows groups by number, not by meaning.

const version = new URL(import.meta.url).search;
const [{ framesOf, layOut }, { Groups, arcFrames }, { Land }, { Labels }, { Points }, { growBox }] = await Promise.all(
  ["frames", "groups", "land", "labels", "points", "outlines"].map((name) => import(`./${name}.js${version}`)),
);

const CLOSEST = 80; // times the full view
const ENLARGED = 0.86; // of the stage's width and height
const CLOSE = 2; // nearer than this the insets would only be in the way

export class View {
  constructor(shell) {
    this.shell = shell;
    this.labels = new Labels(shell.labels);
    this.points = new Points(shell.points);
  }

  // Paths are built anew only when other units are shown; a change of grouping only regroups them.
  show(outlines, view, assignment, count) {
    const prefectures = new Set(view.split("."));
    const inView = (unit, number) => view === "japan" || prefectures.has(unit.pref) || assignment[number] < count;
    const shown = outlines.units.flatMap((unit, number) => (inView(unit, number) ? [number] : []));
    const scene = `${view} ${shown}`;
    if (this.outlines !== outlines || this.scene !== scene) {
      Object.assign(this, { outlines, scene, grouping: null, frames: framesOf(outlines, view, shown), home: null, enlarged: null });
      this.arcFrame = arcFrames(outlines, this.frames);
      this.land = new Land(this.shell.land, this.frames, contextOf(outlines, this.frames[0], new Set(shown)));
    }
    const grouping = `${count} ${assignment}`;
    if (this.grouping !== grouping) {
      this.grouping = grouping;
      this.groups = new Groups(outlines, this.frames, this.arcFrame, assignment, count);
      this.land.regroup(this.groups);
      if (this.home) this.setLineWidth();
    }
    if (!this.home) this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.shell.stage;
    if (!width || !height || !this.frames) return;
    const main = this.frames[0];
    const zoomed = this.home && !this.atHome() && { centre: main.centre(), k: main.view.k };
    this.shell.drawing.setAttribute("viewBox", `0 0 ${width} ${height}`); // paper may be narrower than the screen
    this.measureText();
    layOut(this.frames, width, height, (label) => this.titleSize(label));
    this.home = main.view;
    if (this.enlarged) this.enlarge(this.enlarged.index, this.enlarged.box);
    this.land.place();
    this.showMain(zoomed ? main.viewAt(zoomed.centre, zoomed.k) : this.home);
  }

  measureText() {
    const { fontSize, fontFamily } = getComputedStyle(this.shell.labels);
    this.labels.font(parseFloat(fontSize), fontFamily);
  }

  titleSize(label) {
    if (this.shell.box.classList.contains("unnamed")) return { width: 0, height: 0 };
    return { width: this.labels.width(label) + 18, height: 1.4 * this.labels.size };
  }

  // Borders are as bold as the groups are large on the stage.
  setLineWidth() {
    const { list } = this.groups;
    const area = list.reduce((sum, group) => sum + group.area, 0) / (list.length || 1);
    const size = Math.sqrt(area) * this.frames[0].view.k;
    const line = Math.min(1.4, Math.max(0.3, size / 60));
    this.shell.land.style.setProperty("--line", line.toFixed(2));
    this.shell.land.classList.toggle("fine", line < 0.6); // too fine for casings, which are slow to paint in numbers
  }

  atHome() {
    return this.frames[0].view === this.home;
  }

  move(view) {
    this.shrink();
    this.showMain(view);
  }

  showMain(view) {
    this.frames[0].view = view;
    this.land.transform(0);
    this.isClose = view.k > CLOSE * this.home.k;
    this.shell.stage.classList.toggle("zoomed", view !== this.home);
    this.shell.stage.classList.toggle("close", this.isClose);
    this.setLineWidth();
    this.refresh();
    this.moved?.();
  }

  goHome() {
    this.move(this.home);
  }

  zoom(factor, px, py) {
    const { k, x, y } = this.frames[0].view;
    const next = Math.min(k * factor, this.home.k * CLOSEST);
    if (next <= this.home.k) this.goHome();
    else this.move(this.held({ k: next, x: px - ((px - x) * next) / k, y: py - ((py - y) * next) / k }));
  }

  pan(dx, dy) {
    const { k, x, y } = this.frames[0].view;
    this.move(this.held({ k, x: x + dx, y: y + dy }));
  }

  // The middle of the stage never leaves the land's box.
  held(view) {
    const { rect, box: [x0, y0, x1, y1] } = this.frames[0];
    const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
    return {
      k: view.k,
      x: clamp(view.x, rect.width / 2 - x1 * view.k, rect.width / 2 - x0 * view.k),
      y: clamp(view.y, rect.height / 2 + y0 * view.k, rect.height / 2 + y1 * view.k),
    };
  }

  // Zoom the main map to some groups; groups that live only in an inset are always in sight.
  fit(numbers) {
    this.fitBoxes(numbers.map((number) => this.groups.list[number].box).filter(Boolean));
  }

  // Zoom to some units, wherever they are drawn. Those of one inset: it is enlarged. Of the main map and of insets: no nearer than
  // where the insets are in sight still. The insets they are in are framed boldly.
  fitUnits(units) {
    const boxesIn = ({ pieces }) => units.flatMap((unit) => (pieces.get(unit) ?? []).map((polygon) => polygon.box));
    const boxes = this.frames.map(boxesIn);
    const insets = boxes.flatMap((found, index) => (index && found.length ? [index] : []));
    this.fitBoxes(boxes[0], insets.length ? CLOSE : CLOSEST);
    if (!boxes[0].length && insets.length === 1) {
      this.enlarge(insets[0], boundsOf(boxes[insets[0]]));
      this.land.place();
      this.refresh();
    }
    this.land.mark(insets);
  }

  fitBoxes(boxes, closest = CLOSEST) {
    if (!boxes.length) {
      this.goHome();
      return;
    }
    const box = boundsOf(boxes);
    const main = this.frames[0];
    const view = main.viewOf(box, 0.12 * Math.min(main.rect.width, main.rect.height));
    const most = closest * this.home.k;
    if (view.k <= this.home.k) this.goHome();
    else this.move(view.k > most ? main.viewAt(middleOf(box), most) : view);
  }

  // An inset over the main map, with a part of it (a box) as large as is of use, until the map is moved.
  enlarge(index, box) {
    const frame = this.frames[index];
    const { width, height } = this.frames[0].rect;
    const { rect, view } = frame;
    this.enlarged = { index, box, rect, view };
    frame.rect = { x: width * (1 - ENLARGED) / 2, y: height * (1 - ENLARGED) / 2, width: width * ENLARGED, height: height * ENLARGED };
    const top = this.titleSize(frame.inset.label).height;
    const margin = 0.12 * Math.min(frame.rect.width, frame.rect.height);
    const [near, whole] = [frame.viewOf(box, margin, top), frame.viewOf(frame.box, margin, top)];
    frame.view = near.k > CLOSE * whole.k ? frame.viewAt(middleOf(box), CLOSE * whole.k) : near;
    this.land.raise(index);
  }

  shrink() {
    this.land?.mark([]);
    if (!this.enlarged) return;
    const { index, rect, view } = this.enlarged;
    Object.assign(this.frames[index], { rect, view });
    this.enlarged = null;
    this.land.place();
    this.refresh();
  }

  reveal(number) {
    const group = this.groups.list[number];
    if (group.frame !== 0) {
      if (this.isClose) this.goHome();
      return;
    }
    this.panTo(this.groups.onStage(number));
  }

  revealUnit(unit) {
    const [main] = this.frames;
    if (main.pieces.has(unit)) this.panTo(main.toStage(this.outlines.units[unit].label));
    else if (this.isClose) this.goHome();
  }

  // Bring a point of the stage to its middle if it is out of sight.
  panTo([x, y]) {
    const { width, height } = this.frames[0].rect;
    if (x < 24 || y < 24 || x > width - 24 || y > height - 24) this.pan(width / 2 - x, height / 2 - y);
  }

  inSight() {
    return this.isClose ? this.frames.slice(0, 1) : this.frames;
  }

  towards(number, direction) {
    return this.groups.towards(number, direction, (group) => group.frame < this.inSight().length);
  }

  // Groups with a unit whose middle lies in a box on the stage.
  within(box) {
    const found = new Set(this.unitsWithin(box).map((unit) => this.groups.of(unit)));
    return [...found].filter((number) => number < this.groups.list.length);
  }

  unitsWithin([x0, y0, x1, y1]) {
    const [left, right] = [Math.min(x0, x1), Math.max(x0, x1)];
    const [top, bottom] = [Math.min(y0, y1), Math.max(y0, y1)];
    return this.placedUnits().filter(({ at: [x, y] }) => x >= left && x <= right && y >= top && y <= bottom)
      .map(({ unit }) => unit);
  }

  // Units in sight and the middle of each on the stage.
  placedUnits() {
    return this.inSight().flatMap((frame) => [...frame.pieces.keys()].map((unit) => (
      { unit, frame, at: frame.toStage(this.outlines.units[unit].label) })));
  }

  // linesOf(number): texts of a group's label; an empty list leaves it out. first: numbers that must be named.
  name(linesOf, first) {
    Object.assign(this, { linesOf, first });
    this.refresh();
  }

  refresh() {
    this.points.place(this.isClose);
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      if (this.linesOf && this.home) this.placeLabels();
    });
  }

  // Number of the group of a frame that a point of the stage lies on.
  groupAt(frame, point) {
    const place = frame.fromStage(point);
    for (const [unit, polygons] of frame.pieces) {
      if (polygons.some((polygon) => isInBox(place, polygon.box) && this.outlines.contains(polygon, place))) return this.groups.of(unit);
    }
    return null;
  }

  placeLabels() {
    const { list } = this.groups;
    this.measureText();
    const candidates = list.flatMap((group, number) => {
      const isSeen = group.anchor && group.frame < this.inSight().length;
      const lines = isSeen ? this.linesOf(number).filter(Boolean) : [];
      if (!lines.length) return [];
      const frame = this.frames[group.frame];
      const [x0, y0, x1, y1] = group.partBox;
      const room = [(x1 - x0) * frame.view.k, (y1 - y0) * frame.view.k];
      const bounds = frame.inset ? frame.rect : null;
      const [name, value] = lines;
      const own = (point) => this.groupAt(frame, point) === number;
      const others = group.units.filter((unit) => frame.pieces.has(unit)).map((unit) => frame.toStage(this.outlines.units[unit].label));
      return [{ name, value, at: frame.toStage(group.anchor), others, room, bounds, must: this.first.has(number), own,
        land: (point) => this.groupAt(frame, point) !== null }];
    });
    candidates.sort((a, b) => b.must - a.must || b.room[0] * b.room[1] - a.room[0] * a.room[1]);
    const insets = this.inSight().slice(1);
    const titles = insets.map(({ rect, inset }) => ({ x: rect.x, y: rect.y, ...this.titleSize(inset.label) }));
    this.labels.place(candidates, this.frames[0].rect, [...insets.map(({ rect }) => rect), ...titles]);
  }
}

function boundsOf(boxes) {
  return boxes.reduce((all, one) => growBox(all, one), boxes[0].slice());
}

function isInBox([x, y], [x0, y0, x1, y1]) {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

function middleOf([x0, y0, x1, y1]) {
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

// Neighbouring land around a prefecture, so that a border is not taken for a coast.
function contextOf(outlines, main, shown) {
  const [x0, y0, x1, y1] = main.box;
  const reach = Math.max(x1 - x0, y1 - y0);
  const near = ({ box }) => box[2] > x0 - reach && box[0] < x1 + reach && box[3] > y0 - reach && box[1] < y1 + reach;
  const others = outlines.units.filter((_, number) => !shown.has(number)).flatMap((unit) => unit.polygons);
  return others.filter(near).map((polygon) => polygon.path).join("");
}
