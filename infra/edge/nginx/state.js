// What this edge knows from serving, in files: each request has a fresh JavaScript machine, and Debian's njs
// has no shared dictionaries. control.js writes them.
import fs from 'fs';

const DIRECTORY = process.env.EDGE_STATE + '/';

// The keys, or undefined if this edge never got any.
function keys() {
    const text = read('play-keys.json');
    return text === undefined ? undefined : JSON.parse(text).keys;
}

// One file for each denial, so that asking costs the same however many there are.
function denies(token, now) {
    return holds('SESSION.' + token.session, now) || holds('PUBLICATION.' + token.publication, now);
}

function holds(name, now) {
    const until = read('denied/' + name);
    return until !== undefined && now < Number(until);
}

function read(name) {
    try {
        return fs.readFileSync(DIRECTORY + name, 'utf8');
    } catch (absent) {
        return undefined;
    }
}

// Whole or not at all.
function write(name, text) {
    const aside = DIRECTORY + 'aside/' + name.replace('/', '.');
    fs.writeFileSync(aside, text, {mode: 0o600});
    fs.renameSync(aside, DIRECTORY + name);
}

function forgetDenialsBefore(now) {
    fs.readdirSync(DIRECTORY + 'denied').forEach((name) => {
        if (!holds(name, now)) {
            fs.unlinkSync(DIRECTORY + 'denied/' + name);
        }
    });
}

export default {keys, denies, read, write, forgetDenialsBefore};
