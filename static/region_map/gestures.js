// Pointer, wheel and touch: drag pans (or draws a box), a pinch or the wheel zooms, a press without movement picks.

const SLACK = 5; // pixels a finger may slip and still press

export function listen(stage, on) {
  const pointers = new Map();
  let press = null; // { x, y, target, moved }

  const place = (event) => {
    const { left, top } = stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, place(event));
    const [x, y] = place(event);
    press = pointers.size === 1 ? { x, y, target: event.composedPath()[0], moved: false } : { moved: true };
  });

  stage.addEventListener("pointermove", (event) => {
    const [x, y] = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      on.hover(event.composedPath()[0], x, y);
      return;
    }
    if (pointers.size === 1 && !press.moved && Math.hypot(x - press.x, y - press.y) < SLACK) return;
    if (!press.moved) {
      press.moved = true;
      stage.setPointerCapture(event.pointerId);
    }
    pointers.set(event.pointerId, [x, y]);
    if (pointers.size === 2) pinch(event.pointerId, before);
    else if (on.brushing?.()) on.brush(stage.getRootNode().elementFromPoint(event.clientX, event.clientY), press.target);
    else if (on.boxing()) on.box([press.x, press.y, x, y], false);
    else on.pan(x - before[0], y - before[1]);
  });

  function pinch(moved, before) {
    const a = pointers.get(moved);
    const [, b] = [...pointers].find(([id]) => id !== moved);
    const factor = Math.hypot(a[0] - b[0], a[1] - b[1]) / (Math.hypot(before[0] - b[0], before[1] - b[1]) || 1);
    on.zoom(factor, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    on.pan((a[0] - before[0]) / 2, (a[1] - before[1]) / 2);
  }

  function release(event, picks) {
    if (!pointers.delete(event.pointerId) || pointers.size) return;
    const [x, y] = place(event);
    if (press.moved && on.brushing?.()) on.brushed();
    else if (press.moved && press.target && on.boxing()) on.box([press.x, press.y, x, y], true);
    if (!press.moved && picks) on.pick(press.target, x, y);
    press = null;
  }

  stage.addEventListener("pointerup", (event) => release(event, true));
  stage.addEventListener("pointercancel", (event) => release(event, false));
  stage.addEventListener("pointerleave", () => on.hover(null, 0, 0));

  // At full view the wheel's zooming out belongs to the page, so that it still scrolls.
  stage.addEventListener("wheel", (event) => {
    if (event.deltaY > 0 && on.atHome()) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    on.zoom(Math.exp(-event.deltaY * lines * 0.0016), ...place(event));
  }, { passive: false });
}
