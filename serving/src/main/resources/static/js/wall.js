// The wall of films: lists, searches, requests.

import * as api from "./api.js";
import { begunCard, card, facts, showProgress, skeleton } from "./card.js";
import { el, icon, toast } from "./dom.js";
import { begun } from "./memory.js";
import { meaning } from "./states.js";
import { followMine, track } from "./wishes.js";

const PAGE = 36;
const FIRST_CARDS = 12;
const LIVE_EVERY = 3000;
const QUIET_EVERY = 15000;
const TYPING = 180;

const at = (id) => document.getElementById(id);
const list = { q: "", genre: "", items: new Map(), next: null, loading: null };
const live = new Map();

async function load(fresh) {
  list.loading?.abort();
  const going = (list.loading = new AbortController());
  if (fresh) {
    list.next = null;
    at("grid").setAttribute("aria-busy", "true");
  }
  const parameters = { limit: PAGE, ...(list.q && { q: list.q }), ...(list.genre && { genre: list.genre }), ...(!fresh && list.next && { cursor: list.next }) };
  try {
    const page = await api.listMovies(parameters, going.signal);
    if (fresh) list.items.clear();
    page.items.forEach((movie) => list.items.set(movie.id, movie));
    list.next = page.next ?? null;
    show();
  } catch (problem) {
    if (problem.name === "AbortError") return;
    showEmpty("The films cannot be shown now.", problem.message);
  } finally {
    if (list.loading === going) list.loading = null;
    at("grid").setAttribute("aria-busy", "false");
  }
}

/** Shows the list; cards that have not changed stay, so that pictures do not flicker and focus is kept. */
function show() {
  const grid = at("grid");
  const present = new Map([...grid.querySelectorAll("[data-id]")].map((shown) => [shown.dataset.id, shown]));
  const cards = [...list.items.values()].map((movie) => {
    const shown = present.get(movie.id);
    if (shown && shown.dataset.looks === looks(movie)) return shown;
    const made = card(movie, live.get(movie.id), ask);
    made.dataset.looks = looks(movie);
    return made;
  });
  const same = cards.length === grid.children.length && cards.every((one, index) => grid.children[index] === one);
  if (!same) {
    const focused = document.activeElement?.closest?.("[data-id]")?.dataset.id;
    grid.replaceChildren(...cards);
    if (focused) grid.querySelector(`[data-id="${CSS.escape(focused)}"] .name`)?.focus({ preventScroll: true });
  }
  if (cards.length > 0) at("empty").hidden = true;
  else if (list.q || list.genre) showEmpty(`Nothing found for “${list.q || list.genre}”.`, "Request it below, and it may come.");
  else showEmpty("The catalogue is being read.", "Films appear here as they are found.");
  showHero();
}

const looks = (movie) => JSON.stringify([movie.title, movie.state, movie.poster, movie.year, movie.runtimeSeconds]);

function showEmpty(title, words) {
  at("grid").replaceChildren();
  at("empty").replaceChildren(el("strong", {}, title), el("span", {}, words));
  at("empty").hidden = false;
}

/** The newest film that plays and has a picture, as long as nobody searches. */
async function showHero() {
  const hero = at("hero");
  const movie = [...list.items.values()].find((one) => one.state === "READY" && one.poster);
  hero.hidden = !movie || Boolean(list.q || list.genre);
  if (hero.hidden || hero.dataset.id === movie.id) return;
  hero.dataset.id = movie.id;
  const whole = await api.showMovie(movie.id).catch(() => movie);
  const watch = `/watch/${encodeURIComponent(movie.id)}`;
  hero.replaceChildren(
    el("img", { class: "backdrop", src: movie.poster, alt: "" }),
    el(
      "div",
      { class: "words" },
      el("span", { class: "over" }, "Ready to watch"),
      el("h2", {}, movie.title),
      el("p", { class: "facts" }, facts(movie).join("  ·  ")),
      whole.description ? el("p", { class: "plot" }, whole.description) : null,
      el("div", { class: "actions" }, el("a", { class: "button", href: watch }, icon("play"), "Play")),
    ),
    el("img", { class: "cover", src: movie.poster, alt: "" }),
  );
}

async function showGenres() {
  const genres = await api.listGenres().catch(() => []);
  if (genres.length < 2) return;
  const chip = (name, words) =>
    el("button", {
      class: "chip", type: "button", "aria-pressed": String(list.genre === name),
      on: {
        click: (event) => {
          list.genre = name;
          at("chips").querySelectorAll(".chip").forEach((other) => other.setAttribute("aria-pressed", String(other === event.currentTarget)));
          load(true);
        },
      },
    }, words);
  const most = genres.sort((one, other) => other.movies - one.movies).slice(0, 14);
  at("chips").replaceChildren(chip("", "All"), ...most.map((genre) => chip(genre.name, genre.name)));
}

async function showBegun() {
  const places = begun().slice(0, 8);
  const found = await Promise.all(places.map(([id, place]) => api.showMovie(id).then((movie) => [movie, place]).catch(() => null)));
  const cards = found.filter((one) => one && meaning(one[0].state).plays).map(([movie, place]) => begunCard(movie, place));
  at("going-on-row").replaceChildren(...cards);
  at("going-on").hidden = cards.length === 0;
}

/** One click: the request, then its progress on the card until it plays. */
async function ask(movie) {
  const shown = at("grid").querySelector(`[data-id="${CSS.escape(movie.id)}"]`);
  shown?.querySelector(".go")?.setAttribute("disabled", "");
  try {
    const request = await api.requestMovie(movie.id);
    track(request, movie.title);
  } catch (problem) {
    shown?.querySelector(".go")?.removeAttribute("disabled");
    toast(problem.message, "bad");
  }
}

/** A request has moved on: its card follows at once. */
function moved(request) {
  const movie = list.items.get(request.movieId);
  if (!movie || !request.movieState) return;
  live.set(movie.id, { progress: request.progress });
  if (movie.state !== request.movieState) {
    list.items.set(movie.id, { ...movie, state: request.movieState });
    show();
  }
  const shown = at("grid").querySelector(`[data-id="${CSS.escape(movie.id)}"]`);
  if (shown) showProgress(shown, request.progress);
}

/** Looks again while something is going on; the answer is a 304 where nothing has changed. */
async function refresh() {
  const busy = list.items.size === 0 || [...list.items.values()].some((movie) => meaning(movie.state).waits);
  if (!document.hidden && !list.loading && window.scrollY < window.innerHeight && list.items.size <= PAGE) await load(true);
  setTimeout(refresh, busy ? LIVE_EVERY : QUIET_EVERY);
}

function listen() {
  let typing = 0;
  at("query").addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      list.q = event.target.value.trim();
      at("films-title").textContent = list.q ? "Found" : "Films";
      if (list.q) at("wish-name").value = list.q;
      scrollTo({ top: 0 });
      load(true);
    }, TYPING);
  });
  at("search").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/input|textarea/i.test(document.activeElement?.tagName ?? "")) {
      event.preventDefault();
      at("query").focus();
    }
  });
  addEventListener("scroll", () => at("bar").classList.toggle("scrolled", scrollY > 8), { passive: true });
  new IntersectionObserver((seen) => {
    if (seen[0].isIntersecting && list.next && !list.loading) load(false);
  }, { rootMargin: "900px" }).observe(at("more"));
}

at("grid").append(...Array.from({ length: FIRST_CARDS }, skeleton));
listen();
followMine(moved);
load(true).then(() => setTimeout(refresh, LIVE_EVERY));
showGenres();
showBegun();
