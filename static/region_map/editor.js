// The editor of a trial (案): the region map with tools. Every edit is painted here at once and then told to Python,
// which answers with figures and problems; what was edited meanwhile is never undone by an older answer.

const version = new URL(import.meta.url).search;
const [{ mount, styles }, { TrialMap, personsText }, { Panel }, { Trial }, edits, { Colours }, { Telling }, { OtherWindows }] = await Promise.all(
  ["map", "trial_map", "editor_panel", "trial", "edits", "trial_colours", "telling", "other_windows"].map((name) => import(`./${name}.js${version}`)),
);
const sheet = await styles("editor.css");

const HINTS = {
  simple: "統合したい区域を1つ目、2つ目の順にクリックします。",
  second: "次に、統合する相手の区域をクリックします（Escでやめる）。",
  select: "地図をクリックして選び、上のボタンで変えます。",
  target: "移す先の区域を地図でクリックするか、下から選びます。",
  brush: "塗る先の区域を下から選び、地図の上をクリックするか、なぞります。",
};

export const show = (component) => mount(Editor, component);

class Editor extends TrialMap {
  constructor(root) {
    super(root);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.simple = true;
    this.tool = "select"; // select | brush
    this.first = null; // simple mode: group id of the first click
    this.awaiting = false; // the next click says where to move
    this.brushTo = null;
    this.shown = -1; // problem in sight
    this.telling = new Telling((told) => this.component.setStateValue("edited", told));
    const attempt = (edit) => () => this.attempt(edit);
    this.panel = new Panel(this.shell, {
      simple: (simple) => this.setMode({ simple }), tool: (tool) => this.setMode({ tool }), reach: (reach) => this.setMode({ reach }),
      undo: () => this.stepTo(this.trial.position - 1), redo: () => this.stepTo(this.trial.position + 1),
      merge: attempt(() => edits.merge(this.trial, this.chosenGroups(), this.freeColour)),
      create: attempt(() => edits.create(this.trial, this.chosenCodes(), this.freeColour)),
      split: attempt(() => edits.split(this.trial, this.chosenCodes(), this.areaOf, this.freeColour)),
      takeOut: attempt(() => edits.takeOut(this.trial, this.chosenCodes())),
      lock: attempt(() => this.lockChosen(this.chosenGroups())), lockAll: attempt(() => this.lockChosen(this.trial.ids())),
      lockOne: (id) => this.attempt(() => this.lockChosen([id])),
      move: () => this.askTarget(), rename: attempt(() => this.askName()), paint: attempt(() => this.askColour()),
      group: (id) => this.chooseGroup(id), candidates: (id) => this.component.setTriggerValue("candidates", id),
      listOpened: () => this.trial && this.refreshPanel(),
      problem: (by) => this.nextProblem(by), dismiss: () => this.dismiss(), box: () => this.toggleBoxing(),
    });
    this.others = new OtherWindows((are) => this.panel.sayElsewhere(are));
    this.shell.box.addEventListener("keydown", (event) => this.shortcut(event));
    this.freeColour = (codes, own) => this.colours.free(this.trial, codes, own);
    this.areaOf = (code) => ({ code: this.message.area_of[code], name: this.message.area_names[this.message.area_of[code]] });
  }

  // --- what Python sends ---

  draw(outlines) {
    const { payload: message } = this;
    this.message = message;
    if (this.outlines !== outlines) {
      this.outlines = outlines;
      this.numberOfUnit = new Map(outlines.units.map(({ code }, number) => [code, number]));
    }
    this.colours = new Colours(outlines, this.numberOfUnit, message.colours.length);
    if (this.desk !== message.desk) {
      // The server began anew: what it has is what was kept, and what was left untold.
      const left = this.telling.left(message.desk, message.start, message.seq);
      Object.assign(this, { desk: message.desk, sequence: left?.seq ?? message.seq, trial: null });
      if (left) this.telling.tell(left);
    }
    const isNewer = message.seq >= this.sequence;
    if (isNewer) this.telling.answered();
    if (!this.trial || isNewer) {
      const isOther = this.epoch !== message.epoch;
      const goesOn = this.start === message.start;
      this.trial = new Trial(message.trial);
      this.epoch = message.epoch;
      this.start = message.start;
      this.shared = message.trial.steps.length; // steps both sides know
      if (isOther) {
        this.chosenUnits.clear();
        Object.assign(this, { first: null, awaiting: false, brushTo: null });
        this.panel.dismiss();
        // What Python did stands where the last edit here was told; what was opened has none yet.
        this.panel.say((goesOn && this.trial.current?.label) || this.hint);
      }
    }
    this.others.hold(message.draft);
    this.isWaiting = !isNewer;
    this.problems = message.problems;
    if (isNewer) this.shown = Math.min(this.shown, this.problems.length - 1);
    this.repaint();
    // An answer of Python's must not close a question that is open: mode and hint stand from the first one on.
    if (this.told === undefined) this.setMode({ simple: !message.full });
    if (message.said && message.said !== this.told) this.panel.say(message.said, true);
    this.told = message.said;
    const fit = JSON.stringify(message.fit);
    if (this.fit !== fit && this.view.home) {
      this.fit = fit;
      if (message.fit) this.fitTo(message.fit.units);
    }
    this.shell.painted();
  }

  repaint() {
    this.paintTrial();
    this.refreshPanel();
  }

  refreshPanel() {
    const { trial, panel, message } = this;
    const chosen = new Set(this.chosenGroups());
    panel.state({
      simple: this.simple, tool: this.tool, reach: this.reach, chosen: this.chosenUnits.size > 0, undo: trial.current?.label,
      redo: trial.steps[trial.position]?.label, allLocked: trial.ids().every((id) => trial.groups.get(id).locked),
    });
    panel.problems(this.problems, this.shown, this.isWaiting);
    panel.groups(this.ids.length, () => this.ids.map((id, number) => ({
      id, ...trial.groups.get(id), colour: message.colours[trial.groups.get(id).colour ?? 0].color,
      units: this.view.groups.list[number].units.length, people: message.people.years.map((_, year) => this.peopleText(number, year)),
      signs: this.signs(number).join("　"), chosen: chosen.has(id), small: message.people.years.some((_, year) => this.people[year][number] < message.limits.small),
    })), message.people.years.map((year) => `${year}年`));
  }

  // --- editing, and telling Python ---

  attempt(edit) {
    try {
      const step = edit();
      if (!step) return;
      this.trial.do(step);
      this.shared = Math.min(this.shared, this.trial.position - 1);
      this.edited(step.label);
    } catch (error) {
      if (!(error instanceof edits.Refusal)) throw error;
      this.panel.say(error.message, true);
      this.shell.say(error.message);
    }
  }

  stepTo(position) {
    const { trial } = this;
    if (position < 0 || position > trial.steps.length) return;
    const isUndo = position < trial.position;
    const { label } = trial.steps[Math.min(position, trial.position)];
    trial.moveTo(position);
    this.edited(`${isUndo ? "元に戻しました" : "やり直しました"}: ${label}`);
  }

  edited(label) {
    Object.assign(this, { first: null, awaiting: false, isWaiting: true });
    this.panel.dismiss();
    if (!label.startsWith("固定")) this.chosenUnits.clear();
    this.repaint();
    if (this.tool === "brush" && !this.simple) this.askBrush();
    this.panel.say(label);
    this.shell.say(label);
    this.shell.painted();
    this.tell();
  }

  tell() {
    this.sequence = Math.max(Date.now(), this.sequence + 1);
    const { trial, shared, desk, start, epoch, sequence } = this;
    this.telling.tell({ desk, start, epoch, base: shared, steps: trial.steps.slice(shared), position: trial.position, seq: sequence });
  }

  remove() {
    this.telling.stop();
    this.others.leave();
    super.remove();
  }

  lockChosen(ids) {
    return edits.lock(this.trial, ids, !ids.every((id) => this.trial.groups.get(id).locked));
  }

  // --- questions and modes ---

  askTarget() {
    this.awaiting = true;
    this.panel.say(HINTS.target);
    this.panel.askOne("移す先:", this.groupOptions(), (id) => this.attempt(() => edits.move(this.trial, this.chosenCodes(), id)));
  }

  askBrush() {
    const options = this.groupOptions();
    if (!this.trial.groups.has(this.brushTo)) this.brushTo = null;
    this.panel.askOne(this.brushTo ? `塗る先: ${this.trial.groups.get(this.brushTo).name}` : "塗る先:", options, (id) => {
      this.brushTo = id;
      this.askBrush();
      this.shell.stage.focus();
    });
  }

  askName() {
    const [id, ...more] = this.chosenGroups();
    if (!id || more.length) {
      this.panel.say("名前を変える区域を1つ選んでください。", true);
      return;
    }
    edits.refuseLocked(this.trial, [id]);
    this.panel.askText("区域の名前:", this.trial.groups.get(id).name, (text) => this.attempt(() => edits.rename(this.trial, id, text)));
  }

  askColour() {
    edits.refuseLocked(this.trial, this.chosenGroups());
    const options = this.message.colours.map(({ color, name }, value) => ({ value, label: name, colour: color }));
    this.panel.askOne("色:", options, (value) => this.attempt(() => edits.paint(this.trial, this.chosenGroups(), value)));
  }

  groupOptions() {
    return this.ids.map((id) => {
      const { name, colour, locked } = this.trial.groups.get(id);
      return { value: id, label: name + (locked ? "（固定）" : ""), colour: this.message.colours[colour ?? 0].color };
    });
  }

  dismiss() {
    Object.assign(this, { first: null, awaiting: false });
    this.panel.dismiss();
    if (this.tool === "brush") this.tool = "select";
    this.setMode({});
    this.shell.stage.focus();
  }

  setMode(mode) {
    const wasSimple = this.simple;
    Object.assign(this, mode);
    if (this.simple !== wasSimple && this.told !== undefined) this.component.setStateValue("full", !this.simple);
    if (this.simple) Object.assign(this, { tool: "select", reach: "group" });
    if (this.simple && this.boxing) this.toggleBoxing();
    if (!this.simple && mode.simple === false) this.reach = "unit";
    this.awaiting = false;
    this.panel.dismiss();
    if (this.tool === "brush") this.askBrush();
    this.shell.stage.classList.toggle("boxing", this.tool === "brush" || Boolean(this.boxing));
    this.panel.say(this.hint);
    this.refreshPanel();
  }

  get hint() {
    return HINTS[this.simple ? "simple" : this.tool];
  }

  // --- what a click means ---

  take(unit) {
    const id = this.trial.units.get(this.outlines.units[unit].code);
    if (this.awaiting) {
      if (id !== null) this.attempt(() => edits.move(this.trial, this.chosenCodes(), id));
    } else if (this.tool === "brush") this.brushUnits([unit]);
    else if (this.simple) this.takeForMerge(unit, id);
    else this.toggle(this.cell(unit));
  }

  toggle(units) {
    const isIn = units.every((unit) => this.chosenUnits.has(unit));
    for (const unit of units) {
      if (isIn) this.chosenUnits.delete(unit);
      else this.chosenUnits.add(unit);
    }
    this.chosen();
  }

  takeForMerge(unit, id) {
    if (id === null) {
      this.panel.say("どの区域にも入っていない単位です。「くわしく」で移してください。", true);
    } else if (this.first === null || this.first === id) {
      this.first = this.first === id ? null : id;
      this.chosenUnits = new Set(this.first ? this.cell(unit) : []);
      this.panel.say(this.first ? `「${this.trial.groups.get(id).name}」。${HINTS.second}` : HINTS.simple);
      this.chosen();
    } else {
      const pair = [this.first, id].sort();
      this.attempt(() => edits.merge(this.trial, pair, this.freeColour));
    }
  }

  chosen() {
    this.paintSelection();
    if (!this.simple && this.tool === "select") this.panel.say(this.chosenUnits.size ? this.chosenText : this.hint);
    this.refreshPanel();
  }

  // How much is chosen: 3単位　2025年 12.3万人 → 2040年 10.1万人.
  get chosenText() {
    const { years, people } = this.message.people;
    const persons = (year) => this.chosenCodes().reduce((sum, code) => sum + (people[code]?.[year] ?? NaN), 0);
    return `選択中: ${this.chosenUnits.size}単位　${years.map((year, index) => `${year}年 ${personsText(persons(index))}`).join(" → ")}`;
  }

  clear() {
    this.chosenUnits.clear();
    this.view.shrink();
    this.dismiss();
    this.shell.say("選択を解除しました");
    this.chosen();
  }

  chooseGroup(id) {
    this.chosenUnits = new Set(this.trial.unitsOf(id).map((code) => this.numberOfUnit.get(code)));
    this.first = this.simple ? id : null;
    this.chosen();
    this.fitSelection();
  }

  box(box, done) {
    this.shell.hush();
    this.shell.mark(box);
    if (!done) return;
    this.shell.unmark();
    const found = this.view.unitsWithin(box).filter((unit) => this.inScope(unit));
    if (this.simple) this.setMode({ simple: false });
    for (const unit of found.flatMap((one) => this.cell(one))) this.chosenUnits.add(unit);
    this.chosen();
  }

  // --- painting with the pointer ---

  gestures() {
    return {
      ...super.gestures(),
      brushing: () => this.tool === "brush" && this.brushTo !== null,
      brush: (target, first) => {
        this.stroke ??= new Set(this.inScope(first?.unit) ? this.cell(first.unit) : []);
        if (this.inScope(target?.unit)) for (const unit of this.cell(target.unit)) this.stroke.add(unit);
        this.traceUnits("chosen", this.stroke);
      },
      brushed: () => {
        const stroke = this.stroke ?? new Set();
        this.stroke = null;
        this.brushUnits([...stroke]);
      },
    };
  }

  brushUnits(units) {
    if (this.brushTo === null) {
      this.panel.say("先に塗る先の区域を選んでください。", true);
      return;
    }
    const codes = [...new Set(units.flatMap((unit) => this.cell(unit)))].map((unit) => this.outlines.units[unit].code);
    const moving = codes.filter((code) => this.trial.units.get(code) !== this.brushTo);
    if (moving.length) this.attempt(() => edits.move(this.trial, moving, this.brushTo));
    else this.paintSelection();
  }

  // --- keys and problems ---

  shortcut(event) {
    if (!this.trial || event.target.tagName === "INPUT" || event.altKey || event.isComposing) return;
    const { on } = this.panel;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const full = (act) => () => !this.simple && act();
    const actions = event.ctrlKey || event.metaKey
      ? { z: () => (event.shiftKey ? on.redo() : on.undo()), y: on.redo }
      : {
        m: full(on.merge), g: full(on.move), n: full(on.create), s: full(on.split), x: full(on.takeOut), r: full(on.rename), c: full(on.paint),
        l: () => (event.shiftKey ? on.lockAll() : full(on.lock)()), v: full(() => on.tool("select")), b: full(() => on.tool("brush")), k: full(on.box),
        1: full(() => on.reach("unit")), 2: full(() => on.reach("area")), 3: full(() => on.reach("group")),
        p: () => this.nextProblem(event.shiftKey ? -1 : 1), "?": () => this.panel.showHelp(), Escape: () => (this.boxing ? this.toggleBoxing() : this.clear()),
      };
    if (!actions[key]) return;
    actions[key]();
    event.preventDefault();
    event.stopPropagation(); // the page has keys of its own
  }

  nextProblem(by) {
    const count = this.problems.length;
    if (!count || this.isWaiting) return;
    this.shown = this.shown < 0 ? (by > 0 ? 0 : count - 1) : (this.shown + by + count) % count;
    const { units } = this.problems[this.shown];
    this.chosenUnits = new Set(units.map((code) => this.numberOfUnit.get(code)).filter((unit) => this.inScope(unit)));
    this.chosen();
    this.panel.makeRoom(); // of the text, before the place is shown
    this.view.resize();
    if (units.length) this.fitSelection();
  }
}
