// Building pages from values. Text from the catalogue only ever becomes text, never markup.

/** Makes an element: properties, then children; texts become text nodes, empty ones are left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "on") Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    else if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

const TONES = 6;

/** The class of a ground for what has no picture; the same for the same id. */
export const tone = (id) => `tone-${[...id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TONES}`;

/** Changes the icon of a button, and what it says. */
export function relabel(button, name, label) {
  button.querySelector("use").setAttribute("href", `/icons.svg#${name}`);
  button.setAttribute("aria-label", label);
  button.title = label;
}

export function progressBar(fraction) {
  const bar = el("div", { class: "progress", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" }, el("i"));
  setProgress(bar, fraction);
  return bar;
}

/** @param fraction 0 … 1, or nothing where it is not known */
export function setProgress(bar, fraction) {
  const known = typeof fraction === "number";
  bar.classList.toggle("unknown", !known);
  if (known) {
    bar.firstElementChild.style.setProperty("--done", String(Math.max(0.01, Math.min(1, fraction))));
    bar.setAttribute("aria-valuenow", String(Math.round(fraction * 100)));
  }
}

export function toast(text, kind = "") {
  const note = el("div", { class: `toast ${kind}` }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 6000);
}

/** Seconds as a clock shows them: 1:02:03 or 4:05. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = String(whole % 60).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}

/** Seconds as people say them: 1 h 32 min. */
export function runtime(seconds) {
  if (!seconds) return "";
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function languageName(code) {
  // Codes that name no language: none, undetermined, several.
  if (!code || ["zxx", "und", "mul"].includes(code)) return "";
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
