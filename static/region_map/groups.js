// What a grouping means on the map: members of each group, the borders between groups, where a group's name goes and
// which group lies in which direction.

const { growBox } = await import(`./outlines.js${new URL(import.meta.url).search}`);

export const NONE = 65535; // assignment of a unit that is not in this map

const PATH_ARCS = 64; // arcs a path is drawn from: the same ones always, so that an edit changes few paths

export class Groups {
  constructor(outlines, frames, arcFrame, assignment, count) {
    this.outlines = outlines;
    this.frames = frames;
    this.arcFrame = arcFrame;
    this.assignment = assignment;
    this.list = Array.from({ length: count }, () => ({ units: [], anchor: null, frame: 0, area: 0, box: null }));
    assignment.forEach((group, unit) => group < count && this.list[group].units.push(unit));
    this.findAnchors();
  }

  of(unit) {
    const group = unit < 0 ? NONE : this.assignment[unit];
    return group < this.list.length ? group : NONE;
  }

  // The name stands in the group's largest connected part: at its centre if that is inside, else at the unit nearest.
  findAnchors() {
    const parts = this.connectedParts();
    for (const group of this.list) {
      let largest = null;
      for (const part of parts.get(group) ?? []) {
        group.area += part.area;
        if (part.frame === 0) group.box = growBox(group.box ?? part.box.slice(), part.box);
        if (!largest || part.area > largest.area) largest = part;
      }
      if (!largest) continue;
      group.frame = largest.frame;
      group.partBox = largest.box;
      group.anchor = this.centreOf(largest);
    }
  }

  connectedParts() {
    const parent = Int32Array.from(this.assignment.keys());
    const root = (unit) => {
      while (parent[unit] !== unit) unit = parent[unit] = parent[parent[unit]];
      return unit;
    };
    const { sides } = this.outlines;
    for (let i = 0; i < sides.length; i += 2) {
      if (sides[i + 1] >= 0 && this.of(sides[i]) !== NONE && this.of(sides[i]) === this.of(sides[i + 1])) {
        parent[root(sides[i])] = root(sides[i + 1]);
      }
    }
    const parts = new Map();
    this.frames.forEach((frame, index) => {
      const byRoot = new Map();
      for (const [unit, polygons] of frame.pieces) {
        if (this.of(unit) === NONE) continue;
        const key = root(unit);
        if (!byRoot.has(key)) {
          byRoot.set(key, { frame: index, area: 0, units: [], box: [Infinity, Infinity, -Infinity, -Infinity] });
        }
        const part = byRoot.get(key);
        part.units.push(unit);
        const largest = polygons.reduce((a, b) => (b.area > a.area ? b : a));
        part.area += largest.area;
        growBox(part.box, largest.box);
      }
      for (const part of byRoot.values()) {
        const group = this.list[this.of(part.units[0])];
        if (!parts.has(group)) parts.set(group, []);
        parts.get(group).push(part);
      }
    });
    return parts;
  }

  centreOf(part) {
    const { units } = this.outlines;
    const pieces = this.frames[part.frame].pieces;
    const weight = (unit) => Math.max(...pieces.get(unit).map((polygon) => polygon.area));
    let [x, y, total] = [0, 0, 0];
    for (const unit of part.units) {
      const share = weight(unit) || 1;
      x += units[unit].label[0] * share;
      y += units[unit].label[1] * share;
      total += share;
    }
    const centre = [x / total, y / total];
    const inside = part.units.some((unit) => pieces.get(unit).some((polygon) => this.outlines.contains(polygon, centre)));
    return inside ? centre : nearest(part.units.map((unit) => units[unit].label), centre);
  }

  // Arcs of a frame whose two sides satisfy a condition, in paths of moderate length: one long path is slow to stroke,
  // and what is out of sight need not be painted.
  bordersWhere(frame, condition) {
    const { arcs, sides } = this.outlines;
    const paths = [];
    for (let start = 0; start < arcs.length; start += PATH_ARCS) {
      let path = "";
      for (let i = start; i < Math.min(start + PATH_ARCS, arcs.length); i++) {
        if (this.arcFrame[i] === frame && condition(sides[2 * i], sides[2 * i + 1])) path += arcs[i].path;
      }
      if (path) paths.push(path);
    }
    return paths;
  }

  // Outer border of a set of units: arcs with exactly one side in it. isIn(unit) is asked for land only.
  outlineOf(frame, isIn) {
    return this.bordersWhere(frame, (a, b) => (a >= 0 && isIn(a)) !== (b >= 0 && isIn(b)));
  }

  largest() {
    const placed = this.list.map((_, index) => index).filter((index) => this.list[index].anchor);
    return placed.reduce((a, b) => (a === null || this.list[b].area > this.list[a].area ? b : a), null);
  }

  onStage(index) {
    const group = this.list[index];
    return this.frames[group.frame].toStage(group.anchor);
  }

  // Group next to one in a direction (unit vector on the stage): near, and near the line of sight.
  towards(from, direction, isSeen) {
    const seen = this.list.flatMap((group, index) => (index !== from && group.anchor && isSeen(group) ? [index] : []));
    return nextTowards(this.onStage(from), direction, seen, (index) => this.onStage(index));
  }
}

// The candidate that lies in a direction from a point of the stage; null if none does.
export function nextTowards([x0, y0], [dx, dy], candidates, placeOf) {
  let [found, least] = [null, Infinity];
  for (const candidate of candidates) {
    const [x, y] = placeOf(candidate);
    const distance = Math.hypot(x - x0, y - y0);
    const along = ((x - x0) * dx + (y - y0) * dy) / (distance || 1);
    const cost = distance / along ** 2;
    if (along > 0.4 && cost < least) [found, least] = [candidate, cost];
  }
  return found;
}

// The frame each arc is drawn in, −1: in none.
export function arcFrames(outlines, frames) {
  const frameOf = new Int8Array(outlines.arcs.length).fill(-1);
  frames.forEach((frame, index) => {
    for (const polygon of [...frame.pieces.values()].flat()) {
      for (const number of polygon.rings.flat()) frameOf[number < 0 ? ~number : number] = index;
    }
  });
  return frameOf;
}

function nearest(points, [x, y]) {
  return points.reduce((a, b) => (Math.hypot(b[0] - x, b[1] - y) < Math.hypot(a[0] - x, a[1] - y) ? b : a));
}
