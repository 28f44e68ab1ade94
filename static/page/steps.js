// One step back in the browser is one step of the person's. Streamlit makes a step of every change of the address, but a run
// fills in an address in several goes: first the bare page, then the choices as they become known.

const APP = "[data-testid=stApp]";

export function keepSteps() {
  let isFilling = false; // the address belongs to a step that this run goes on with
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, address) => {
    const next = new URL(address ?? location.href, location.href);
    if (isFilling && next.pathname === location.pathname) history.replaceState(state, unused, address);
    else push(state, unused, address);
    isFilling = true;
  };
  window.addEventListener("popstate", () => { isFilling = true; });
  new MutationObserver(() => {
    if (document.querySelector(APP)?.dataset.testScriptState === "notRunning") isFilling = false;
  }).observe(document.body, { subtree: true, attributeFilter: ["data-test-script-state"] });
}
