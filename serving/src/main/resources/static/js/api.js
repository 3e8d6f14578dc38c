// The HTTP API, as the pages use it.

/** A problem+json answer (RFC 9457), or no answer at all (status 0). */
export class ApiProblem extends Error {
  constructor(status, type, detail) {
    super(detail);
    this.status = status;
    this.type = type;
  }
}

async function call(method, path, body, more = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      ...more,
    });
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new ApiProblem(0, "unreachable", "The server does not answer. Is it running?");
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  const type = String(problem.type ?? "").split("/").pop();
  throw new ApiProblem(response.status, type, problem.detail ?? `The server answered ${response.status}.`);
}

const id = encodeURIComponent;

export const listMovies = (parameters, signal) =>
  call("GET", `/api/movies?${new URLSearchParams(parameters)}`, undefined, { cache: "no-cache", signal });
export const listGenres = () => call("GET", "/api/genres").then((answer) => answer.genres);
export const showMovie = (movie) => call("GET", `/api/movies/${id(movie)}`, undefined, { cache: "no-cache" });
export const requestMovie = (movieId) => call("POST", "/api/requests", { movieId });
export const requestWords = (query) => call("POST", "/api/requests", { query });
export const showRequest = (request) => call("GET", `/api/requests/${id(request)}`);
export const leaveRequest = (request) => call("DELETE", `/api/requests/${id(request)}`);
export const grant = (movie) => call("POST", `/api/movies/${id(movie)}/grants`);
export const heartbeat = (session) => call("POST", `/api/sessions/${id(session)}/heartbeat`);
export const endSession = (session) => call("DELETE", `/api/sessions/${id(session)}`, undefined, { keepalive: true });

const CLOSED = ["FULFILLED", "DECLINED", "CANCELLED"];
const ENDED = ["READY", "REJECTED", "FAILED", "TAKEN_DOWN"];

/** Whether nothing more happens to a request by itself. */
export const isSettled = (request) => CLOSED.includes(request.state) || ENDED.includes(request.movieState);

/**
 * Follows a request live until nothing more happens; the browser reconnects by itself.
 * @returns a function that ends the following
 */
export function followRequest(request, onChange) {
  const events = new EventSource(`/api/requests/${id(request)}/events`);
  events.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    if (isSettled(now)) events.close();
    onChange(now);
  });
  return () => events.close();
}
