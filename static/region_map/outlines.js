// Outlines of all units: fetched once, kept on window for every page and in IndexedDB over reloads, and decoded from
// a topology (arcs that two neighbours share) into path strings and the two sides of each arc.

const DATABASE = "region_map";
const STORE = "outlines";

function request(operation) {
  return new Promise((resolve, reject) => {
    operation.onsuccess = () => resolve(operation.result);
    operation.onerror = () => reject(operation.error);
  });
}

async function store(mode) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return (await request(opening)).transaction(STORE, mode).objectStore(STORE);
}

// A browser may forbid IndexedDB (private window, full disk): the map then works without it.
async function kept(file) {
  try {
    return await request((await store("readonly")).get(file));
  } catch {
    return undefined;
  }
}

async function keepOnly(file, text) {
  try {
    const outlines = await store("readwrite");
    outlines.clear();
    await request(outlines.put(text, file));
  } catch {
    // Nothing is lost: the next page load fetches again.
  }
}

async function read(file, url) {
  const text = await kept(file);
  if (text !== undefined) return new Outlines(JSON.parse(text));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const fetched = await response.text();
  const outlines = new Outlines(JSON.parse(fetched));
  keepOnly(file, fetched);
  return outlines;
}

export function load(file, url) {
  const promises = (window.regionMapOutlines ??= new Map());
  if (!promises.has(file)) {
    const promise = read(file, url);
    promise.catch(() => promises.delete(file));
    promises.set(file, promise);
  }
  return promises.get(file);
}

class Outlines {
  constructor(topology) {
    this.transform = topology.transform;
    this.insets = topology.insets;
    this.arcs = topology.arcs.map((deltas) => new Arc(deltas));
    this.sides = new Int32Array(2 * this.arcs.length).fill(-1); // units at both sides of an arc, -1 = sea
    this.units = topology.units.map((unit, number) => ({
      code: unit.code, name: unit.name, short: unit.short, pref: unit.pref, label: unit.label,
      polygons: unit.rings.map((rings) => this.polygon(rings, number)),
    }));
  }

  polygon(rings, unit) {
    for (const number of rings.flat()) {
      const arc = number < 0 ? ~number : number;
      this.sides[this.sides[2 * arc] < 0 ? 2 * arc : 2 * arc + 1] = unit;
    }
    const shell = this.points(rings[0]);
    const path = rings.map((ring) => this.ringPath(ring)).join("");
    return { rings, shell, path, box: boxOf(shell), area: areaOf(shell) };
  }

  points(ring) {
    return ring.flatMap((number) => (number < 0 ? this.arcs[~number].reversed() : this.arcs[number].points));
  }

  ringPath(ring) {
    const parts = ring.map((number) => (number < 0 ? this.arcs[~number].backward() : this.arcs[number].forward));
    const first = ring[0] < 0 ? this.arcs[~ring[0]].points.at(-1) : this.arcs[ring[0]].points[0];
    return `M${first}${parts.join("")}z`;
  }

  // Integer map coordinates of a place given in degrees.
  locate(longitude, latitude) {
    const { scale, translate } = this.transform;
    const radians = Math.PI / 180;
    return [
      (longitude * radians - translate[0]) / scale[0],
      (Math.log(Math.tan(Math.PI / 4 + (latitude * radians) / 2)) - translate[1]) / scale[1],
    ];
  }

  contains(polygon, [x, y]) {
    let inside = false;
    for (const ring of polygon.rings) {
      const points = this.points(ring);
      for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
        const [xi, yi] = points[i];
        const [xj, yj] = points[j];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
      }
    }
    return inside;
  }
}

class Arc {
  constructor(deltas) {
    let [x, y] = deltas;
    this.points = [[x, y]];
    for (let i = 2; i < deltas.length; i += 2) this.points.push([(x += deltas[i]), (y += deltas[i + 1])]);
    this.forward = deltas.length > 2 ? `l${deltas.slice(2).join()}` : "";
    this.path = `M${this.points[0]}${this.forward}`;
  }

  reversed() {
    return this.points.slice().reverse();
  }

  backward() {
    const steps = [];
    for (let i = this.points.length - 1; i > 0; i--) {
      steps.push(this.points[i - 1][0] - this.points[i][0], this.points[i - 1][1] - this.points[i][1]);
    }
    return steps.length ? `l${steps.join()}` : "";
  }
}

export function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) growBox(box, [x, y, x, y]);
  return box;
}

export function growBox(box, other) {
  box[0] = Math.min(box[0], other[0]);
  box[1] = Math.min(box[1], other[1]);
  box[2] = Math.max(box[2], other[2]);
  box[3] = Math.max(box[3], other[3]);
  return box;
}

function areaOf(points) {
  let twice = 0;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    twice += points[j][0] * points[i][1] - points[i][0] * points[j][1];
  }
  return Math.abs(twice) / 2;
}
