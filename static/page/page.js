// What every page needs in the browser itself: one watch over the line to the server, and one over the addresses, a window.

const version = new URL(import.meta.url).search;
const [{ watchServer }, { keepSteps }] = await Promise.all(["server", "steps"].map((name) => import(`./${name}.js${version}`)));

watchServer();
keepSteps();

export const show = () => ({ remove() {} });
