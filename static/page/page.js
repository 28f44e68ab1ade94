// What every page needs in the browser itself: one watch over the line to the server, one over the addresses, and one over an address of no
// page, a window.

const version = new URL(import.meta.url).search;
const [{ watchServer }, { keepSteps }, { watchNoPage }] = await Promise.all(["server", "steps", "no_page"].map((name) => import(`./${name}.js${version}`)));

watchServer();
keepSteps();
watchNoPage();

export const show = () => ({ remove() {} });
