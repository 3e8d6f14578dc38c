// What the film shows and is called at a second: the storyboard's pictures and the chapters, for the seek bar.

const TIMES = /^(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) +--> +(?:(\d+):)?(\d\d):(\d\d)\.(\d{3})/;

const seconds = (h, m, s, ms) => Number(h ?? 0) * 3600 + Number(m) * 60 + Number(s) + Number(ms) / 1000;

/** Cue text as text: the three characters that are written as references. */
const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** The cues of a WebVTT document, in order: { start, end, text }. */
export function cues(document) {
  return document
    .replaceAll("\r\n", "\n")
    .split(/\n\n+/)
    .flatMap((block) => {
      const lines = block.split("\n");
      const at = lines.findIndex((line) => TIMES.test(line));
      if (at < 0) return [];
      const [, ...times] = TIMES.exec(lines[at]);
      return [{ start: seconds(...times.slice(0, 4)), end: seconds(...times.slice(4)), text: plain(lines.slice(at + 1).join(" ").trim()) }];
    });
}

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return cues(await answer.text());
}

const during = (list, second) => list.find((cue) => second >= cue.start && second < cue.end);

/** Part of a sheet: `sheet-000.jpg#xywh=240,0,240,136`. */
function part(url, text) {
  const [sheet, fragment] = text.split("#xywh=");
  const [x, y, width, height] = (fragment ?? "").split(",").map(Number);
  return [x, y, width, height].every(Number.isFinite) ? { url: new URL(sheet, url).href, x, y, width, height } : null;
}

/** Empty until a grant names what there is; a film without either stays so. */
export class Preview extends EventTarget {
  constructor() {
    super();
    this.pictures = [];
    this.chapters = [];
  }

  /** Reads anew under a new grant, whose token is in the addresses of the pictures. Tells "chapters". */
  async use({ storyboardUrl, chaptersUrl }) {
    const [pictures, chapters] = await Promise.all(
      [storyboardUrl, chaptersUrl].map((url) => (url ? read(url).catch(() => []) : [])),
    );
    this.pictures = pictures.map((cue) => ({ ...cue, part: part(storyboardUrl, cue.text) })).filter((cue) => cue.part);
    this.chapters = chapters;
    this.dispatchEvent(new Event("chapters"));
  }

  picture(second) {
    return during(this.pictures, second)?.part ?? null;
  }

  chapter(second) {
    return during(this.chapters, second) ?? null;
  }
}
