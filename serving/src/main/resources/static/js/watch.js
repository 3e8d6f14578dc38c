// The page of a film: what it is, asking for it, and playing it.

import * as api from "./api.js";
import { Controls } from "./controls.js";
import { clock, el, icon, languageName, progressBar, runtime, setProgress, toast, tone } from "./dom.js";
import { placeIn, rememberPlace, rememberRequest } from "./memory.js";
import { Playback } from "./playback.js";
import { meaning, requestWords, stateWords } from "./states.js";

const SAVE_EVERY = 5000;
const LOOK_EVERY = 4000;
const FROM_THE_TOP_SECONDS = 3;

const at = (id) => document.getElementById(id);
const id = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const video = at("video");
let movie = null;
let playback = null;
/** Whether the viewer wants to see it as soon as it plays. */
let wanted = false;

function curtain(...parts) {
  at("curtain-inner").replaceChildren(...parts.filter(Boolean));
  at("curtain").classList.remove("up");
}

function showFilm() {
  document.title = `${movie.title} · Reelmill`;
  at("still").hidden = !movie.poster;
  at("curtain").classList.toggle(tone(id), !movie.poster);
  if (movie.poster && !at("still").src) at("still").src = movie.poster;
  const state = meaning(movie.state);
  const said = (name, value) => (value ? el("div", {}, el("dt", {}, name), el("dd", {}, value)) : null);
  const facts = [movie.year, runtime(movie.runtimeSeconds), languageName(movie.language)].filter(Boolean);
  at("about").replaceChildren(
    el(
      "div",
      {},
      el("h1", {}, movie.title),
      movie.originalTitle && movie.originalTitle !== movie.title ? el("p", { class: "original" }, movie.originalTitle) : null,
      el("div", { class: "facts" }, facts.map((fact) => el("span", {}, String(fact))), stateWords(movie) ? el("span", { class: `state ${state.kind}`, id: "state" }, stateWords(movie)) : null),
      el("p", { class: "plot" }, movie.description ?? ""),
    ),
    el(
      "dl",
      {},
      movie.genres.length ? said("Genres", el("span", { class: "tags" }, movie.genres.map((genre) => el("span", { class: "tag" }, genre)))) : null,
      said("With", movie.cast.join(", ")),
      said("Qualities", movie.tracks?.ladder.map((rung) => `${rung.height}p`).join(", ")),
      movie.tracks?.audio.length > 1 ? said("Audio", movie.tracks.audio.map((track) => track.name).join(", ")) : null,
      said("Captions", movie.tracks?.subtitles.map((track) => track.name).join(", ")),
      licence(),
    ),
  );
}

/** The licence, and the line that it asks us to show. */
function licence() {
  const { licenceTerms: terms, page } = movie;
  const safe = (url) => /^https?:/.test(url ?? "");
  const name = safe(terms.url) ? el("a", { href: terms.url, rel: "license noopener", target: "_blank" }, terms.id) : terms.id;
  return el(
    "div",
    { class: "licence" },
    el("dt", {}, "Shown under"),
    el("dd", {}, name),
    terms.attribution ? el("dd", {}, terms.attribution) : null,
    safe(page) ? el("dd", {}, el("a", { href: page, rel: "noopener", target: "_blank" }, "Where it comes from")) : null,
  );
}

/** What the stage offers while nothing plays. */
function offer() {
  const state = meaning(movie.state);
  if (state.plays) return offerPlay();
  if (state.waits) return ask();
  if (state.asks) {
    const button = el("button", { class: "button", type: "button", on: { click: () => { wanted = true; ask(); } } }, icon("play"), "Request and watch");
    const words = movie.state === "FAILED" ? movie.problem ?? "It could not be prepared. It can be tried again." : "It starts within seconds, and plays while the rest is being prepared.";
    return curtain(el("h2", {}, movie.title), el("p", {}, words), button);
  }
  return curtain(el("h2", {}, state.words || "Not to be had"), el("p", {}, movie.problem ?? "This film cannot be played."));
}

function offerPlay() {
  playback ??= newPlayback();
  playback.prepare().catch((problem) => problem.status !== 409 && toast(problem.message, "bad"));
  const place = placeIn(id);
  const start = el("button", { class: "start", type: "button", "aria-label": place ? `Go on at ${clock(place.at)}` : "Play", on: { click: () => play(place?.at ?? 0) } }, icon("play"));
  const top = place ? el("button", { class: "button second", type: "button", on: { click: () => play(0) } }, "From the beginning") : null;
  curtain(start, place ? el("p", {}, `Go on at ${clock(place.at)}`) : null, top);
  if (wanted) play(place?.at ?? 0);
}

function newPlayback() {
  const made = new Playback(video, id);
  made.addEventListener("fault", (event) => curtain(el("h2", {}, "It stopped"), el("p", {}, event.detail), again()));
  return made;
}

/** Asks for the film, or joins those who have, and shows how far it is until it plays. */
async function ask() {
  const words = el("p", { role: "status" }, "Asking for it…");
  const fine = el("p", { class: "fine" });
  const bar = progressBar();
  curtain(el("h2", {}, movie.title), words, bar, fine);
  try {
    const request = await api.requestMovie(id);
    rememberRequest(request.id, movie.title);
    wanted = true;
    const stop = api.followRequest(request.id, (now) => {
      words.textContent = requestWords(now);
      setProgress(bar, now.progress);
      fine.textContent = now.progress > 0 ? `${Math.round(now.progress * 100)} % of the whole` : "";
      if (meaning(now.movieState).plays && !playback) {
        movie = { ...movie, state: now.movieState };
        showFilm();
        offerPlay();
      }
      // From here on the page looks by itself, see lookOn: a browser has few connections to spare.
      if (meaning(now.movieState).plays || api.isSettled(now)) settled(now, stop);
    });
  } catch (problem) {
    curtain(el("h2", {}, movie.title), el("p", {}, problem.message));
  }
}

async function settled(request, stop) {
  stop();
  await look();
  if (!meaning(request.movieState).plays) offer();
}

async function play(second) {
  wanted = true;
  at("curtain").classList.add("up");
  at("spinner").hidden = false;
  at("controls").hidden = false;
  playback.controls ??= new Controls(playback, movie.runtimeSeconds);
  try {
    await playback.start(second < FROM_THE_TOP_SECONDS ? 0 : second);
  } catch (problem) {
    at("spinner").hidden = true;
    // Browsers let a page begin with sound only after a click on it.
    if (problem.name === "NotAllowedError") curtain(el("button", { class: "start", type: "button", "aria-label": "Play", on: { click: () => { at("curtain").classList.add("up"); video.play(); } } }, icon("play")));
    else if (problem.name !== "AbortError") curtain(el("h2", {}, "It does not play"), el("p", {}, problem.message), again());
  }
}

function again() {
  return el("button", { class: "button", type: "button", on: { click: () => play(video.currentTime) } }, "Try again");
}

/** Looks whether the film has become READY meanwhile. */
async function look() {
  const now = await api.showMovie(id).catch(() => null);
  if (!now) return;
  const changed = stateWords(now) !== stateWords(movie) || now.state !== movie.state || Boolean(now.tracks) !== Boolean(movie.tracks);
  movie = now;
  if (changed) showFilm();
  if (now.state === "READY") playback?.finalHasCome();
}

async function lookOn() {
  if (movie && movie.state !== "READY" && playback && !document.hidden) await look();
  setTimeout(lookOn, LOOK_EVERY);
}

function rememberWhere() {
  if (playback?.controls && video.readyState > 0 && video.currentTime > 0) rememberPlace(id, video.ended ? 0 : video.currentTime, playback.controls.length);
}

async function open() {
  at("about").append(el("div", {}, ...Array.from({ length: 4 }, () => el("div", { class: "skeleton-line" }))));
  try {
    movie = await api.showMovie(id);
  } catch (problem) {
    at("about").replaceChildren();
    document.title = "Not found · Reelmill";
    curtain(el("h2", {}, problem.status === 404 ? "There is no such film" : "The film cannot be shown"), el("p", {}, problem.message), el("a", { class: "button", href: "/" }, "All films"));
    return;
  }
  showFilm();
  offer();
  setInterval(rememberWhere, SAVE_EVERY);
  for (const event of ["pause", "ended"]) video.addEventListener(event, rememberWhere);
  addEventListener("pagehide", rememberWhere);
  setTimeout(lookOn, LOOK_EVERY);
  if ("mediaSession" in navigator) {
    const artwork = movie.poster ? [{ src: movie.poster }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title: movie.title, artist: movie.year ? String(movie.year) : "", artwork });
  }
}

open();
