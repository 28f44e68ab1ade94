// A trial (案) on the region map: groups as people drew them, their residents, and a selection of units. What one click
// takes (a unit, its 構想区域 or its group) is `reach`. The editor adds what changes the trial.

const version = new URL(import.meta.url).search;
const [{ RegionMap }, { unpack }, { NONE, nextTowards }, { ByRoad }] = await Promise.all(
  ["map", "payload", "groups", "roads"].map((name) => import(`./${name}.js${version}`)),
);

const NUMBER = new Intl.NumberFormat("ja"); // made once: of all Japan's municipalities every group has its number
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export function personsText(persons) {
  if (Number.isNaN(persons)) return "データなし";
  return persons < 10000 ? `${NUMBER.format(Math.round(persons))}人` : `${NUMBER.format(Math.round(persons / 1000) / 10)}万人`;
}

export class TrialMap extends RegionMap {
  constructor(root) {
    super(root);
    this.chosenUnits = new Set(); // unit numbers
    this.reach = "group"; // what one click takes: unit | area | group
  }

  // --- what is drawn ---

  // The map itself has no classes: a group's colour only tells it from its neighbours.
  async decode(data) {
    const message = await unpack(data);
    const legend = { title: message.label, unit: "", note: "", classes: [], marks: {}, no_data: "データなし" };
    return { ...message, legend, classOf: [], flags: {}, mode: "multiple" };
  }

  // The map from the trial of now.
  paintTrial() {
    const { trial, message, outlines } = this;
    this.ids = trial.ids();
    this.numberOf = new Map(this.ids.map((id, number) => [id, number]));
    const assignment = new Uint16Array(outlines.units.length).fill(NONE);
    let outside = false;
    for (const [code, id] of trial.units) {
      if (id === null) outside = true;
      assignment[this.numberOfUnit.get(code)] = id === null ? this.ids.length : this.numberOf.get(id);
    }
    const states = this.ids.map((id) => trial.groups.get(id));
    this.people = this.sumPeople(assignment, this.ids.length + 1);
    this.byRoad = new ByRoad(message.roads, trial.units);
    this.names = [...states.map(({ name, locked }) => name + (locked ? "（固定）" : "")), ...(outside ? ["区域外"] : [])];
    this.shortNames = this.names;
    this.flags = this.names.map((_, number) => (number < this.ids.length ? this.signs(number) : ["どの区域にも入っていない"]));
    const count = this.names.length;
    this.texts = this.names.map((_, number) => this.peopleText(number, 0));
    this.view.show(outlines, message.view, assignment, count);
    if (this.meeting !== message.meeting) this.view.resize();
    this.meeting = message.meeting;
    this.view.land.fill(this.names.map((_, number) => ({
      id: this.ids[number] ?? "", mark: null, color: number < this.ids.length ? message.colours[states[number].colour ?? 0].color : null,
    })));
    this.chosenUnits = new Set([...this.chosenUnits].filter((unit) => trial.units.has(outlines.units[unit].code)));
    this.paintSelection();
    this.focusOn(this.active ?? null, false);
    this.retell?.();
  }

  sumPeople(assignment, count) {
    const { years, people } = this.message.people;
    const sums = years.map(() => new Float64Array(count));
    for (const [code, values] of Object.entries(people)) {
      const group = assignment[this.numberOfUnit.get(code)];
      values.forEach((value, year) => (sums[year][group] += value ?? NaN));
    }
    return sums;
  }

  peopleText(number, year) {
    return personsText(this.people[year][number]);
  }

  signs(number) {
    const { limits, people: { years } } = this.message;
    return years.flatMap((year, index) => {
      const persons = this.people[index][number];
      const isExempt = () => this.byRoad.persons(this.ids[number], index) < limits.small;
      if (persons < limits.small) return [`▼${year}年 ${limits.small_text}未満${isExempt() ? limits.exempt_text : ""}`];
      return persons >= limits.large ? [`▲${year}年 ${limits.large_text}以上`] : [];
    });
  }

  // --- selection ---

  traceUnits(name, units) {
    this.view.land.trace(name, units.size ? (unit) => units.has(unit) : null);
  }

  inScope(unit) {
    return unit !== undefined && unit >= 0 && this.trial.units.has(this.outlines.units[unit].code);
  }

  // Units that one click on a unit takes.
  cell(unit) {
    const { code } = this.outlines.units[unit];
    if (this.reach === "unit") return [unit];
    const isSame = this.reach === "area"
      ? (other) => this.message.area_of[other] === this.message.area_of[code]
      : (other) => this.trial.units.get(other) === this.trial.units.get(code);
    return [...this.trial.units.keys()].filter(isSame).map((other) => this.numberOfUnit.get(other));
  }

  chosenCodes() {
    return [...this.chosenUnits].map((unit) => this.outlines.units[unit].code).sort();
  }

  chosenGroups() {
    return this.trial ? this.trial.groupsOf(this.chosenCodes()) : [];
  }

  paintSelection() {
    this.traceUnits("chosen", this.chosenUnits);
    this.shell.buttons.fit.disabled = this.chosenUnits.size === 0;
    this.nameGroups();
  }

  nameGroups() {
    this.view.name((number) => [this.names[number], this.texts[number]], new Set(this.chosenGroups().map((id) => this.numberOf.get(id))));
  }

  fitSelection() {
    this.view.fitUnits([...this.chosenUnits]);
  }

  fitTo(codes) {
    this.view.fitUnits(codes.map((code) => this.numberOfUnit.get(code)));
  }

  pick(target) {
    const unit = target?.unit;
    if (!this.inScope(unit)) return;
    this.hush();
    this.take(unit);
    this.focusOn(unit, true);
  }

  // --- hover, focus, keyboard ---

  unitWords(unit) {
    const { code, name } = this.outlines.units[unit];
    const id = this.trial.units.get(code);
    const number = id === null ? this.ids.length : this.numberOf.get(id);
    const { years, people } = this.message.people;
    const persons = (values) => years.map((year, index) => `${year}年 ${values(index)}`).join("　");
    const unitPeople = persons((index) => (people[code]?.[index] == null ? "データなし" : `${Math.round(people[code][index]).toLocaleString("ja")}人`));
    const group = [`区域: ${this.names[number]}`, persons((index) => this.peopleText(number, index)), ...this.flags[number]];
    return this.reach === "unit" ? [name, unitPeople, ...group] : [this.names[number], ...group.slice(1), name];
  }

  hover(target, x, y) {
    if (!this.trial) return;
    const isOn = target && this.inScope(target.unit);
    this.retell = isOn ? () => this.hover(target, x, y) : null;
    this.traceUnits("hover", new Set(isOn ? this.cell(target.unit) : []));
    if (isOn && !this.isQuiet(x, y)) this.shell.tell(this.unitWords(target.unit), [x, y]);
    else this.shell.hush();
  }

  focusOn(unit, speak) {
    this.active = unit;
    this.traceUnits("focus", new Set(unit === null ? [] : this.cell(unit)));
    if (unit === null || !speak) return;
    this.shell.say([...this.unitWords(unit), ...(this.chosenUnits.has(unit) ? ["選択中"] : [])].join("、"));
  }

  goTo(unit) {
    if (unit === null) return;
    this.focusOn(unit, true);
    this.view.revealUnit(unit);
    const place = this.view.placedUnits().find((one) => one.unit === unit);
    this.retell = () => place && this.active === unit && this.shell.tell(this.unitWords(unit), place.at);
    this.retell();
  }

  walk(direction) {
    const placed = this.view.placedUnits().filter(({ unit }) => this.inScope(unit));
    const here = placed.find(({ unit }) => unit === this.active);
    if (!here) {
      this.goTo(this.middle(placed));
      return;
    }
    const own = new Set(this.cell(here.unit));
    this.goTo(nextTowards(here.at, direction, placed.filter(({ unit }) => !own.has(unit)), ({ at }) => at)?.unit ?? null);
  }

  middle(placed) {
    const { width, height } = this.view.frames[0].rect;
    const far = ({ at: [x, y] }) => Math.hypot(x - width / 2, y - height / 2);
    return placed.reduce((a, b) => (a === null || far(b) < far(a) ? b : a), null)?.unit ?? null;
  }

  key(event) {
    if (!this.trial || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    if (direction) this.walk(direction);
    else if (event.key === "Enter" || event.key === " ") {
      if (this.active === null || this.active === undefined) this.walk([0, 0]);
      else this.pick({ unit: this.active });
    } else if (event.key === "Home") this.goTo(this.middle(this.view.placedUnits().filter(({ unit }) => this.inScope(unit))));
    else {
      super.key(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
