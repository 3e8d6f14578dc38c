// One film in one video element: grants, hls.js, renewal, going on at the same second. No buttons here.

import * as api from "./api.js";
import { remember, setting } from "./memory.js";

const WORKER = "/vendor/hls.js-1.7.4/hls.worker.js";
const RENEW_BEFORE_SECONDS = 120;
const MOST_RENEWALS_PER_MINUTE = 4;
/** A grant that was got early and has lain too long, in milliseconds. */
const SOON_OVER = 60_000;
const LONGEST_TIMER = 2 ** 31 - 1;
/** What an edge answers where a token is no longer good. */
const REFUSED = [403, 410];
const GONE = 404;
/** Why an operator may have ended it; another grant is not asked for. */
const FORBIDDEN = ["session-denied", "movie-taken-down"];

/** Everything before the publication's own path: the edge and the token. */
const tokenPart = (url) => url.slice(0, url.lastIndexOf("/titles/") + 1);
const ownPart = (url) => url.slice(url.lastIndexOf("/titles/") + 1);
/** What a token is for: the publication, growing or final. */
const publication = (url) => ownPart(url).split("/").slice(0, 3).join("/");

/** Browsers mix 5.1 down for nearly everybody, and it costs a line more: every quality is taken with stereo. */
function keepStereo(hls, tracks) {
  const wide = new Set(tracks.filter((track) => Number(track.channels) > 2).map((track) => track.groupId));
  for (let index = hls.levels.length - 1; index >= 0; index--) {
    const groups = hls.levels[index].audioGroups ?? [];
    if (groups.length > 0 && groups.every((group) => wide.has(group))) hls.removeLevel(index);
  }
}

/** Events: "grant" (detail: the grant) when there is a new one, "tracks" when what can be chosen has changed, "fault" (detail: words) when it cannot go on. */
export class Playback extends EventTarget {
  constructor(video, movie) {
    super();
    this.video = video;
    this.movie = movie;
    this.hls = null;
    this.grant = null;
    this.olderTokens = [];
    this.renewals = [];
    this.finalIsThere = false;
    this.loaded = "";
    video.addEventListener("pause", () => this.takeFinal());
    addEventListener("pagehide", () => this.end());
    addEventListener("pageshow", (event) => event.persisted && this.grant && this.renew());
  }

  /** Gets a grant early, so that a click need not wait for it. */
  prepare() {
    this.prepared ??= api.grant(this.movie);
    this.prepared.catch(() => (this.prepared = null));
    return this.prepared;
  }

  /** Plays from a second on. */
  async start(at) {
    let grant = await this.prepare();
    this.prepared = null;
    if (Date.parse(grant.expiresAt) - Date.now() < SOON_OVER) grant = await api.grant(this.movie);
    this.use(grant);
    this.load(grant.playlistUrl, at);
    return this.video.play();
  }

  /** Whether what plays is still being encoded. */
  get grows() {
    return this.loaded.includes("/now/");
  }

  /** Whether all of it is there to be played. */
  get isWhole() {
    const details = this.hls?.levels[Math.max(0, this.hls.currentLevel)]?.details;
    return !this.grows || Boolean(details && !details.live);
  }

  /** The film is READY: its final playlists, with all qualities, are taken where no one is disturbed. */
  finalHasCome() {
    this.finalIsThere = true;
    if (this.video.paused) this.takeFinal();
  }

  async takeFinal() {
    if (!this.finalIsThere || !this.grows || this.video.ended || this.taking) return;
    this.taking = true;
    try {
      await this.replace();
    } catch {
      // The growing playlists still play; the next pause tries again.
    } finally {
      this.taking = false;
    }
  }

  /** A new grant, and on with it at the same second. */
  async replace() {
    const { currentTime, paused } = this.video;
    const grant = await api.grant(this.movie);
    this.use(grant);
    this.load(grant.playlistUrl, currentTime);
    if (!paused) await this.video.play();
  }

  use(grant) {
    if (this.grant) {
      this.olderTokens.push(tokenPart(this.grant.playlistUrl));
      api.endSession(this.grant.session).catch(() => {});
    }
    this.grant = grant;
    this.dispatchEvent(new CustomEvent("grant", { detail: grant }));
    clearTimeout(this.renewing);
    const left = Date.parse(grant.expiresAt) - Date.now() - RENEW_BEFORE_SECONDS * 1000;
    this.renewing = setTimeout(() => this.renew(), Math.min(Math.max(left, 1000), LONGEST_TIMER));
    clearInterval(this.beating);
    this.beating = setInterval(() => this.beat(), grant.heartbeatSeconds * 1000);
  }

  beat() {
    if (!this.video.paused) this.ask(() => this.renew());
  }

  /** Asks whether the session still stands; it tells why where an operator ended it. */
  async ask(whenEnded) {
    try {
      await api.heartbeat(this.grant.session);
    } catch (problem) {
      if (FORBIDDEN.includes(problem.type)) this.stop(problem.message);
      else if (problem.status === 410) await whenEnded();
    }
  }

  /** Nothing more is shown, not even what was loaded already. */
  stop(words) {
    this.end();
    this.hls?.destroy();
    this.hls = null;
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load();
    this.fail(words);
  }

  /** A new token before the old one expires. Where it is for the same objects, nothing is loaded anew. */
  async renew() {
    if (!this.mayRenew()) return this.fail("The film cannot go on: permission to play it was refused.");
    try {
      const grant = await api.grant(this.movie);
      const same = publication(grant.playlistUrl) === publication(this.grant.playlistUrl);
      const at = this.video.currentTime;
      this.use(grant);
      if (!same || !this.hls) this.load(grant.playlistUrl, at);
    } catch (problem) {
      this.fail(problem.message);
    }
  }

  mayRenew() {
    const now = Date.now();
    this.renewals = [...this.renewals.filter((then) => now - then < 60_000), now];
    return this.renewals.length <= MOST_RENEWALS_PER_MINUTE;
  }

  load(url, at) {
    this.hls?.destroy();
    this.hls = null;
    this.loaded = ownPart(url);
    if (!window.Hls?.isSupported()) return this.loadNatively(url, at);
    const { Hls } = window;
    const hls = (this.hls = new Hls(this.settings(at)));
    hls.on(Hls.Events.ERROR, (_, fault) => this.fault(fault));
    hls.on(Hls.Events.MANIFEST_PARSED, (_, found) => keepStereo(hls, found.audioTracks));
    const { MANIFEST_PARSED, LEVEL_SWITCHED, AUDIO_TRACKS_UPDATED, AUDIO_TRACK_SWITCHED, SUBTITLE_TRACKS_UPDATED, SUBTITLE_TRACK_SWITCH } = Hls.Events;
    for (const event of [MANIFEST_PARSED, LEVEL_SWITCHED, AUDIO_TRACKS_UPDATED, AUDIO_TRACK_SWITCHED, SUBTITLE_TRACKS_UPDATED, SUBTITLE_TRACK_SWITCH]) {
      hls.on(event, () => this.dispatchEvent(new Event("tracks")));
    }
    hls.on(Hls.Events.FRAG_BUFFERED, () => remember("bitsPerSecond", Math.round(hls.bandwidthEstimate)));
    hls.loadSource(url);
    hls.attachMedia(this.video);
  }

  settings(at) {
    const audio = setting("audio");
    const captions = setting("captions");
    return {
      // A growing playlist is "live" to hls.js, which would begin at its end: begin where the viewer is.
      startPosition: at,
      liveDurationInfinity: false,
      liveSyncMode: "buffered",
      startFragPrefetch: true,
      backBufferLength: 90,
      workerPath: WORKER,
      abrEwmaDefaultEstimate: setting("bitsPerSecond", 2_000_000),
      xhrSetup: (xhr, url) => xhr.open("GET", this.withPresentToken(url), true),
      ...(audio && { audioPreference: { lang: audio } }),
      ...(captions && { subtitlePreference: { lang: captions } }),
    };
  }

  /** Playlists that were read under an older token name their segments under it. */
  withPresentToken(url) {
    const older = this.olderTokens.find((token) => url.startsWith(token));
    return older ? tokenPart(this.grant.playlistUrl) + url.slice(older.length) : url;
  }

  /** Safari and the like on phones, where there are no Media Source Extensions. */
  loadNatively(url, at) {
    if (!this.video.canPlayType("application/vnd.apple.mpegurl")) return this.fail("This browser cannot play the film.");
    this.video.src = url;
    if (at > 0) this.video.addEventListener("loadedmetadata", () => (this.video.currentTime = at), { once: true });
    return undefined;
  }

  fault(fault) {
    const { ErrorTypes } = window.Hls;
    const code = fault.response?.code;
    if (REFUSED.includes(code) || (fault.fatal && code === GONE)) this.replaceAfterRefusal();
    else if (!fault.fatal) return;
    else if (fault.type === ErrorTypes.MEDIA_ERROR) this.hls.recoverMediaError();
    else if (fault.type === ErrorTypes.NETWORK_ERROR && this.mayRenew()) setTimeout(() => this.hls?.startLoad(), 2000);
    else this.fail("The film cannot be loaded. Is the edge running?");
  }

  async replaceAfterRefusal() {
    if (this.replacing) return;
    this.replacing = true;
    try {
      await this.ask(() => {});
      if (!this.hls) return;
      if (!this.mayRenew()) throw new Error("The film cannot go on: permission to play it was refused.");
      await this.replace();
    } catch (problem) {
      if (problem.name !== "AbortError") this.fail(problem.message);
    } finally {
      this.replacing = false;
    }
  }

  fail(words) {
    this.dispatchEvent(new CustomEvent("fault", { detail: words }));
  }

  end() {
    clearTimeout(this.renewing);
    clearInterval(this.beating);
    if (this.grant) api.endSession(this.grant.session).catch(() => {});
  }
}
