// Says in Japanese that an address leads to no page: Streamlit's own dialog is English.

const OWN = "[data-testid=stDialog]:not(:has([data-testid=stVerticalBlock]))"; // dialogs of the app hold a block of elements
const ENGLISH = "Page not found";
const TOLD = ["このアドレスのページはありません", "リンクが古いか、アドレスの打ち間違いです。最初のページ「圏域の概況」を開きました。左の一覧からページを選んでください。"];

export function watchNoPage() {
  const look = () => {
    const title = document.querySelector(`${OWN} h2`);
    if (title?.textContent.trim() !== ENGLISH) return;
    const words = [...title.parentElement.querySelectorAll("div")].find((part) => !part.children.length);
    [title.textContent, words.textContent] = TOLD;
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  look();
}
