// Parses every playlist in a folder with other people's parsers and prints what they object to, a line each.
// Usage: node validate-playlists.cjs FOLDER MODULES
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const [folder, modules] = process.argv.slice(2);
const load = createRequire(path.resolve(modules) + '/');
const HLS = load('hls-parser');
const { Parser } = load('m3u8-parser');

HLS.setOptions({ strictMode: true });
let parsed = 0;
for (const name of fs.readdirSync(folder).sort()) {
  const text = fs.readFileSync(path.join(folder, name), 'utf8');
  try {
    const playlist = HLS.parse(text);
    const parts = playlist.isMasterPlaylist ? playlist.variants : playlist.segments;
    if (parts.length === 0) console.log(`${name}: hls-parser: nothing in it`);
  } catch (error) {
    console.log(`${name}: hls-parser: ${error.message}`);
  }
  const parser = new Parser();
  for (const event of ['warn', 'error']) {
    parser.on(event, (problem) => console.log(`${name}: m3u8-parser: ${problem.message}`));
  }
  parser.push(text);
  parser.end();
  const { segments, playlists } = parser.manifest;
  if (segments.length === 0 && !(playlists && playlists.length)) console.log(`${name}: m3u8-parser: nothing in it`);
  parsed++;
}
console.log(`parsed ${parsed}`);
