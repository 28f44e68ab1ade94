// The trial (案) as people edit it, before Python has heard of it. Every edit is a step that knows both sides, the same
// as analytics/trial.py keeps: { label, units: { code: [before, after] }, groups: { id: [before, after] } }, where a
// group is { name, colour, locked } or null (not there) and a unit without group is outside (null).

export class Trial {
  constructor({ start, steps, position }) {
    this.units = new Map(Object.entries(start.units));
    this.groups = new Map(Object.entries(start.groups));
    this.steps = steps.slice();
    this.position = 0;
    this.moveTo(position);
  }

  get current() {
    return this.steps[this.position - 1];
  }

  do(step) {
    this.steps.length = this.position; // what was undone is gone
    this.steps.push(step);
    this.moveTo(this.position + 1);
  }

  moveTo(position) {
    while (this.position < Math.min(position, this.steps.length)) this.apply(this.steps[this.position++], 1);
    while (this.position > Math.max(position, 0)) this.apply(this.steps[--this.position], 0);
  }

  apply({ units, groups }, side) {
    for (const [unit, pair] of Object.entries(units)) this.units.set(unit, pair[side]);
    for (const [id, pair] of Object.entries(groups)) {
      if (pair[side]) this.groups.set(id, pair[side]);
      else this.groups.delete(id);
    }
  }

  unitsOf(id) {
    return [...this.units].filter(([, group]) => group === id).map(([unit]) => unit);
  }

  // Groups the units stand in, without outside, sorted.
  groupsOf(units) {
    return [...new Set(units.map((unit) => this.units.get(unit)))].filter((id) => id !== null).sort();
  }

  ids() {
    return [...this.groups.keys()].sort();
  }
}

// One edit in the making: what is set last counts; a group left without units goes by itself.
export class Change {
  constructor(trial) {
    this.trial = trial;
    this.units = new Map();
    this.groups = new Map();
  }

  put(units, id) {
    for (const unit of units) this.units.set(unit, id);
  }

  group(id, state) {
    this.groups.set(id, { ...(this.trial.groups.get(id) ?? { name: id, colour: null, locked: false }), ...state });
  }

  // Step of the differences; null when nothing changes.
  step(label) {
    const { trial } = this;
    const sizes = new Map();
    for (const [unit, before] of trial.units) {
      const id = this.units.has(unit) ? this.units.get(unit) : before;
      sizes.set(id, (sizes.get(id) ?? 0) + 1);
    }
    const units = {};
    for (const [unit, after] of this.units) {
      const before = trial.units.get(unit);
      if (before !== after) units[unit] = [before, after];
    }
    const groups = {};
    for (const id of new Set([...trial.groups.keys(), ...this.groups.keys()])) {
      const before = trial.groups.get(id) ?? null;
      const after = sizes.has(id) ? this.groups.get(id) ?? before : null;
      if (JSON.stringify(before) !== JSON.stringify(after)) groups[id] = [before, after];
    }
    return Object.keys(units).length || Object.keys(groups).length ? { label, units, groups } : null;
  }
}
