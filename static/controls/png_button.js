// The button that saves a chart or the region map as a PNG picture, made in the browser.

const version = new URL(import.meta.url).search;
const [{ element, styles }, { picture }] = await Promise.all(
  ["elements", "picture"].map((name) => import(`./${name}.js${version}`)),
);
const sheet = await styles(new URL(`./png_button.css${version}`, import.meta.url));

export function show(component) {
  const root = component.parentElement;
  root.pngButton ??= new PngButton(root);
  root.pngButton.order = JSON.parse(new TextDecoder().decode(component.data));
  return root.pngButton;
}

class PngButton {
  constructor(root) {
    this.root = root;
    root.adoptedStyleSheets = [sheet];
    this.button = element("button", { type: "button" }, "PNG画像");
    this.message = element("span", { role: "status" });
    this.box = element("div", { class: "png-button", lang: "ja" }, this.button, this.message);
    this.button.addEventListener("click", () => this.save());
    root.append(this.box);
  }

  remove() {
    this.box.remove();
    delete this.root.pngButton;
  }

  async save() {
    const { target, file, title, notes } = this.order;
    const host = document.querySelector(`.st-key-${CSS.escape(target)}`);
    this.message.textContent = host ? "" : "図が表示されていません。";
    if (!host) return;
    this.button.setAttribute("aria-busy", "true");
    try {
      const blob = await picture(host, title, notes);
      const link = element("a", { href: URL.createObjectURL(blob), download: file });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      console.error(error);
      this.message.textContent = "画像を作れませんでした。";
    }
    this.button.removeAttribute("aria-busy");
  }
}
