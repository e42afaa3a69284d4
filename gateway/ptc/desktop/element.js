/**
 * Elements in one line, and changes that touch only what differs.
 *
 * @module
 */

/**
 * An element with attributes, listeners (`onclick` …) and children.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | undefined | null | false)} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else set(element, name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Sets an attribute, or takes it away where the value is undefined or false. @param {Element} element @param {string} name @param {unknown} value */
export function set(element, name, value) {
  if (value === undefined || value === null || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Sets the text. @param {Element} element @param {string} text */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides. @param {Element} element @param {boolean} visible */
export function show(element, visible) {
  set(element, "hidden", !visible);
}

/**
 * A button that can be refused without losing the focus. Its words may be replaced later.
 * @param {{ label: string, icon?: string, class?: string, keys?: string, onclick: (event: Event) => void }} options
 */
export function button({ label, icon, class: style, keys, onclick }) {
  const element = h("button", { type: "button", class: `button ${style ?? ""}`, "aria-keyshortcuts": keys, title: keys }, icon && glyph(icon), h("span", {}, label));
  element.addEventListener("click", (/** @type {Event} */ event) => {
    if (element.getAttribute("aria-disabled") !== "true") onclick(event);
  });
  return element;
}

/** Allows a button or refuses it. @param {Element} element @param {boolean} allowed @param {string} [why] */
export function allow(element, allowed, why) {
  set(element, "aria-disabled", allowed ? undefined : "true");
  set(element, "title", (allowed ? undefined : why) ?? element.getAttribute("aria-keyshortcuts"));
}

/** Puts children into a container by key, keeping those that stay. @param {Element} container @param {readonly Element[]} wanted */
export function arrange(container, wanted) {
  for (const child of [...container.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, index) => {
    const there = container.children[index];
    if (there !== child) container.insertBefore(child, there ?? null);
  });
}

/** @param {string} name */
export function glyph(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "glyph", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", GLYPHS[name] ?? "");
  svg.append(path);
  return svg;
}

const SVG = "http://www.w3.org/2000/svg";
/** Drawn with round strokes on a field of 24. @type {Record<string, string>} */
const GLYPHS = {
  phone: "M5 4h4l2 5-2.5 1.8a11 11 0 0 0 4.7 4.7L15 13l5 2v4a1.6 1.6 0 0 1-1.7 1.6A15.4 15.4 0 0 1 3.400 5.7 1.6 1.6 0 0 1 5 4z",
  down: "M3 13.500c5.500-4.700 12.500-4.700 18 0l-1.800 2.800-4-1.500v-2.700a11 11 0 0 0-6.400 0v2.700l-4 1.500z",
  pause: "M8 5v14M16 5v14",
  play: "M7 5l11 7-11 7z",
  swap: "M4 8h14l-4-4M20 16H6l4 4",
  send: "M4 12h14M13 6l6 6-6 6",
  people: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c0-3 2.700-5 6-5s6 2 6 5M16 11a2.500 2.500 0 1 0-1-4.800M17 14c2.400.4 4 2.200 4 5",
  back: "M20 12H6M11 6l-6 6 6 6",
  mic: "M12 4a2.500 2.500 0 0 1 2.500 2.500V11a2.500 2.500 0 0 1-5 0V6.500A2.500 2.500 0 0 1 12 4zM6 11a6 6 0 0 0 12 0M12 17v3",
  keys: "M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01",
  plus: "M12 5v14M5 12h14",
  menu: "M4 7h16M4 12h16M4 17h16",
  cross: "M6 6l12 12M18 6L6 18",
  tick: "M5 13l4 4L19 7",
  in: "M18 6L7 17M7 9v8h8",
  out: "M6 18L17 7M9 7h8v8",
};
