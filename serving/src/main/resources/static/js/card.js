// One film on the wall.

import { el, icon, progressBar, runtime, setProgress, tone } from "./dom.js";
import { meaning } from "./states.js";

/** The picture of a film, or one made of its name where there is none. */
export function poster(movie) {
  const type = () => el("div", { class: `type ${tone(movie.id)}`, "aria-hidden": "true" }, movie.title);
  if (!movie.poster) return type();
  const image = el("img", { src: movie.poster, alt: "", loading: "lazy", decoding: "async" });
  image.addEventListener("load", () => image.classList.add("there"));
  image.addEventListener("error", () => image.replaceWith(type()));
  return image;
}

export const facts = (movie) =>
  [movie.year, runtime(movie.runtimeSeconds), movie.genres.slice(0, 2).join(", ")].filter(Boolean);

/**
 * Makes or renews the card of a film.
 * @param live what is known of its request: {progress}
 * @param onAsk called where the viewer asks for the film
 */
export function card(movie, live, onAsk) {
  const state = meaning(movie.state);
  const frame = el("div", { class: "poster" }, poster(movie));
  if (state.words) {
    const shade = el("div", { class: "shade" }, el("span", { class: `state ${state.kind}` }, state.words));
    if (state.waits) shade.append(progressBar(live?.progress));
    frame.append(shade);
  }
  if (state.plays) frame.append(el("span", { class: "playing" }, icon("play")));
  const name = el("a", { class: "name", href: `/watch/${encodeURIComponent(movie.id)}` }, movie.title);
  const whole = el(
    "article",
    { class: `card ${state.plays ? "" : "waiting"}`, "data-id": movie.id, "data-state": movie.state },
    frame,
    el("div", {}, name, el("div", { class: "facts" }, [movie.year, runtime(movie.runtimeSeconds)].filter(Boolean).map((fact) => el("span", {}, String(fact))))),
  );
  if (state.asks) {
    const label = `Request ${movie.title}`;
    whole.append(el("button", { class: "go", type: "button", title: "Request this film", "aria-label": label, on: { click: () => onAsk(movie) } }, icon("plus")));
  }
  return whole;
}

/** Shows progress on a card without building it anew. */
export function showProgress(whole, fraction) {
  const bar = whole.querySelector(".shade .progress");
  if (bar) setProgress(bar, fraction);
}

/** A film that was begun, with how far it was seen. */
export function begunCard(movie, place) {
  const watched = progressBar(place.of ? place.at / place.of : 0);
  watched.classList.add("watched");
  const left = place.of ? `${runtime(Math.max(60, place.of - place.at))} left` : "";
  return el(
    "article",
    { class: "card wide" },
    el("div", { class: "poster" }, poster(movie), el("span", { class: "playing" }, icon("play")), watched),
    el("div", {}, el("a", { class: "name", href: `/watch/${encodeURIComponent(movie.id)}` }, movie.title), el("div", { class: "facts" }, left)),
  );
}

export function skeleton() {
  return el("div", { class: "card skeleton", "aria-hidden": "true" }, el("div", { class: "poster" }), el("div", { class: "line" }), el("div", { class: "line" }));
}
