// The request box, and what this browser has asked for, live until it plays.

import * as api from "./api.js";
import { el, icon, progressBar, setProgress, toast } from "./dom.js";
import { forgetRequest, myRequests, rememberRequest } from "./memory.js";
import { meaning, requestWords } from "./states.js";

// A browser opens six connections to a host, for all its pages: one is followed live, the others are looked at.
const LOOK_EVERY = 3000;

const at = (id) => document.getElementById(id);
/** What is not settled: {id: name}. */
const waiting = new Map();
let live = null;
let onMove = () => {};

/** Shows all that this browser has asked for, and tells of each change. */
export function followMine(listener) {
  onMove = listener;
  for (const { id, name } of myRequests().reverse()) {
    api.showRequest(id).then((request) => show(request, name)).catch((problem) => problem.status === 404 && forgetRequest(id));
  }
  at("wish").addEventListener("submit", wish);
  document.addEventListener("visibilitychange", followOne);
  setInterval(lookAtOthers, LOOK_EVERY);
}

/** A request was made: shows it, and follows it. */
export function track(request, name) {
  rememberRequest(request.id, name);
  show(request, name);
}

async function wish(event) {
  event.preventDefault();
  const words = at("wish-name").value.trim();
  if (!words) return;
  const button = event.target.querySelector("button");
  button.disabled = true;
  at("wish-name").value = "";
  try {
    track(await api.requestWords(words), words);
  } catch (problem) {
    at("wish-name").value ||= words;
    toast(problem.message, "bad");
  } finally {
    button.disabled = false;
  }
}

function show(request, name) {
  const line = lineOf(request, name);
  const state = meaning(request.movieState);
  const settled = api.isSettled(request);
  line.querySelector(".state").className = `state ${settled ? state.kind || "bad" : request.state === "UNMATCHED" ? "" : "live"}`;
  line.querySelector(".state").textContent = requestWords(request);
  const bar = line.querySelector(".progress");
  bar.hidden = settled || request.state === "UNMATCHED";
  setProgress(bar, request.progress);
  const play = line.querySelector(".button");
  play.hidden = !state.plays;
  if (request.movieId) play.href = `/watch/${encodeURIComponent(request.movieId)}`;
  onMove(request);
  if (settled) waiting.delete(request.id);
  else waiting.set(request.id, name);
  followOne();
}

/** Follows the newest that is not settled, while the page is seen. */
function followOne() {
  const [id, name] = document.hidden ? [] : ([...waiting].at(-1) ?? []);
  if (live?.id === id) return;
  live?.stop();
  live = id ? { id, stop: api.followRequest(id, (now) => show(now, name)) } : null;
}

function lookAtOthers() {
  if (document.hidden) return;
  for (const [id, name] of waiting) {
    if (live?.id !== id) api.showRequest(id).then((request) => show(request, name)).catch(() => {});
  }
}

function lineOf(request, name) {
  const present = at("wishes").querySelector(`[data-request="${CSS.escape(request.id)}"]`);
  if (present) return present;
  const line = el(
    "li",
    { "data-request": request.id },
    el("div", {}, el("span", { class: "name" }, name), el("span", { class: "state" })),
    el(
      "div",
      { class: "acts" },
      el("a", { class: "button", hidden: true }, icon("play"), "Play"),
      el("button", { class: "leave", type: "button", "aria-label": `No longer wait for ${name}`, title: "No longer wait for it", on: { click: () => leave(request.id, line) } }, icon("close")),
    ),
    progressBar(),
  );
  at("wishes").prepend(line);
  return line;
}

async function leave(id, line) {
  waiting.delete(id);
  followOne();
  forgetRequest(id);
  line.remove();
  // A request that has ended, or was made before the cookies were cleared, has nothing to leave.
  await api.leaveRequest(id).catch((problem) => problem.status === 404 || toast(problem.message, "bad"));
}
