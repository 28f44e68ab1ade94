// Colours of groups: neighbours differ wherever the palette allows it.

export class Colours {
  constructor(outlines, numberOfUnit, count) {
    Object.assign(this, { outlines, numberOfUnit, count });
  }

  // Place in the palette for a group of these units: its own if no neighbour has it, else the first that none has.
  free(trial, codes, own) {
    const mine = new Set(codes.map((code) => this.numberOfUnit.get(code)));
    const { sides, units } = this.outlines;
    const taken = new Set();
    const see = (unit) => {
      const group = trial.groups.get(trial.units.get(units[unit].code));
      if (group) taken.add(group.colour);
    };
    for (let i = 0; i < sides.length; i += 2) {
      const [a, b] = [sides[i], sides[i + 1]];
      if (b < 0 || mine.has(a) === mine.has(b)) continue;
      see(mine.has(a) ? b : a);
    }
    const all = Array.from({ length: this.count }, (_, number) => number);
    return [...(own === null ? [] : [own]), ...all].find((number) => !taken.has(number)) ?? own ?? 0;
  }
}
