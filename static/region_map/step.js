// Maps in step: maps with the same name in their payload's `sync` share zoom, place and selection. What is chosen in one
// is shown in the others by the units it holds, for their groups may differ; only the map that was used tells Python.

const EVENT = "region-map-step";
const WHOLE = 1 + 1e-9; // times the full view
const places = new Map(); // name → where its maps are now, for one that joins later

export class Step {
  constructor(map) {
    this.map = map;
    this.follow = this.follow.bind(this);
    map.view.moved = () => this.moved();
    window.addEventListener(EVENT, this.follow);
  }

  leave() {
    window.removeEventListener(EVENT, this.follow);
  }

  get name() {
    return this.map.payload?.sync;
  }

  tell(what) {
    if (this.name) window.dispatchEvent(new CustomEvent(EVENT, { detail: { from: this, name: this.name, ...what } }));
  }

  // A map that was just made or changed its size goes where the others are; it does not call them to it.
  moved() {
    const { view } = this.map;
    if (!this.name || this.isFollowing) return;
    if (this.home !== view.home) {
      this.home = view.home;
      this.goTo(places.get(this.name));
      return;
    }
    const main = view.frames[0];
    const place = { zoom: main.view.k / view.home.k, centre: main.centre() };
    places.set(this.name, place);
    this.tell({ place });
  }

  chose() {
    const { map } = this;
    this.tell({ units: map.numbers(map.selection).flatMap((number) => map.view.groups.list[number].units) });
  }

  follow({ detail: { from, name, place, units } }) {
    if (from === this || name !== this.name || !this.map.view.home) return;
    this.goTo(place);
    if (units) this.show(units);
  }

  goTo(place) {
    if (!place) return;
    const { view } = this.map;
    this.isFollowing = true;
    view.move(place.zoom < WHOLE ? view.home : view.frames[0].viewAt(place.centre, place.zoom * view.home.k));
    this.isFollowing = false;
  }

  show(units) {
    const { map } = this;
    const numbers = new Set(units.map((unit) => map.view.groups.of(unit)));
    map.selection = new Set([...numbers].map((number) => map.ids[number]).filter((id) => id !== undefined));
    map.paintSelection();
  }
}
