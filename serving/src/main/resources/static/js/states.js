// What a film's state means to a viewer.

const STATES = {
  DISCOVERED: { words: "", kind: "", asks: true },
  WANTED: { words: "Wanted", kind: "live", asks: true },
  QUEUED: { words: "In the queue", kind: "live", waits: true },
  INGESTING: { words: "Being prepared", kind: "live", waits: true },
  PLAYABLE: { words: "Plays now", kind: "live", plays: true, waits: true },
  READY: { words: "", kind: "good", plays: true },
  REJECTED: { words: "Cannot be had", kind: "bad" },
  FAILED: { words: "Failed", kind: "bad", asks: true },
  EVICTED: { words: "", kind: "", asks: true },
  TAKEN_DOWN: { words: "Taken down", kind: "bad" },
};

/** words: for a label; plays: can be watched; asks: can be requested; waits: something is going on. */
export const meaning = (state) => STATES[state] ?? { words: "", kind: "" };

const PAUSED = "An operator has paused it; it goes on later";
const PAUSED_IN_THE_MIDDLE = "Plays as far as it is prepared; an operator has paused the rest";

/** A film's state in words, for a label. */
export function stateWords(movie) {
  if (!movie.pausedAt) return meaning(movie.state).words;
  return meaning(movie.state).plays ? PAUSED_IN_THE_MIDDLE : PAUSED;
}

/** What a request is at, in words. */
export function requestWords(request) {
  if (request.problem) return request.problem;
  switch (request.state) {
    case "UNMATCHED":
      return "Nothing in the catalogue matches yet. An operator will look into it.";
    case "DECLINED":
      return "Declined.";
    case "CANCELLED":
      return "Cancelled.";
    case "PENDING":
      return "Asked for";
    default:
  }
  if (request.pausedAt) return stateWords({ state: request.movieState, pausedAt: request.pausedAt });
  switch (request.movieState) {
    case "READY":
      return "Ready to watch";
    case "PLAYABLE":
      return "Plays now, while the rest is being prepared";
    case "INGESTING":
      return (request.stages?.VIDEO ?? 0) > 0 ? "Encoding the picture" : "Reading the film";
    case "QUEUED":
      return "In the queue";
    case "FAILED":
    case "REJECTED":
      return "It could not be prepared";
    default:
      return "Asked for";
  }
}
