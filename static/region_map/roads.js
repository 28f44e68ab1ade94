// Which groups the sea parts from the rest, under the grouping of now: how many residents all the groups have that roads
// join to one inside its prefectures. The rule is analytics/thresholds.small_areas; roads is what ui/trial_editor.py sends:
// { piece: { unit: number }, persons: [[by year]], crossings: [[unit, unit]] }.

export class ByRoad {
  constructor({ piece, persons, crossings }, units) {
    this.parent = persons.map((_, number) => number);
    this.pieceOf = new Map(); // group → one of its pieces of land
    for (const [unit, id] of units) {
      if (id === null) continue;
      if (this.pieceOf.has(id)) this.join(this.pieceOf.get(id), piece[unit]);
      else this.pieceOf.set(id, piece[unit]);
    }
    const prefectures = crossings.length ? prefecturesOf(units) : null;
    const own = (unit) => prefectures.get(units.get(unit)) ?? new Set([unit.slice(0, 2)]);
    for (const [a, b] of crossings) if ([...own(a)].some((prefecture) => own(b).has(prefecture))) this.join(piece[a], piece[b]);
    this.sums = persons.map((values) => values.map(() => 0));
    persons.forEach((values, number) => {
      const sums = this.sums[this.root(number)];
      values.forEach((value, year) => (sums[year] += value ?? NaN));
    });
  }

  root(number) {
    while (this.parent[number] !== number) number = this.parent[number] = this.parent[this.parent[number]];
    return number;
  }

  join(one, other) {
    this.parent[this.root(one)] = this.root(other);
  }

  // Residents of a group and all that roads join to it; year: its place among the years shown.
  persons(id, year) {
    return this.sums[this.root(this.pieceOf.get(id))][year];
  }
}

// Units in no group are groups of their own.
function prefecturesOf(units) {
  const found = new Map();
  for (const [unit, id] of units) {
    if (id === null) continue;
    if (!found.has(id)) found.set(id, new Set());
    found.get(id).add(unit.slice(0, 2));
  }
  return found;
}
