// Names on the map: the largest group first, none over another, none far wider than its own group. A name that finds no room
// there is broken into two lines, else it stands beside its group on a leader line. What goes under a name (its value) takes
// only what room all the names leave.

const { svg } = await import(`./dom.js${new URL(import.meta.url).search}`);

const LINE = 1.2; // line height in em
const OVERHANG = 1.3; // a name may be this many times as wide, and its lines as high, as its group
const MOST_LED = 40; // groups on a map that has leader lines: of more they would be a thicket
const ROUNDS = 5;
const [NEAREST, FARTHEST] = [0.8, 14]; // em of a leader line
const TURNS = 32; // directions a leader line may take
const ON_LAND = 1.4; // em that a place beside another's land is worth less than one on the sea, for each of its corners

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

  // candidates: [{ name, value, at: [x, y], others: [[x, y]], room: [width, height], must: bool, own(point), land(point) }], the most
  // important first; others: further points of its group; must: written even if its group is small; own, land: whether a point of the
  // stage is of its group, of any. On a map of few groups those that found no room go first in another round.
  place(candidates, stage, avoid) {
    const isFew = candidates.length <= MOST_LED;
    let [best, first] = [null, []];
    for (let round = 0; round < (isFew ? ROUNDS : 1); round++) {
      Object.assign(this, { stage, taken: avoid.slice(), leaders: [], named: [] });
      const left = [first, candidates.filter((one) => !first.includes(one))].flatMap((some) => this.settle(some, isFew));
      if (!best || left.length < best.left.length) best = { left, taken: this.taken, leaders: this.leaders, named: this.named };
      if (!best.left.length) break;
      first = [...left, ...first.filter((one) => !left.includes(one))];
    }
    Object.assign(this, best);
    for (const { candidate, at } of this.named) {
      const { lines, leader } = this.taken[at];
      if (candidate.value && !leader) this.taken[at] = this.within([...lines, candidate.value], candidate, at) ?? this.taken[at];
    }
    this.layer.replaceChildren(...this.leaders.flatMap(drawLeader),
      ...this.named.flatMap(({ candidate, at }) => this.draw(this.taken[at], candidate)));
  }

  // Find places for names in this order; gives those in sight that found none.
  settle(candidates, leads) {
    const homeless = (some, find) => some.filter((candidate) => {
      const found = find(candidate);
      if (!found) return true;
      this.named.push({ candidate, at: this.taken.length });
      this.taken.push(found);
      if (found.leader) this.leaders.push(found.leader);
      return false;
    });
    const large = homeless(candidates, (one) => this.within([one.name], one));
    const broken = homeless(large, (one) => this.within(halves(one.name), one));
    return leads ? homeless(broken.filter(({ at }) => isIn(at, this.stage)), (one) => this.beside(one)) : [];
  }

  draw({ lines, x, y, width }, { value }) {
    return lines.map((line, index) => svg("text", {
      x: x + width / 2, y: y + (index + 0.82) * this.size * LINE, class: index && line === value ? "label value" : "label",
    }, line));
  }

  box(lines) {
    return { lines, width: Math.max(...lines.map((line) => this.width(line))) + 4, height: lines.length * this.size * LINE };
  }

  // Free place for some lines at a candidate's point or close to it; own: the place it has already among those taken.
  within(lines, { at: [x, y], room, must, bounds, own }, mine) {
    const box = this.box(lines);
    const { width, height } = box;
    if (!must && (width > room[0] * OVERHANG + 8 || height > room[1] * OVERHANG + 8)) return null;
    const aside = [[-0.3, 0], [0.3, 0], [-0.3, -0.55], [0.3, -0.55], [-0.3, 0.55], [0.3, 0.55], [0, -1], [0, 1]];
    const shifted = aside.map(([dx, dy]) => [x + dx * width, y + dy * height]).filter(own);
    return [[x, y], [x, y - 0.55 * height], [x, y + 0.55 * height], ...shifted]
      .map(([cx, cy]) => ({ ...box, x: cx - width / 2, y: cy - height / 2 }))
      .find((one) => inside(one, bounds ?? this.stage) && this.isFree(one, mine, bounds)) ?? null;
  }

  // Place beside a group, joined to a point of it by a line: near it, and rather on the sea than on another's land.
  beside(candidate) {
    if (candidate.bounds) return null;
    for (const from of [candidate.at, ...candidate.others]) {
      if (!isIn(from, this.stage) || this.taken.some((box) => isIn(from, box))) continue;
      const found = this.around(from, candidate);
      if (found) return found;
    }
    return null;
  }

  around([x, y], { name, own, land }) {
    const box = this.box([name]);
    const { width, height } = box;
    let [best, least] = [null, Infinity];
    for (let far = NEAREST; far <= FARTHEST && far < least; far += 0.6) { // at `least` every place further on is worse
      for (let turn = 0; turn < TURNS; turn++) {
        const [dx, dy] = [Math.cos((2 * Math.PI * turn) / TURNS), Math.sin((2 * Math.PI * turn) / TURNS)];
        const [cx, cy] = [x + dx * (far * this.size + width / 2), y + dy * (far * this.size + height / 2)];
        const one = { ...box, x: cx - width / 2, y: cy - height / 2 };
        if (!inside(one, this.stage) || !this.isFree(one)) continue;
        const leader = [[x, y], [clamp(x, one.x, one.x + width), clamp(y, one.y, one.y + height)]];
        if (this.taken.some((other) => crosses(leader, other)) || this.leaders.some((other) => meet(leader, other))) continue;
        const corners = [[one.x, one.y], [one.x + width, one.y], [one.x, one.y + height], [one.x + width, one.y + height], [cx, cy]];
        const cost = far + ON_LAND * corners.filter((corner) => land(corner) && !own(corner)).length;
        if (cost < least) [best, least] = [{ ...one, leader }, cost];
      }
    }
    return best;
  }

  isFree(box, mine, bounds) {
    return !this.taken.some((other, index) => index !== mine && other !== bounds && overlap(box, other))
      && !this.leaders.some((leader) => crosses(leader, box));
  }
}

// A name in two lines, parted where its parts join or in the middle; a short one as it is.
function halves(name) {
  const joints = [...name].flatMap((sign, index) => (sign === "・" || sign === "（" ? [index + (sign === "・" ? 1 : 0)] : []));
  const middle = name.length / 2;
  const at = joints.length ? joints.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a)) : Math.ceil(middle);
  return name.length < 4 || at <= 0 || at >= name.length ? [name] : [name.slice(0, at), name.slice(at)];
}

function drawLeader([[x1, y1], [x2, y2]]) {
  return [svg("line", { x1, y1, x2, y2, class: "leader-casing" }), svg("line", { x1, y1, x2, y2, class: "leader" }),
    svg("circle", { cx: x1, cy: y1, r: 3.5, class: "leader-end" })];
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

function isIn([px, py], { x, y, width, height }) {
  return px > x && px < x + width && py > y && py < y + height;
}

function inside(box, stage) {
  return box.x >= stage.x && box.y >= stage.y
    && box.x + box.width <= stage.x + stage.width && box.y + box.height <= stage.y + stage.height;
}

function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

// Whether a line goes through a box.
function crosses([[x1, y1], [x2, y2]], { x, y, width, height }) {
  let [from, to] = [0, 1];
  for (const [start, step, low, high] of [[x1, x2 - x1, x, x + width], [y1, y2 - y1, y, y + height]]) {
    if (step === 0) {
      if (start <= low || start >= high) return false;
    } else {
      const [a, b] = [(low - start) / step, (high - start) / step];
      [from, to] = [Math.max(from, Math.min(a, b)), Math.min(to, Math.max(a, b))];
    }
  }
  return from < to;
}

// Whether two lines cut one another.
function meet([a, b], [c, d]) {
  const side = ([px, py], [qx, qy], [rx, ry]) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}
