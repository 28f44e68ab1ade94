// Elements with attributes and children. Text always becomes a text node, so nothing in a name is ever read as markup.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(attribute, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export async function styles(address) {
  return new CSSStyleSheet().replace(await (await fetch(address)).text());
}
