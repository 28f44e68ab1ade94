// The table of areas: receives one page of rows from Python, keeps the selection, and asks for other pages and orders.
//
// Python echoes the number of the last choice it knows; what is older than the browser's own is not taken over.

const version = new URL(import.meta.url).search;
const { element, styles } = await import(`./elements.js${version}`);
const sheet = await styles(new URL(`./area_table.css${version}`, import.meta.url));

const SEND_AFTER = 80; // ms: quick clicks reach Python as one
const MANY_COLUMNS = 7; // the table is moved sideways: names get room
const SEARCH_AFTER = 300; // ms after the last key
const SIGNS = { ascending: "▲", descending: "▼", none: "⇅" };
const LOOKS = ["", "no-data", "no-figure"];
const HELP = "上下の矢印キーで行を移り、EnterキーかSpaceキーで選択、PageUpとPageDownでページを移り、Escで選択を解除します。";
const UNIT = /^(.+)(（[^（）]+）)$/; // 人口（人）
const count = new Intl.NumberFormat("ja-JP");

export function show(component) {
  const root = component.parentElement;
  if (root.areaTable?.version !== version) {
    root.areaTable?.remove();
    root.areaTable = new AreaTable(root);
  }
  root.areaTable.receive(component);
  return root.areaTable;
}

class AreaTable {
  constructor(root) {
    this.version = version;
    this.root = root;
    this.sequence = { picked: 0, view: 0 }; // of the last choice made here
    this.timers = {};
    root.adoptedStyleSheets = [sheet];
    this.build();
  }

  build() {
    this.title = element("div", { class: "title", id: "title" });
    this.search = element("input", { type: "search", id: "search", autocomplete: "off", placeholder: "名前・コード" });
    this.searchBox = element("label", { class: "search", for: "search" }, "絞り込み", this.search);
    this.head = element("thead");
    this.body = element("tbody");
    this.table = element("table", { "aria-labelledby": "title" }, this.head, this.body);
    this.status = element("div", { class: "status" });
    this.clearing = this.button("選択を解除", () => this.clear());
    this.pages = element("span", { class: "pages" });
    this.turns = {
      first: this.button("最初", () => this.goTo(1)), back: this.button("前へ", () => this.turn(-1)),
      next: this.button("次へ", () => this.turn(1)), last: this.button("最後", () => this.goTo(Infinity)),
    };
    const { first, back, next, last } = this.turns;
    this.pager = element("div", { class: "pager", role: "group", "aria-label": "ページ" }, first, back, this.pages, next, last);
    this.speech = element("p", { class: "unseen", "aria-live": "polite" });
    this.scroll = element("div", { class: "scroll" }, this.table);
    this.scroll.addEventListener("scroll", () => this.scroll.classList.toggle("moved", this.scroll.scrollLeft > 0));
    this.box = element("div", { class: "area-table", lang: "ja" },
      element("div", { class: "bar" }, this.title, this.searchBox), this.scroll,
      element("div", { class: "bar" }, element("div", { class: "found" }, this.status, this.clearing), this.pager),
      this.speech, element("p", { class: "unseen", id: "help" }, HELP));
    this.body.addEventListener("click", (event) => this.click(event));
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.search.addEventListener("input", (event) => event.isComposing || this.find());
    this.search.addEventListener("compositionend", () => this.find());
    this.root.append(this.box);
  }

  button(label, act) {
    const made = element("button", { type: "button" }, label);
    made.addEventListener("click", () => made.getAttribute("aria-disabled") === "true" || act());
    return made;
  }

  remove() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.box.remove();
    delete this.root.areaTable;
  }

  // --- what Python sends ---

  receive(component) {
    this.component = component;
    const payload = JSON.parse(new TextDecoder().decode(component.data));
    const [picked, view] = payload.seq;
    if (picked >= this.sequence.picked) this.selection = new Set(payload.selected);
    if (view >= this.sequence.view || !this.payload) this.accept(payload);
    this.paint();
    this.box.dataset.received = Number(this.box.dataset.received ?? 0) + 1;
  }

  accept(payload) {
    const before = this.payload;
    this.payload = payload;
    this.view = { sort: payload.sort, descending: payload.descending, page: payload.page, query: payload.query };
    const { mode, columns, rows } = payload;
    const same = (name) => JSON.stringify(before?.[name]) === JSON.stringify(payload[name]);
    this.box.classList.toggle("meeting", payload.meeting);
    this.title.textContent = payload.caption;
    this.searchBox.hidden = !payload.searchable;
    if (this.search.value !== payload.query) this.search.value = payload.query;
    if (!same("mode") || !same("columns")) this.drawHead(columns, mode);
    if (!same("mode") || !same("columns") || !same("rows")) this.drawBody(rows, columns, mode);
    this.table.setAttribute("aria-rowcount", payload.found + 1);
    this.table.removeAttribute("aria-busy");
    this.drawFoot();
  }

  drawHead(columns, mode) {
    const sorters = columns.map(([field, label, align]) => {
      const sign = element("span", { class: "sign", "aria-hidden": "true" });
      const [, name, unit] = UNIT.exec(label) ?? [null, label, null];
      const words = element("span", { class: "label" }, name, unit && element("span", { class: "unit" }, unit));
      const button = this.button(words, () => this.sortBy(field, align));
      button.append(sign);
      return element("th", { scope: "col", class: align, "data-field": field }, button);
    });
    const corner = mode === "none" ? null : element("th", { scope: "col", class: "choice" }, element("span", { class: "unseen" }, "選択"));
    this.head.replaceChildren(element("tr", { "aria-rowindex": "1" }, corner, ...sorters));
    this.table.classList.toggle("many", columns.length >= MANY_COLUMNS);
    for (const [name, value] of [["role", "grid"], ["aria-describedby", "help"], ["aria-multiselectable", mode === "multiple"]]) {
      if (mode === "none") this.table.removeAttribute(name);
      else this.table.setAttribute(name, value);
    }
  }

  drawBody(rows, columns, mode) {
    const hadFocus = this.body.contains(this.root.activeElement);
    this.ids = rows.map(([id]) => id);
    const aligned = columns.map(([, , align]) => align);
    this.body.replaceChildren(...rows.map(([id, ...cells], index) => {
      const choice = mode === "none" ? null : element("td", { class: "choice" }, element("span", { class: `box ${mode}`, "aria-hidden": "true" }));
      return element("tr", { "data-id": id, "aria-rowindex": this.payload.first + index + 1 }, choice,
        ...cells.map((cell, place) => this.cell(cell, aligned[place], place === 0)));
    }));
    if (!rows.length) {
      const text = this.payload.total ? "当てはまる行がありません。" : "表示する行がありません。";
      this.body.append(element("tr", { class: "empty" }, element("td", { colspan: columns.length + (mode === "none" ? 0 : 1) }, text)));
    }
    if (!this.ids.includes(this.active)) this.active = this.ids.find((id) => this.selection.has(id)) ?? this.ids[0];
    if (this.landing) this.active = this.landing === "last" ? this.ids.at(-1) : this.ids[0];
    if (hadFocus || this.landing) this.focusRow();
    this.landing = null;
  }

  cell(cell, align, isHeading) {
    const [text, look = 0, ...marks] = Array.isArray(cell) ? cell : [cell];
    const attributes = { class: `${align} ${LOOKS[look]}`.trim(), ...(isHeading && { scope: "row" }) };
    const badges = marks.map((mark) => element("span", { class: "mark" }, mark));
    // Figures keep their right edge.
    const inside = align === "right" ? [...badges, element("span", { class: "figure" }, text)] : [text, ...badges];
    return element(isHeading ? "th" : "td", attributes, ...inside);
  }

  drawFoot() {
    const { page, pages, first, found, total, rows } = this.payload;
    const range = rows.length ? `${count.format(first)}～${count.format(first + rows.length - 1)}件目` : "";
    const whole = found === total ? `全${count.format(total)}件` : `${count.format(total)}件中 ${count.format(found)}件が該当`;
    this.range = [whole, range].filter(Boolean).join("、");
    this.pages.textContent = `${count.format(page)}／${count.format(pages)} ページ`;
    this.pager.hidden = pages === 1;
    for (const [name, ended] of [["first", page === 1], ["back", page === 1], ["next", page === pages], ["last", page === pages]]) {
      this.turns[name].setAttribute("aria-disabled", String(ended));
    }
  }

  // --- what is seen of the choices ---

  paint() {
    const { mode } = this.payload;
    for (const heading of this.head.querySelectorAll("th[data-field]")) {
      const isSorted = heading.dataset.field === this.view.sort;
      const state = isSorted ? (this.view.descending ? "descending" : "ascending") : "none";
      heading.setAttribute("aria-sort", state);
      heading.querySelector(".sign").textContent = SIGNS[state];
    }
    for (const row of mode === "none" ? [] : this.body.querySelectorAll("tr[data-id]")) {
      row.setAttribute("aria-selected", String(this.selection.has(row.dataset.id)));
      row.tabIndex = row.dataset.id === this.active ? 0 : -1;
    }
    const chosen = this.selection.size && mode !== "none" ? `、選択 ${count.format(this.selection.size)}件` : "";
    this.status.textContent = this.range + chosen;
    this.clearing.hidden = mode !== "multiple" || !this.selection.size;
  }

  rowOf(id) {
    return this.body.children[this.ids.indexOf(id)];
  }

  focusRow() {
    this.paint();
    this.rowOf(this.active)?.focus();
  }

  // --- selection ---

  click(event) {
    const row = event.target.closest("tr[data-id]");
    const marked = this.root.getSelection?.() ?? document.getSelection();
    if (!row || this.payload.mode === "none" || marked?.type === "Range") return; // text is being copied
    this.active = row.dataset.id;
    this.choose(row.dataset.id);
  }

  choose(id) {
    const isChosen = this.selection.has(id);
    if (this.payload.mode === "single") this.selection = new Set(isChosen ? [] : [id]);
    else if (isChosen) this.selection.delete(id);
    else this.selection.add(id);
    this.pick(`${this.rowOf(id).querySelector("th").textContent}${isChosen ? "の選択を解除しました" : "を選択しました"}`);
  }

  clear() {
    this.selection = new Set();
    this.pick("選択を解除しました");
  }

  pick(words) {
    this.speech.textContent = words;
    this.paint();
    this.send("picked", SEND_AFTER, () => ({ selection: [...this.selection] }));
  }

  // --- order, pages, search ---

  sortBy(field, align) {
    const descending = this.view.sort === field ? !this.view.descending : align === "right"; // figures: largest first
    this.ask({ sort: field, descending, page: 1 });
  }

  turn(by) {
    return this.goTo(this.view.page + by);
  }

  goTo(page) {
    const wanted = Math.min(Math.max(page, 1), this.payload.pages);
    if (wanted === this.view.page) return false;
    this.ask({ page: wanted });
    return true;
  }

  find() {
    if (this.search.value !== this.view.query) this.ask({ query: this.search.value, page: 1 }, SEARCH_AFTER);
  }

  ask(change, after = 0) {
    this.view = { ...this.view, ...change };
    this.table.setAttribute("aria-busy", "true");
    this.paint();
    this.send("view", after, () => this.view);
  }

  // The number counts from the moment of the choice, so that no echo of an older one is taken over meanwhile.
  send(name, after, values) {
    const seq = (this.sequence[name] = Math.max(Date.now(), this.sequence[name] + 1));
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => this.component.setStateValue(name, { ...values(), seq }), after);
  }

  // --- keyboard ---

  key(event) {
    if (this.payload.mode === "none" || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = this.ids.indexOf(this.active);
    const actions = {
      ArrowDown: () => this.step(here + 1), ArrowUp: () => this.step(here - 1),
      Home: () => this.step(0), End: () => this.step(this.ids.length - 1),
      PageDown: () => this.land("first", 1), PageUp: () => this.land("first", -1),
      Enter: () => this.choose(this.active), " ": () => this.choose(this.active), Escape: () => this.clear(),
    };
    if (!actions[event.key] || here < 0) return;
    actions[event.key]();
    event.preventDefault();
    event.stopPropagation();
  }

  step(index) {
    if (index < 0) this.land("last", -1);
    else if (index >= this.ids.length) this.land("first", 1);
    else {
      this.active = this.ids[index];
      this.focusRow();
    }
  }

  land(place, by) {
    if (this.turn(by)) this.landing = place;
  }
}
