// The menus of the player: captions, audio, quality, speed. Each shows what there is now.

import { clock, el, icon, languageName } from "./dom.js";
import { remember } from "./memory.js";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

const nameOf = (track) => track.name || languageName(track.lang) || "Track";

function captions(playback) {
  const { hls } = playback;
  const choose = (index) => {
    hls.subtitleTrack = index;
    hls.subtitleDisplay = index >= 0;
    remember("captions", index >= 0 ? hls.subtitleTracks[index].lang : "");
  };
  return [
    { words: "Off", chosen: hls.subtitleTrack < 0, choose: () => choose(-1) },
    ...hls.subtitleTracks.map((track, index) => ({ words: nameOf(track), chosen: hls.subtitleTrack === index, choose: () => choose(index) })),
  ];
}

function audio(playback) {
  const { hls } = playback;
  return hls.audioTracks.map((track, index) => ({
    words: nameOf(track),
    note: Number(track.channels) > 2 ? "5.1" : "",
    chosen: hls.audioTrack === index,
    choose: () => {
      hls.audioTrack = index;
      remember("audio", track.lang);
    },
  }));
}

function quality(playback) {
  const { hls } = playback;
  const showing = hls.levels[hls.currentLevel];
  const automatic = hls.autoLevelEnabled;
  const levels = hls.levels.map((level, index) => ({ level, index })).sort((one, other) => other.level.height - one.level.height || other.level.bitrate - one.level.bitrate);
  return [
    { words: "Auto", note: automatic && showing ? `${showing.height}p` : "", chosen: automatic, choose: () => (hls.nextLevel = -1) },
    ...levels.map(({ level, index }) => ({
      words: `${level.height}p`,
      note: `${(level.bitrate / 1e6).toFixed(1)} Mbit/s`,
      chosen: !automatic && (hls.loadLevel === index || hls.nextLevel === index),
      choose: () => (hls.nextLevel = index),
    })),
  ];
}

function speed({ video }) {
  return SPEEDS.map((rate) => ({ words: rate === 1 ? "Normal" : `${rate}×`, chosen: video.playbackRate === rate, choose: () => (video.playbackRate = rate) }));
}

/** Where the film's chapters begin. */
function chapters({ preview, video }) {
  const now = preview.chapter(video.currentTime);
  return preview.chapters.map((chapter) => ({
    words: chapter.text,
    note: clock(chapter.start),
    chosen: chapter === now,
    choose: () => (video.currentTime = chapter.start),
  }));
}

const MENUS = [
  { name: "chapters", title: "Chapters", choices: chapters, there: ({ preview }) => preview?.chapters.length > 1, note: () => "" },
  { name: "captions", title: "Captions", choices: captions, there: ({ hls }) => hls?.subtitleTracks.length > 0, note: ({ hls }) => (hls.subtitleTrack >= 0 ? "on" : "") },
  { name: "audio", title: "Audio", choices: audio, there: ({ hls }) => hls?.audioTracks.length > 1, note: () => "" },
  { name: "speed", title: "Speed", choices: speed, there: () => true, note: ({ video }) => (video.playbackRate === 1 ? "" : `${video.playbackRate}×`) },
  {
    name: "quality", title: "Quality", choices: quality, there: ({ hls }) => hls?.levels.length > 0,
    note: ({ hls }) => ((hls.levels[hls.currentLevel]?.height ?? 0) >= 720 ? "HD" : ""),
  },
];

let open = null;

/** Whether a menu is open, so that the controls stay. */
export const menuIsOpen = () => open !== null;

export function closeMenus() {
  open?.sheet.remove();
  open?.button.setAttribute("aria-expanded", "false");
  open = null;
}

/** Shows the buttons of those menus that have something to choose. */
export function showMenus(place, playback) {
  const wanted = MENUS.filter((menu) => menu.there(playback));
  const names = wanted.map((menu) => menu.name).join();
  if (place.dataset.names !== names) {
    closeMenus();
    place.replaceChildren(...wanted.map((menu) => menuButton(menu, playback)));
    place.dataset.names = names;
  }
  for (const menu of wanted) {
    const note = place.querySelector(`[data-menu="${menu.name}"] .note`);
    note.textContent = menu.note(playback);
    note.hidden = !note.textContent;
  }
  if (open) fill(open, playback);
}

function menuButton(menu, playback) {
  const button = el("button", { class: "control", type: "button", title: menu.title, "aria-label": menu.title, "aria-haspopup": "menu", "aria-expanded": "false" }, icon(menu.name), el("span", { class: "note", hidden: true }));
  const holder = el("div", { class: "menu", "data-menu": menu.name }, button);
  button.addEventListener("click", () => {
    const wasOpen = open?.menu === menu;
    closeMenus();
    if (wasOpen) return;
    if (menu.name === "quality") playback.takeFinal();
    open = { menu, button, sheet: el("div", { class: "sheet", role: "menu", "aria-label": menu.title }) };
    fill(open, playback);
    holder.append(open.sheet);
    button.setAttribute("aria-expanded", "true");
    open.sheet.querySelector('[aria-checked="true"], .choice')?.focus({ preventScroll: true });
  });
  return holder;
}

function fill({ menu, button, sheet }, playback) {
  const focused = [...sheet.querySelectorAll(".choice")].indexOf(document.activeElement);
  const choices = menu.choices(playback).map((choice) =>
    el("button", {
      class: "choice", type: "button", role: "menuitemradio", "aria-checked": String(Boolean(choice.chosen)),
      on: {
        click: () => {
          choice.choose();
          closeMenus();
          button.focus({ preventScroll: true });
        },
      },
    }, icon("check"), choice.words, choice.note ? el("small", {}, choice.note) : null),
  );
  sheet.replaceChildren(el("h3", {}, menu.title), ...choices);
  if (focused >= 0) choices[focused]?.focus({ preventScroll: true });
}

/** Up and down in an open menu. */
export function moveInMenu(step) {
  const choices = [...(open?.sheet.querySelectorAll(".choice") ?? [])];
  const next = (choices.indexOf(document.activeElement) + step + choices.length) % choices.length;
  choices[next]?.focus();
}
