// The buttons, the bar and the keys of the player.

import { clock, el, relabel } from "./dom.js";
import { closeMenus, menuIsOpen, moveInMenu, showMenus } from "./menus.js";
import { remember, setting } from "./memory.js";
import { Preview } from "./preview.js";

const HIDE_AFTER = 2800;
const at = (id) => document.getElementById(id);

/** @param expected the film's length in seconds as the catalogue says, while it is still growing */
export class Controls {
  constructor(playback, expected) {
    this.playback = playback;
    this.video = playback.video;
    this.expected = expected ?? 0;
    this.stage = at("stage");
    this.dragging = false;
    this.preview = new Preview();
    playback.preview = this.preview;
    this.preview.addEventListener("chapters", () => {
      this.showChapters();
      showMenus(at("menus"), playback);
    });
    playback.addEventListener("grant", (event) => this.preview.use(event.detail));
    if (playback.grant) this.preview.use(playback.grant);
    this.video.volume = setting("volume", 1);
    this.video.muted = setting("muted", false);
    this.listenToVideo();
    this.listenToButtons();
    this.listenToSeek();
    document.addEventListener("keydown", (event) => this.key(event));
    playback.addEventListener("tracks", () => showMenus(at("menus"), playback));
    showMenus(at("menus"), playback);
    this.showVolume();
    this.wake();
  }

  /** The whole length: of a growing film, what is expected. */
  get length() {
    const known = Number.isFinite(this.video.duration) ? this.video.duration : 0;
    return this.playback.isWhole ? known : Math.max(known, this.expected);
  }

  /** How far the film can be played by now. */
  get grown() {
    return Number.isFinite(this.video.duration) ? this.video.duration : 0;
  }

  listenToVideo() {
    const { video } = this;
    for (const event of ["timeupdate", "durationchange", "progress", "seeking", "seeked"]) video.addEventListener(event, () => this.showTime());
    for (const event of ["play", "pause", "ended"]) video.addEventListener(event, () => this.showPlay());
    video.addEventListener("durationchange", () => this.showChapters());
    for (const event of ["waiting", "seeking", "stalled"]) video.addEventListener(event, () => this.showSpinner());
    for (const event of ["playing", "seeked", "canplay", "pause"]) video.addEventListener(event, () => (at("spinner").hidden = true));
    video.addEventListener("volumechange", () => this.showVolume());
    video.addEventListener("ratechange", () => showMenus(at("menus"), this.playback));
    video.addEventListener("click", () => (menuIsOpen() ? closeMenus() : this.toggle()));
    video.addEventListener("dblclick", () => this.fullScreen());
  }

  listenToButtons() {
    at("play").addEventListener("click", () => this.toggle());
    at("back").addEventListener("click", () => this.skip(-10));
    at("forward").addEventListener("click", () => this.skip(10));
    at("mute").addEventListener("click", () => this.mute());
    at("volume").addEventListener("input", (event) => this.setVolume(Number(event.target.value)));
    at("full").addEventListener("click", () => this.fullScreen());
    at("pip").hidden = !document.pictureInPictureEnabled;
    at("pip").addEventListener("click", () => this.pictureInPicture());
    for (const event of ["pointermove", "pointerdown", "focusin"]) this.stage.addEventListener(event, () => this.wake());
    document.addEventListener("pointerdown", (event) => event.target.closest(".menu") || closeMenus());
    document.addEventListener("fullscreenchange", () => relabel(at("full"), "full", document.fullscreenElement ? "Leave full screen" : "Full screen"));
  }

  listenToSeek() {
    const seek = at("seek");
    seek.addEventListener("input", () => {
      this.dragging = true;
      this.showTime(Number(seek.value));
      this.showTip(Number(seek.value));
    });
    seek.addEventListener("change", () => {
      this.dragging = false;
      at("tip").classList.remove("held");
      this.goTo(Number(seek.value));
    });
    seek.parentElement.addEventListener("pointermove", (event) => {
      const box = seek.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      if (!this.dragging) this.showTip(share * this.length);
    });
  }

  /** Above the bar: what the film shows then, its chapter, the time. */
  showTip(second) {
    const tip = at("tip");
    const picture = this.preview.picture(second);
    const frame = el("div", { class: "picture", hidden: !picture });
    if (picture) {
      frame.style.width = `${picture.width}px`;
      frame.style.height = `${picture.height}px`;
      frame.style.backgroundImage = `url("${picture.url}")`;
      frame.style.backgroundPosition = `-${picture.x}px -${picture.y}px`;
    }
    const chapter = this.preview.chapter(second);
    const time = second > this.grown + 1 ? `${clock(second)} · not yet encoded` : clock(second);
    tip.replaceChildren(frame, ...(chapter ? [el("strong", {}, chapter.text)] : []), el("span", {}, time));
    tip.classList.toggle("tall", Boolean(picture));
    tip.style.setProperty("--x", `${this.length > 0 ? Math.min(100, (second / this.length) * 100) : 0}%`);
    tip.style.setProperty("--half", `${(picture?.width ?? 0) / 2 + 10}px`);
    tip.classList.add("on");
    tip.classList.toggle("held", this.dragging);
  }

  /** Where chapters begin, as gaps in the bar. */
  showChapters() {
    const { length } = this;
    const marks = this.preview.chapters.filter((chapter) => chapter.start > 0 && chapter.start < length);
    at("marks").replaceChildren(...marks.map((chapter) => {
      const mark = el("i", {});
      mark.style.left = `${(chapter.start / length) * 100}%`;
      return mark;
    }));
  }

  toggle() {
    if (this.video.paused) this.video.play().catch(() => {});
    else this.video.pause();
  }

  /** To a second, or to the last one that is there. */
  goTo(second) {
    const last = this.playback.isWhole ? this.grown : this.grown - 4;
    this.video.currentTime = Math.max(0, Math.min(second, last));
  }

  skip(seconds) {
    this.goTo(this.video.currentTime + seconds);
    this.bump(`${seconds > 0 ? "+" : "−"}${Math.abs(seconds)} s`);
  }

  mute() {
    this.video.muted = !this.video.muted;
    remember("muted", this.video.muted);
  }

  setVolume(volume) {
    this.video.volume = Math.min(1, Math.max(0, volume));
    this.video.muted = false;
    remember("volume", this.video.volume);
    remember("muted", false);
  }

  setSpeed(step) {
    this.video.playbackRate = Math.min(2, Math.max(0.25, this.video.playbackRate + step));
    this.bump(`${this.video.playbackRate}×`);
  }

  captions() {
    const { hls } = this.playback;
    if (!hls?.subtitleTracks.length) return this.bump("No captions");
    hls.subtitleTrack = hls.subtitleTrack >= 0 ? -1 : 0;
    hls.subtitleDisplay = hls.subtitleTrack >= 0;
    return this.bump(hls.subtitleTrack >= 0 ? "Captions on" : "Captions off");
  }

  fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.stage.requestFullscreen) this.stage.requestFullscreen().catch(() => {});
    else this.video.webkitEnterFullscreen?.();
  }

  pictureInPicture() {
    if (document.pictureInPictureElement) document.exitPictureInPicture();
    else this.video.requestPictureInPicture().catch(() => {});
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || at("controls").hidden) return;
    if (menuIsOpen() && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      moveInMenu(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    const inButton = event.target.closest?.("button, a");
    if (inButton && [" ", "Enter"].includes(event.key)) return;
    const share = /^[0-9]$/.test(event.key) ? () => this.goTo((this.length * Number(event.key)) / 10) : null;
    const act = share ?? this.keys()[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    this.wake();
  }

  keys() {
    return {
      " ": () => this.toggle(),
      k: () => this.toggle(),
      ArrowLeft: () => this.skip(-5),
      ArrowRight: () => this.skip(5),
      j: () => this.skip(-10),
      l: () => this.skip(10),
      ArrowUp: () => this.setVolume(this.video.volume + 0.05),
      ArrowDown: () => this.setVolume(this.video.volume - 0.05),
      Home: () => this.goTo(0),
      End: () => this.goTo(this.length),
      m: () => this.mute(),
      f: () => this.fullScreen(),
      c: () => this.captions(),
      "<": () => this.setSpeed(-0.25),
      ">": () => this.setSpeed(0.25),
      Escape: () => closeMenus(),
    };
  }

  bump(words) {
    const bump = at("bump");
    bump.textContent = words;
    bump.classList.remove("shown");
    requestAnimationFrame(() => bump.classList.add("shown"));
  }

  showPlay() {
    const { paused, ended } = this.video;
    relabel(at("play"), paused || ended ? "play" : "pause", paused || ended ? "Play" : "Pause");
    this.wake();
  }

  showSpinner() {
    if (!this.video.paused || this.video.seeking) at("spinner").hidden = false;
  }

  showVolume() {
    const volume = this.video.muted ? 0 : this.video.volume;
    relabel(at("mute"), volume === 0 ? "silent" : "sound", volume === 0 ? "Sound on" : "Mute");
    at("volume").value = String(volume);
    at("volume").style.setProperty("--at", `${volume * 100}%`);
  }

  showTime(dragged) {
    if (this.dragging && typeof dragged !== "number") return;
    const now = typeof dragged === "number" ? dragged : this.video.currentTime;
    const { length } = this;
    const seek = at("seek");
    const share = (second) => `${length > 0 ? Math.min(100, (second / length) * 100) : 0}%`;
    seek.max = String(length || 1);
    seek.value = String(now);
    seek.setAttribute("aria-valuetext", `${clock(now)} of ${clock(length)}`);
    seek.style.setProperty("--at", share(now));
    seek.style.setProperty("--have", share(this.bufferedTo(now)));
    seek.style.setProperty("--grown", share(this.playback.isWhole ? length : this.grown));
    const whole = document.createElement("small");
    whole.textContent = ` / ${clock(length)}`;
    at("time").replaceChildren(clock(now), whole);
    at("growing").hidden = this.playback.isWhole;
  }

  bufferedTo(second) {
    const { buffered } = this.video;
    for (let range = 0; range < buffered.length; range++) {
      if (buffered.start(range) <= second + 0.1 && buffered.end(range) >= second) return buffered.end(range);
    }
    return second;
  }

  /** Shows the controls, and hides them again where nothing is done for a while. */
  wake() {
    this.stage.classList.remove("idle");
    clearTimeout(this.sleeping);
    this.sleeping = setTimeout(() => {
      const busy = this.video.paused || menuIsOpen() || this.dragging || this.stage.querySelector(".controls :focus-visible");
      if (!busy) this.stage.classList.add("idle");
    }, HIDE_AFTER);
  }
}
