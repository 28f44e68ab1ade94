// The region map: receives what Python sends, keeps the selection, and ties shell, view and input together.
//
// Streamlit serves these files without cache headers, so Python asks for them with ?v=<digest of the folder>; every
// module passes that query on to those it imports, and an upgrade never mixes two versions.

const version = new URL(import.meta.url).search;
const [{ decode, flagsOf, idsOfUnits }, { load }, { NONE }, { Shell }, { View }, { listen }, { PREFECTURES }, { Step }, sheet] =
  await Promise.all([
    ...["payload", "outlines", "groups", "shell", "view", "gestures", "prefectures", "step"].map(
      (name) => import(`./${name}.js${version}`),
    ),
    styles(),
  ]);

const SEND_AFTER = 80; // ms: quick clicks reach Python as one
const ZOOM_STEP = 1.6;
const QUIET = 40; // px the pointer moves after a press before it is told again what lies under it
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export async function styles(file = "map.css") {
  const response = await fetch(new URL(`./${file}${version}`, import.meta.url));
  return new CSSStyleSheet().replace(await response.text());
}

export const show = (component) => mount(RegionMap, component);

// The map of a component: made once, it receives what each run sends.
export function mount(Kind, component) {
  const root = component.parentElement;
  if (root.regionMap?.version !== version) {
    root.regionMap?.remove();
    root.regionMap = new Kind(root);
  }
  root.regionMap.receive(component);
  return root.regionMap;
}

export class RegionMap {
  constructor(root) {
    this.version = version;
    this.root = root;
    this.selection = new Set(); // group ids
    this.point = null;
    this.fit = "null"; // what the last payload wanted to be zoomed to
    this.sequence = 0; // of the last local choice; Python echoes the one it knows
    root.adoptedStyleSheets = [sheet];
    this.shell = new Shell(root, {
      in: () => this.zoom(ZOOM_STEP),
      out: () => this.zoom(1 / ZOOM_STEP),
      home: () => this.view.goHome(),
      fit: () => this.fitSelection(),
      box: () => this.toggleBoxing(),
    });
    this.view = new View(this.shell);
    this.step = new Step(this);
    const { stage } = this.shell;
    listen(stage, this.gestures());
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("blur", () => this.hover(null));
    this.observer = new ResizeObserver(() => this.view.resize());
    this.observer.observe(stage);
  }

  gestures() {
    return {
      hover: (target, x, y) => this.hover(target, x, y),
      pick: (target, x, y) => {
        this.quietAt = [x, y];
        this.pick(target);
      },
      pan: (dx, dy) => {
        this.hover(null);
        this.view.pan(dx, dy);
      },
      zoom: (factor, x, y) => this.view.zoom(factor, x, y),
      box: (box, done) => this.box(box, done),
      boxing: () => this.boxing,
      atHome: () => !this.view.home || this.view.atHome(),
    };
  }

  remove() {
    this.observer.disconnect();
    this.shell.room.leave();
    this.step.leave();
    clearTimeout(this.sending);
    this.shell.box.remove();
    delete this.root.regionMap;
  }

  async receive(component) {
    this.component = component;
    const payload = await this.decode(component.data);
    if (this.component !== component) return; // overtaken by a newer run
    this.payload = payload;
    this.shell.show(payload);
    try {
      const outlines = await load(payload.outlines, new URL(`../${payload.outlines}`, import.meta.url));
      if (this.payload === payload) this.draw(outlines);
    } catch (error) {
      console.error(error);
      this.shell.fail("地図を表示できません。管理者に「server.enableStaticServing」の設定を確かめてもらってください。");
    }
  }

  decode(data) {
    return decode(data);
  }

  draw(outlines) {
    const { payload } = this;
    const count = payload.classOf.length;
    this.ids = payload.ids ?? idsOfUnits(outlines, payload.assignment, count);
    this.numberOf = new Map(this.ids.map((id, number) => [id, number]));
    this.view.show(outlines, payload.view, payload.assignment, count);
    if (this.meeting !== payload.meeting) this.view.resize(); // insets make room for their titles
    this.meeting = payload.meeting;
    this.names = payload.names ?? this.view.groups.list.map(({ units }) => outlines.units[units[0]]?.name ?? "");
    this.shortNames = payload.names ?? this.view.groups.list.map(({ units }) => outlines.units[units[0]]?.short ?? "");
    this.flags = flagsOf(payload.flags, count);
    const { classes, marks } = payload.legend;
    this.view.land.fill(payload.classOf.map((number, group) => ({
      id: this.ids[group],
      color: classes[number]?.[0] ?? null,
      mark: marks[this.flags[group].find((word) => marks[word])] ?? null,
    })));
    if (payload.seq >= this.sequence) {
      this.selection = new Set(payload.selected);
      this.point = payload.point;
    }
    this.view.points.show(payload.points, outlines, this.view.frames);
    this.view.refresh();
    this.view.points.choose(this.point);
    this.paintSelection();
    this.focusOn(this.numberOf.get(this.activeId) ?? null, false);
    this.retell?.();
    const fit = JSON.stringify(payload.fit);
    if (this.fit !== fit && this.view.home) {
      this.view.fit(this.numbers(payload.fit ?? []));
      this.fit = fit;
    }
    this.shell.painted();
  }

  numbers(ids) {
    return [...ids].map((id) => this.numberOf?.get(id)).filter((number) => number !== undefined);
  }

  // --- words ---

  title(number) {
    const prefs = new Set(this.view.groups.list[number].units.map((unit) => this.view.outlines.units[unit].pref));
    const pref = prefs.size === 1 ? PREFECTURES[[...prefs][0] - 1] : "";
    const name = this.names[number];
    return this.payload.view !== "japan" || name.startsWith(pref) ? name : `${pref} ${name}`;
  }

  value(number) {
    const { text, classOf, legend } = this.payload;
    const known = classOf[number] < legend.classes.length;
    return text[number] ? text[number] + (known ? legend.unit : "") : known ? "" : legend.no_data;
  }

  words(number) {
    return [this.title(number), this.value(number), ...this.flags[number]].filter(Boolean);
  }

  // --- selection ---

  paintSelection() {
    const chosen = new Set(this.numbers(this.selection));
    this.trace("chosen", chosen);
    this.shell.buttons.fit.disabled = chosen.size === 0;
    this.nameGroups();
  }

  trace(name, groups) {
    this.view.land.trace(name, groups.size ? (unit) => groups.has(this.view.groups.of(unit)) : null);
  }

  nameGroups() {
    const { labels } = this.payload;
    const lines = (number) => (labels === "value" ? [this.shortNames[number], this.value(number)] : [this.shortNames[number]]);
    this.view.name(labels === "none" ? () => [] : lines, new Set(this.numbers(this.selection)));
  }

  choose(numbers) {
    const ids = numbers.map((number) => this.ids[number]);
    if (this.payload.mode === "single") {
      const isOnly = this.selection.size === 1 && this.selection.has(ids[0]); // a map in step may have chosen several
      this.selection = new Set(isOnly ? [] : ids.slice(0, 1));
    } else {
      for (const id of ids) if (!this.selection.delete(id)) this.selection.add(id);
    }
    this.chosen();
  }

  chosen() {
    this.paintSelection();
    this.step.chose();
    this.sequence = Math.max(Date.now(), this.sequence + 1);
    clearTimeout(this.sending);
    this.sending = setTimeout(() => this.component.setStateValue("picked", {
      selection: [...this.selection], point: this.point, seq: this.sequence,
    }), SEND_AFTER);
  }

  choosePoint(point) {
    this.point = this.point === point.id ? null : point.id;
    this.view.points.choose(this.point);
    this.shell.say([point.name, point.text].filter(Boolean).join("、"));
    this.chosen();
  }

  clear() {
    this.selection = new Set();
    this.point = null;
    this.view.points.choose(null);
    this.shell.say("選択を解除しました");
    this.chosen();
  }

  // --- input ---

  groupAt(target) {
    const number = this.view.groups?.of(target?.unit ?? -1) ?? NONE;
    return number === NONE ? null : number;
  }

  hover(target, x, y) {
    if (!this.view.groups) return;
    this.retell = target ? () => this.hover(target, x, y) : null;
    const point = target?.point;
    const number = point ? null : this.groupAt(target);
    this.trace("hover", new Set(number === null ? [] : [number]));
    if (this.isQuiet(x, y)) this.shell.hush();
    else if (point) this.shell.tell([point.name, point.text].filter(Boolean), [x, y]);
    else if (number !== null) this.shell.tell(this.words(number), [x, y]);
    else this.shell.hush();
  }

  // Who has just pressed looks at what that did: nothing is told over it until the pointer moves on.
  hush() {
    this.retell = null;
    this.shell.hush();
  }

  isQuiet(x, y) {
    if (this.quietAt && Math.hypot(x - this.quietAt[0], y - this.quietAt[1]) >= QUIET) this.quietAt = null;
    return Boolean(this.quietAt);
  }

  pick(target) {
    if (target?.point) {
      this.choosePoint(target.point);
      return;
    }
    const number = this.groupAt(target);
    if (number === null) return;
    this.hush();
    this.choose([number]);
    this.focusOn(number, true);
  }

  focusOn(number, speak) {
    this.active = number;
    this.activeId = number === null ? null : this.ids[number];
    this.trace("focus", new Set(number === null ? [] : [number]));
    if (number === null || !speak) return;
    const chosen = this.selection.has(this.activeId) ? ["選択中"] : [];
    this.shell.say([...this.words(number), ...chosen].join("、"));
  }

  goTo(number) {
    if (number === null) return;
    this.focusOn(number, true);
    this.view.reveal(number);
    this.retell = () => this.active !== null && this.shell.tell(this.words(this.active), this.view.groups.onStage(this.active));
    this.retell();
  }

  key(event) {
    if (!this.view.groups || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = this.active ?? this.numbers(this.selection)[0] ?? null;
    const largest = this.view.groups.largest();
    const actions = {
      Enter: () => here !== null && (this.choose([here]), this.goTo(here)),
      Home: () => this.goTo(largest),
      Escape: () => (this.boxing ? this.toggleBoxing() : this.clear()),
      "+": () => this.zoom(ZOOM_STEP),
      "-": () => this.zoom(1 / ZOOM_STEP),
      PageDown: () => this.stepPoint(1),
      PageUp: () => this.stepPoint(-1),
    };
    actions[" "] = actions.Enter;
    actions[";"] = actions["="] = actions["+"]; // + without Shift on Japanese and English keyboards
    const arrow = ARROWS[event.key];
    if (arrow) this.goTo(here === null || this.active === null ? here ?? largest : this.view.towards(here, arrow));
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  fitSelection() {
    this.view.fit(this.numbers(this.selection));
  }

  stepPoint(by) {
    const point = this.view.points.step(this.point, by);
    if (!point) return;
    this.point = null;
    this.choosePoint(point);
    this.shell.tell([point.name, point.text].filter(Boolean), point.frame.toStage(point.place));
  }

  zoom(factor) {
    const { width, height } = this.view.frames[0].rect;
    this.view.zoom(factor, width / 2, height / 2);
  }

  toggleBoxing() {
    this.boxing = !this.boxing;
    this.shell.buttons.box.setAttribute("aria-pressed", String(this.boxing));
    this.shell.stage.classList.toggle("boxing", this.boxing);
  }

  box(box, done) {
    this.shell.hush();
    this.shell.mark(box);
    if (!done) return;
    this.shell.unmark();
    const found = this.view.within(box).map((number) => this.ids[number]);
    if (!found.length) return;
    for (const id of found) this.selection.add(id);
    this.shell.say(`${found.length}区域を選びました`);
    this.chosen();
  }
}
