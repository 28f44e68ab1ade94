// How high the stage may be: what the first screen leaves below the place where it stands, so that the whole map is in
// sight. map.css does the sum. A stage that would get too little stands further down and has a screen of its own.

export class Room {
  constructor(stage) {
    this.stage = stage;
    this.observer = new ResizeObserver(() => this.measure()); // what lies above may grow without a word to the map
  }

  measure() {
    if (!this.stage.getRootNode().host) return; // taken off the page meanwhile
    this.page ??= this.watched();
    const { stage, page } = this;
    const top = stage.getBoundingClientRect().top - page.getBoundingClientRect().top;
    const [under, least] = ["--under", "--least"].map((name) => parseFloat(getComputedStyle(stage).getPropertyValue(name)));
    stage.style.setProperty("--top", `${window.innerHeight - top - under < least ? 0 : Math.ceil(top)}px`);
  }

  // The page is what is scrolled. Whatever grows above the stage makes the page higher, or a box that holds the stage.
  watched() {
    const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowY);
    this.observer.observe(this.stage.parentElement.parentElement);
    let page = this.stage.getRootNode().host;
    for (; page.parentElement && !scrolls(page.parentElement); page = page.parentElement) this.observer.observe(page);
    this.observer.observe(page);
    return page;
  }

  leave() {
    this.observer.disconnect();
  }
}
