// The controls round the editor's map: tools, what to do next, problems, questions, list of groups, help.

const { html } = await import(`./dom.js${new URL(import.meta.url).search}`);

const TOOLS = [
  ["select", "選ぶ", "V"], ["brush", "塗る", "B"],
];
const REACHES = [
  ["unit", "市区町村", "1"], ["area", "構想区域", "2"], ["group", "いまの区域", "3"],
];
const COMMANDS = [
  ["merge", "統合", "M"], ["move", "移す…", "G"], ["create", "新しい区域", "N"], ["split", "分ける", "S"],
  ["takeOut", "外す", "X"], ["rename", "名前…", "R"], ["paint", "色…", "C"], ["lock", "固定", "L"],
];
const KEYS = [
  ["クリック、Enter、スペース", "選ぶ・選択をやめる（かんたん: 1つ目、2つ目の区域を選ぶと統合）"],
  ["矢印キー", "隣へ移る"], ["1　2　3", "選ぶ単位: 市区町村・構想区域・いまの区域"],
  ["V　B", "選ぶ・塗る（塗る先の区域を選んでから、地図の上をなぞる）"],
  ["K", "範囲で選ぶ（地図の上を四角く囲む。Kか Esc で終わる）"],
  ["M　G　N　S　X", "統合・移す・新しい区域・分ける・外す"], ["R　C　L", "名前・色・固定"],
  ["Shift + L", "すべて固定・すべて外す"], ["Ctrl + Z　Ctrl + Y", "元に戻す・やり直す（回数の制限なし）"],
  ["P　Shift + P", "次の問題・前の問題へ"], ["＋　−　Home", "拡大・縮小・中央へ"], ["Esc", "選択や途中の操作をやめる"], ["?", "この一覧"],
];

const BELOW = 20; // px: the gap above the line of problems, and what stays free below it

export class Panel {
  // on.<command>() for every button; on.tool(name), on.reach(name), on.simple(bool), on.undo(), on.redo(), on.group(id), …
  constructor(shell, on) {
    this.on = on;
    this.shell = shell;
    const button = (label, act, attributes = {}) => {
      const element = html("button", { type: "button", ...attributes }, label);
      element.addEventListener("click", act);
      return element;
    };
    this.button = button;
    const keyed = ([name, label, key], act) => button(label, act, { title: `${label}（${key}）`, "data-command": name });
    this.simple = [["かんたん", true], ["くわしく", false]].map(([label, simple]) => button(label, () => on.simple(simple)));
    this.undo = button("元に戻す", on.undo, { title: "元に戻す（Ctrl + Z）", "data-command": "undo" });
    this.redo = button("やり直す", on.redo, { title: "やり直す（Ctrl + Y）", "data-command": "redo" });
    this.lockAll = button("すべて固定", on.lockAll, { title: "すべて固定（Shift + L）", "data-command": "lockAll" });
    this.help = button("？", () => this.showHelp(), { title: "操作一覧（?）", "aria-label": "操作一覧" });
    // Of the map's own buttons the editor keeps few, in its own rows: room for the map.
    const { in: closer, out: farther, home, box } = shell.buttons;
    shell.head.hidden = true;
    box.title = "範囲で選ぶ（K）";
    this.tools = new Map(TOOLS.map((tool) => [tool[0], keyed(tool, () => on.tool(tool[0]))]));
    this.reaches = new Map(REACHES.map((reach) => [reach[0], keyed(reach, () => on.reach(reach[0]))]));
    this.commands = new Map(COMMANDS.map((command) => [command[0], keyed(command, () => on[command[0]]())]));
    this.full = html("div", { class: "toolbar full" },
      group("使い方", [...this.tools.values(), box]), group("選ぶ単位", this.reaches.values()), group("選んだところを", this.commands.values()));
    const first = html("div", { class: "toolbar", role: "toolbar", "aria-label": "編集" },
      group("", this.simple), this.undo, this.redo, closer, farther, home, this.help);
    this.message = html("p", { class: "message", role: "status" });
    this.elsewhere = html("p", { class: "elsewhere", role: "status", hidden: true },
      "この下書きは別の画面でも開いています。両方で変更すると、下書きが2つに分かれます（どちらも残ります）。");
    this.question = html("div", { class: "question", hidden: true });
    this.problemState = html("p", { class: "problem-state", "aria-live": "polite" });
    this.problemText = html("p", { class: "problem-text", "aria-live": "polite", tabindex: "0", role: "region", "aria-label": "問題の説明" });
    this.problemButtons = [button("前の問題", () => on.problem(-1)), button("次の問題", () => on.problem(1), { title: "場所を見る（P）", "data-command": "problem" })];
    this.problem = html("div", { class: "problem", "data-level": "pass" }, this.problemState,
      html("div", { class: "problem-buttons" }, ...this.problemButtons), this.problemText);
    new ResizeObserver(() => this.makeRoom()).observe(this.problem);
    this.list = html("div", { class: "groups-list" });
    this.sheet = html("dialog", { class: "sheet", "aria-label": "操作一覧" }, html("h2", {}, "操作一覧"),
      html("dl", {}, ...KEYS.flatMap(([keys, what]) => [html("dt", {}, keys), html("dd", {}, what)])),
      button("閉じる", () => this.sheet.close()));
    shell.box.prepend(this.elsewhere, first, this.full, this.message, this.question);
    shell.note.before(this.problem, html("details", { class: "group-panel" }, html("summary", {}, "区域の一覧"), this.lockAll, this.list));
    this.details = shell.box.querySelector(".group-panel");
    this.details.addEventListener("toggle", () => on.listOpened());
    this.sheet.addEventListener("keydown", (event) => {
      event.stopPropagation(); // the editor's own keys wait: Esc closes the sheet
      if (event.key === "?") this.sheet.close();
    });
    shell.box.append(this.sheet);
  }

  showHelp() {
    this.sheet.showModal();
  }

  // A control that goes or is disabled under the focus hands it to the map, where the keys go on working.
  keepingFocus(change) {
    const held = this.shell.box.getRootNode().activeElement;
    change();
    if (held && (held.disabled || !held.isConnected || held.closest("[hidden]"))) this.shell.stage.focus({ preventScroll: true });
  }

  // What is pressed and what can be done now.
  state(now) {
    this.keepingFocus(() => this.showState(now));
  }

  showState({ simple, tool, reach, undo, redo, chosen, allLocked }) {
    const press = (element, pressed) => element.setAttribute("aria-pressed", String(pressed));
    this.simple.forEach((element, number) => press(element, simple === (number === 0)));
    for (const [name, element] of this.tools) press(element, name === tool);
    for (const [name, element] of this.reaches) press(element, name === reach);
    for (const element of this.commands.values()) element.disabled = !chosen;
    this.full.hidden = simple;
    this.undo.disabled = !undo;
    this.redo.disabled = !redo;
    this.undo.title = undo ? `元に戻す: ${undo}` : "元に戻す（Ctrl + Z）";
    this.redo.title = redo ? `やり直す: ${redo}` : "やり直す（Ctrl + Y）";
    this.lockAll.textContent = allLocked ? "すべての固定を外す" : "すべて固定";
  }

  say(text, isRefusal = false) {
    this.message.classList.toggle("refusal", isRefusal);
    this.message.textContent = (isRefusal ? "✕ " : "") + text;
  }

  sayElsewhere(isOpen) {
    this.elsewhere.hidden = !isOpen;
  }

  // Ask for a name; take(text) may throw to keep the question open.
  askText(label, value, take) {
    const input = html("input", { type: "text", "aria-label": label });
    input.value = value;
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") take(input.value);
      if (event.key === "Escape") this.on.dismiss();
    });
    this.ask(label, input, this.button("決定", () => take(input.value)));
    input.select();
  }

  // Ask for one of several; options: [{ value, label, colour }].
  askOne(label, options, take) {
    this.ask(label, ...options.map(({ value, label: text, colour }) => {
      const element = this.button(text, () => take(value), { "data-value": value });
      if (colour) element.prepend(swatch(colour));
      return element;
    }));
  }

  ask(label, ...answers) {
    this.question.replaceChildren(html("span", {}, label), ...answers, this.button("やめる", () => this.on.dismiss()));
    this.question.hidden = false;
    this.question.querySelector("input, button").focus();
  }

  dismiss() {
    this.keepingFocus(() => {
      this.question.hidden = true;
      this.question.replaceChildren();
    });
  }

  // problems: [{ level: "fail" | "warn", text }]; number: which is shown, −1: none yet.
  problems(problems, number, isWaiting) {
    const count = problems.length;
    const shown = problems[number];
    const level = shown?.level ?? (count ? problems[0].level : "pass");
    this.problem.dataset.level = isWaiting ? "waiting" : level;
    const sign = { fail: "✕ 不適合", warn: "！ 注意" }[shown?.level];
    this.problemState.textContent = isWaiting ? "決まりを確かめています…"
      : shown ? `問題 ${number + 1} / ${count}　${sign}`
        : count ? `問題が ${count} 件あります。` : "✓ 問題はありません。";
    // While Python checks, the place of the text stays: the map must not move under the hand.
    this.problemText.style.visibility = isWaiting ? "hidden" : "";
    const text = isWaiting ? this.problemText.textContent : shown?.text ?? "";
    this.problemText.hidden = !text;
    if (this.problemText.textContent !== text) {
      this.problemText.textContent = text;
      this.problemText.scrollTop = 0;
    }
    const [previous, next] = this.problemButtons;
    this.keepingFocus(() => {
      previous.hidden = isWaiting || !shown;
      next.hidden = isWaiting || !count;
    });
  }

  // The map leaves as much of the first screen as the line of problems needs.
  makeRoom() {
    this.shell.stage.style.setProperty("--under", `${this.problem.offsetHeight + BELOW}px`);
    this.shell.room.measure();
  }

  // rowsOf(): [{ id, name, colour, units, people: [text], signs, locked, chosen, small }]; heads: years as text.
  groups(count, rowsOf, heads) {
    this.details.querySelector("summary").textContent = `区域の一覧（${count}）`;
    if (!this.details.open) return; // a closed list of all Japan would cost a tenth of a second
    const opened = this.list.contains(this.list.getRootNode().activeElement) ? this.list.getRootNode().activeElement.dataset.key : null;
    const row = (entry) => html("tr", { "data-group": entry.id, class: entry.chosen ? "chosen-row" : "" },
      html("th", { scope: "row" }, this.keyed("name", entry, [swatch(entry.colour), entry.name], () => this.on.group(entry.id))),
      html("td", {}, String(entry.units)), ...entry.people.map((text) => html("td", {}, text)), html("td", { class: "signs" }, entry.signs),
      html("td", {}, this.keyed("lock", entry, [entry.locked ? "固定を外す" : "固定"], () => this.on.lockOne(entry.id))),
      html("td", {}, entry.small ? this.keyed("ask", entry, ["統合先の候補"], () => this.on.candidates(entry.id)) : null));
    this.list.replaceChildren(html("table", {}, html("thead", {}, html("tr", {},
      ...["区域", "単位", ...heads, "印", "固定", ""].map((text) => html("th", { scope: "col" }, text)))), html("tbody", {}, ...rowsOf().map(row))));
    if (opened) this.list.querySelector(`[data-key="${CSS.escape(opened)}"]`)?.focus();
  }

  keyed(kind, entry, content, act) {
    const element = this.button("", act, { "data-key": `${kind} ${entry.id}` });
    element.replaceChildren(...content);
    return element;
  }
}

function swatch(colour) {
  const element = html("span", { class: "colour", "aria-hidden": "true" });
  element.style.background = colour;
  return element;
}

function group(label, buttons) {
  return html("div", { class: "button-group", role: "group", "aria-label": label || null },
    label ? html("span", { class: "button-label" }, label) : null, ...buttons);
}
