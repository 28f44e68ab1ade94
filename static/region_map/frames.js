// Frames: the main map and its insets (remote islands in a box of their own scale), which polygons each of them draws,
// and how map coordinates (y to the north) become pixels (y down).

const { growBox } = await import(`./outlines.js${new URL(import.meta.url).search}`);

const MARGIN = 14;
const GAP = 8;
const CELL = 8;

export class Frame {
  constructor(inset) {
    this.inset = inset; // null: the main map
    this.pieces = new Map(); // unit number → its polygons drawn here
    this.box = [Infinity, Infinity, -Infinity, -Infinity];
    this.rect = { x: 0, y: 0, width: 0, height: 0 }; // place on the stage
    this.view = { k: 1, x: 0, y: 0 }; // pixel = (X·k + x, −Y·k + y), inside rect
  }

  add(unit, polygon) {
    if (!this.pieces.has(unit)) this.pieces.set(unit, []);
    this.pieces.get(unit).push(polygon);
    growBox(this.box, polygon.box);
  }

  // View that shows a box of map coordinates as large as the frame allows; top: pixels to keep free above it.
  viewOf([x0, y0, x1, y1], margin = MARGIN, top = 0) {
    if (!(x1 >= x0)) return { k: 1, x: 0, y: 0 }; // nothing to show
    const k = Math.min(
      Math.max(this.rect.width - 2 * margin, 1) / Math.max(x1 - x0, 1),
      Math.max(this.rect.height - 2 * margin - top, 1) / Math.max(y1 - y0, 1),
    );
    const { x, y } = this.viewAt([(x0 + x1) / 2, (y0 + y1) / 2], k);
    return { k, x, y: y + top / 2 };
  }

  viewAt([x, y], k) {
    return { k, x: this.rect.width / 2 - k * x, y: this.rect.height / 2 + k * y };
  }

  centre() {
    const { k, x, y } = this.view;
    return [(this.rect.width / 2 - x) / k, (y - this.rect.height / 2) / k];
  }

  fromStage([x, y]) {
    return [(x - this.rect.x - this.view.x) / this.view.k, (this.rect.y + this.view.y - y) / this.view.k];
  }

  toStage([x, y]) {
    return [this.rect.x + x * this.view.k + this.view.x, this.rect.y - y * this.view.k + this.view.y];
  }
}

function holds(box, [x0, y0, x1, y1]) {
  const x = (x0 + x1) / 2;
  const y = (y0 + y1) / 2;
  return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
}

// Main frame first. A unit named by an inset is drawn only there; its parts outside every box are left out.
export function framesOf(outlines, view, shown) {
  const main = new Frame(null);
  const insets = outlines.insets.filter((inset) => view.split(".").includes(inset.view)).map((inset) => new Frame(inset));
  const inInset = new Map();
  for (const frame of insets) {
    for (const code of frame.inset.codes) inInset.set(code, [...(inInset.get(code) ?? []), frame]);
  }
  for (const number of shown) {
    const unit = outlines.units[number];
    const places = inInset.get(unit.code);
    for (const polygon of unit.polygons) {
      const frame = places ? places.find((place) => holds(place.inset.box, polygon.box)) : main;
      frame?.add(number, polygon);
    }
  }
  return [main, ...insets.filter((frame) => frame.pieces.size > 0)];
}

// Fit the main map to the stage, and set each inset where it hides no land, nearest to where the islands really lie.
// titleOf(label): width and height that an inset's label takes.
export function layOut(frames, width, height, titleOf) {
  const [main, ...insets] = frames;
  main.rect = { x: 0, y: 0, width, height };
  main.view = main.viewOf(main.box);
  const land = insets.length ? coarseLand(main, width, height) : null;
  const placed = [];
  for (const frame of insets.slice().sort((a, b) => b.pieces.size - a.pieces.size)) {
    const title = titleOf(frame.inset.label);
    const size = insetSize(frame, width, height, title);
    const spots = spotsFor(size, placed, width, height);
    const [x, y] = main.toStage([(frame.box[0] + frame.box[2]) / 2, (frame.box[1] + frame.box[3]) / 2]);
    const home = [Math.max(0, Math.min(width, x)), Math.max(0, Math.min(height, y))];
    const cost = (spot) => 50 * hidden({ ...size, ...spot }, land) + away({ ...size, ...spot }, home);
    frame.rect = { ...size, ...best(spots, cost) };
    frame.view = frame.viewOf(frame.box, MARGIN, title.height);
    placed.push(frame.rect);
  }
}

// Land on a coarse grid, as sums over all cells above and to the left of each.
function coarseLand(main, width, height) {
  const canvas = document.createElement("canvas");
  const columns = (canvas.width = Math.ceil(width / CELL));
  const rows = (canvas.height = Math.ceil(height / CELL));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const { k, x, y } = main.view;
  context.setTransform(k / CELL, 0, 0, -k / CELL, x / CELL, y / CELL);
  for (const { shell } of [...main.pieces.values()].flat()) {
    context.beginPath();
    for (const [px, py] of shell) context.lineTo(px, py);
    context.fill(); // one by one: a single path of all would be slow to fill
  }
  const pixels = context.getImageData(0, 0, columns, rows).data;
  const sums = new Uint32Array((columns + 1) * (rows + 1));
  const at = (column, row) => row * (columns + 1) + column;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const land = pixels[4 * (row * columns + column) + 3] > 0 ? 1 : 0;
      sums[at(column + 1, row + 1)] = land + sums[at(column, row + 1)] + sums[at(column + 1, row)] - sums[at(column, row)];
    }
  }
  return { sums, at, columns, rows };
}

// Number of land cells under a rectangle or close to it.
function hidden({ x, y, width, height }, { sums, at, columns, rows }) {
  const left = Math.max(0, Math.floor((x - GAP) / CELL));
  const top = Math.max(0, Math.floor((y - GAP) / CELL));
  const right = Math.min(columns, Math.ceil((x + width + GAP) / CELL));
  const bottom = Math.min(rows, Math.ceil((y + height + GAP) / CELL));
  return sums[at(right, bottom)] - sums[at(left, bottom)] - sums[at(right, top)] + sums[at(left, top)];
}

// All Japan has little room for islands; a prefecture's insets are as large as they can be.
function insetSize({ box, inset, pieces }, width, height, title) {
  const aspect = Math.max(0.5, Math.min(2.2, (box[2] - box[0]) / (box[3] - box[1] || 1)));
  const share = inset.view === "japan" ? Math.min(1, 0.6 + pieces.size / 50) : Math.min(1.15, 0.7 + pieces.size / 20);
  const w = share * Math.min(width * 0.24, height * 0.34 * aspect);
  return { width: Math.round(Math.max(w, title.width)), height: Math.round(Math.max(w / aspect, Math.min(70, height * 0.16)) + title.height) };
}

// Places along the edges of the stage and beside the insets that are already there.
function spotsFor(size, placed, width, height) {
  const right = width - size.width - GAP;
  const bottom = height - size.height - GAP;
  const steps = Array.from({ length: 13 }, (_, step) => step / 12);
  const edges = steps.flatMap((step) => {
    const [x, y] = [GAP + step * (right - GAP), GAP + step * (bottom - GAP)];
    return [[GAP, y], [right, y], [x, GAP], [x, bottom]];
  });
  const beside = placed.flatMap((other) => [
    [other.x + other.width + GAP, bottom], [other.x - size.width - GAP, bottom],
    [other.x, other.y + other.height + GAP], [other.x, other.y - size.height - GAP],
  ]);
  const spots = [...edges, ...beside]
    .filter(([x, y]) => x >= GAP && y >= GAP && x <= right && y <= bottom)
    .map(([x, y]) => ({ x, y }))
    .filter((spot) => !placed.some((other) => overlap({ ...size, ...spot }, other)));
  return spots.length ? spots : [{ x: GAP, y: GAP }];
}

function overlap(a, b) {
  const isClear = (x, width, otherX, otherWidth) => x >= otherX + otherWidth + GAP || otherX >= x + width + GAP;
  return !isClear(a.x, a.width, b.x, b.width) && !isClear(a.y, a.height, b.y, b.height);
}

function away({ x, y, width, height }, [px, py]) {
  return Math.hypot(x + width / 2 - px, y + height / 2 - py);
}

function best(items, score) {
  const scores = items.map(score);
  return items[scores.indexOf(Math.min(...scores))];
}
