// Says in Japanese that the server cannot be reached, for as long as it is so: Streamlit's own dialog is English and bars the page.

const WAIT = 1_500; // ms: a line that is back at once is nothing to tell
const APP = "[data-testid=stApp]";
// Dialogs of the app hold a block of elements; Streamlit's own hold words only.
const CLOSE = "[data-testid=stDialog]:not(:has([data-testid=stVerticalBlock])) button[aria-label=Close]";
const TOLD = ["サーバーとつながっていません。", "画面の数値と地図はこのまま読めます。自動でつなぎ直していて、つながると、地図で変えたことも届きます。"
  + "つながらないときは、ネットワークを確かめ、サーバーの管理者に知らせてください。"];

export function watchServer() {
  let timer = null;
  const look = () => {
    const state = document.querySelector(APP)?.dataset.testConnectionState;
    if (state === undefined || state === "CONNECTED") {
      clearTimeout(timer);
      timer = null;
      box()?.remove();
      return;
    }
    document.querySelector(CLOSE)?.click();
    timer ??= setTimeout(tell, WAIT);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-test-connection-state"] });
}

const box = () => document.querySelector(".server-away");

function tell() {
  const told = document.createElement("div");
  told.className = "server-away";
  told.setAttribute("role", "alert");
  const [first, rest] = TOLD;
  const head = document.createElement("b");
  head.textContent = `! ${first}`;
  told.append(head, rest);
  document.body.append(told);
}
