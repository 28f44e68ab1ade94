// The elements around the drawing: title, buttons, stage, tooltip, legend, note and the line that is spoken.

const version = new URL(import.meta.url).search;
const [{ html, svg }, { legendEntries }, { Room }] = await Promise.all(
  ["dom", "legend", "room"].map((name) => import(`./${name}.js${version}`)),
);

const HELP = "矢印キーで隣の区域へ移り、Enterキーで選択、プラスとマイナスで拡大と縮小、Homeで最も広い区域、"
  + "PageUpとPageDownで施設、Escで選択を解除します。";

// A narrow map shows the sign alone.
const BUTTONS = [
  ["in", "＋", " 拡大"], ["out", "−", " 縮小"], ["home", "全体", ""], ["fit", "選択", "に合わせる"], ["box", "範囲で選ぶ", ""],
];

export class Shell {
  constructor(root, act) {
    this.title = html("div", { class: "title" });
    this.buttons = Object.fromEntries(BUTTONS.map(([name, sign, word]) => [name,
      html("button", { type: "button", "aria-label": sign + word }, sign, html("span", { class: "word" }, word))]));
    for (const [name, button] of Object.entries(this.buttons)) button.addEventListener("click", () => act[name]());
    this.buttons.box.setAttribute("aria-pressed", "false");
    this.toolbar = html("div", { class: "toolbar", role: "toolbar", "aria-label": "地図の操作" },
      ...Object.values(this.buttons));
    this.land = svg("g");
    this.points = svg("g", { class: "points" });
    this.labels = svg("g", { class: "labels" });
    this.drawing = svg("svg", { class: "drawing", role: "img" }, this.land, this.points, this.labels);
    this.tip = html("div", { class: "tip", "aria-hidden": "true", hidden: true });
    this.marquee = html("div", { class: "marquee", hidden: true });
    this.failure = html("p", { class: "failure", role: "alert", hidden: true });
    this.stage = html("div", {
      class: "stage", tabindex: "0", role: "application", "aria-roledescription": "地図", "aria-describedby": "help",
    }, this.drawing, this.tip, this.marquee, this.failure);
    this.room = new Room(this.stage);
    this.legend = html("ul", { class: "legend", "aria-label": "凡例" });
    this.note = html("p", { class: "note" });
    this.speech = html("p", { class: "unseen", "aria-live": "polite" });
    this.head = html("div", { class: "head" }, this.title, this.toolbar);
    this.box = html("div", { class: "region-map", "aria-busy": "true" },
      this.head,
      html("div", { class: "body" }, this.stage, this.legend),
      this.note, this.speech, html("p", { class: "unseen", id: "help" }, HELP));
    root.append(this.box);
  }

  show(payload) {
    const { title, unit, note } = payload.legend;
    this.title.replaceChildren(title, ...(unit ? [html("span", { class: "unit" }, `（${unit}）`)] : []));
    this.note.textContent = note;
    this.stage.setAttribute("aria-label", payload.label);
    this.box.classList.toggle("meeting", payload.meeting);
    this.box.classList.toggle("unnamed", payload.labels === "none");
    this.toolbar.hidden = payload.toolbar === false;
    for (const part of [this.title, this.legend]) part.hidden = payload.captions === false;
    this.buttons.box.hidden = payload.mode !== "multiple";
    const noData = payload.classOf.includes(255);
    this.legend.replaceChildren(...legendEntries(payload, noData));
    this.stage.style.setProperty("--most", `${payload.height}px`);
    this.room.measure();
    this.drawing.setAttribute("aria-label", `${payload.label}。${title}。${payload.classOf.length}区域`);
  }

  painted() {
    this.failure.hidden = true;
    this.box.setAttribute("aria-busy", "false");
    this.box.dataset.painted = Number(this.box.dataset.painted ?? 0) + 1;
  }

  fail(message) {
    this.failure.textContent = message;
    this.failure.hidden = false;
    this.box.setAttribute("aria-busy", "false");
  }

  // lines: the first is the name; at: where to put it on the stage.
  tell(lines, [x, y]) {
    this.tip.replaceChildren(...lines.map((line, index) => html("div", { class: index ? "" : "name" }, line)));
    this.tip.hidden = false;
    const { clientWidth: width, clientHeight: height } = this.stage;
    const left = x + 18 + this.tip.offsetWidth > width ? x - 18 - this.tip.offsetWidth : x + 18;
    const top = y + 18 + this.tip.offsetHeight > height ? y - 18 - this.tip.offsetHeight : y + 18;
    this.tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  hush() {
    this.tip.hidden = true;
  }

  say(text) {
    this.speech.textContent = text;
  }

  mark([x0, y0, x1, y1]) {
    this.marquee.hidden = false;
    this.marquee.style.transform = `translate(${Math.min(x0, x1)}px, ${Math.min(y0, y1)}px)`;
    this.marquee.style.width = `${Math.abs(x1 - x0)}px`;
    this.marquee.style.height = `${Math.abs(y1 - y0)}px`;
  }

  unmark() {
    this.marquee.hidden = true;
  }
}
