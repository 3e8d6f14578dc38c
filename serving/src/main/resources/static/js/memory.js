// What this browser remembers: where films stopped, what was requested, how fast the line is.

const PLACES = "reelmill.places";
const REQUESTS = "reelmill.requests";
const SETTINGS = "reelmill.settings";
const KEPT = 60;
const NEAR_END = 0.96;
const JUST_BEGUN_SECONDS = 5;

function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // No room, or not allowed: then nothing is remembered.
  }
}

/** Where a film stopped: {at, of, when} in seconds; nothing where it was not begun, or seen to the end. */
export const placeIn = (movie) => read(PLACES, {})[movie];

export function rememberPlace(movie, at, of) {
  const places = read(PLACES, {});
  if (at < JUST_BEGUN_SECONDS || (of > 0 && at / of > NEAR_END)) delete places[movie];
  else places[movie] = { at: Math.floor(at), of: Math.floor(of), when: Date.now() };
  const newest = Object.entries(places).sort((one, other) => other[1].when - one[1].when).slice(0, KEPT);
  write(PLACES, Object.fromEntries(newest));
}

/** Films that were begun, the last one first: [[movie, place]]. */
export const begun = () => Object.entries(read(PLACES, {})).sort((one, other) => other[1].when - one[1].when);

/** Requests of this browser, newest first: [{id, name}]. */
export const myRequests = () => read(REQUESTS, []);

export const rememberRequest = (id, name) =>
  write(REQUESTS, [{ id, name }, ...myRequests().filter((other) => other.id !== id)].slice(0, 12));

export const forgetRequest = (id) => write(REQUESTS, myRequests().filter((other) => other.id !== id));

export const setting = (name, otherwise) => read(SETTINGS, {})[name] ?? otherwise;

export const remember = (name, value) => write(SETTINGS, { ...read(SETTINGS, {}), [name]: value });
