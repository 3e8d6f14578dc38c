// Verifies play tokens and strips them, as org.reelmill.signing.PlayTokenVerifier does: the same questions in
// the same order. ../vectors/play-tokens.json holds both to the same answers.
import crypto from 'crypto';
import state from './state.js';

const LONGEST = 1024;
const PATH = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;
const DOTS = /(^|\/)\.\.?(\/|$)/;
const SESSION = /^[A-Za-z0-9_-]{1,64}$/;
const PREFIX = /^titles\/[A-Za-z0-9._-]{1,128}\/[A-Za-z0-9._-]{1,128}\/$/;
const SECONDS = /^(0|[1-9][0-9]{0,10})$/;
const GROWING = /^titles\/[^\/]+\/[^\/]+\/now\//;

const FORBIDDEN = {status: 403, text: 'This address does not permit to watch.'};
const EXPIRED = {status: 410, text: 'The permission to watch has expired. Ask for a new one.'};
const NO_KEYS = {status: 503, text: 'This edge has not got its keys yet.'};

function verify(r) {
    switch (r.method) {
    case 'GET':
    case 'HEAD':
        break;
    case 'OPTIONS':
        preflight(r);
        return;
    default:
        r.headersOut['Allow'] = 'GET, HEAD, OPTIONS';
        refuse(r, {status: 405, text: 'Only GET and HEAD are answered here.'});
        return;
    }
    // The address as it was sent: nginx decodes, merges and resolves what it calls $uri.
    const target = /^\/([^\/?]*)\/([^?]*)/.exec(r.variables.request_uri);
    const now = r.variables.edge_now ? Number(r.variables.edge_now) : Date.now() / 1000;
    const refusal = target ? judge(target[1], target[2], now, r) : FORBIDDEN;
    if (refusal) {
        refuse(r, refusal);
        return;
    }
    r.variables.edge_key = target[2];
    if (GROWING.test(target[2])) {
        r.variables.edge_copy = target[2] + '@' + Math.floor(Date.now() / 1000);
        r.internalRedirect('@growing');
    } else {
        r.variables.edge_copy = target[2];
        r.internalRedirect('@films');
    }
}

// What to answer instead of the object; undefined if the token permits it.
function judge(segment, path, now, r) {
    if (path.length > LONGEST || !PATH.test(path) || DOTS.test(path) || segment.length > LONGEST) {
        return FORBIDDEN;
    }
    const parts = segment.split('.');
    if (parts.length !== 4 || parts[0] !== '1') {
        return FORBIDDEN;
    }
    const keys = state.keys();
    if (!keys) {
        return NO_KEYS;
    }
    const key = keys.find((one) => one.id === parts[1]);
    if (!key || key.state === 'RETIRED') {
        return FORBIDDEN;
    }
    const mac = crypto.createHmac('sha256', Buffer.from(key.secret, 'base64url'))
        .update(segment.substring(0, segment.lastIndexOf('.')))
        .digest('base64url');
    // The text is compared, not the bytes: base64url has second spellings that a decoder would take.
    if (!equalInConstantTime(mac, parts[3])) {
        return FORBIDDEN;
    }
    const token = read(parts[2]);
    if (!token || path.length <= token.prefix.length || !path.startsWith(token.prefix)) {
        return FORBIDDEN;
    }
    r.variables.edge_session = token.session;
    if (state.denies(token, now) || now < token.notBefore) {
        return FORBIDDEN;
    }
    return now < token.expiry ? undefined : EXPIRED;
}

function read(payload) {
    const bytes = Buffer.from(payload, 'base64url');
    const fields = bytes.toString().split('~');
    // Lenient decoders take a second spelling of the same bytes (unused low bits, padding).
    if (bytes.toString('base64url') !== payload || fields.length !== 4) {
        return undefined;
    }
    if (!SESSION.test(fields[0]) || !SECONDS.test(fields[1]) || !SECONDS.test(fields[2])) {
        return undefined;
    }
    const prefix = fields[3];
    const notBefore = Number(fields[1]);
    const expiry = Number(fields[2]);
    if (!PREFIX.test(prefix) || DOTS.test(prefix) || notBefore >= expiry) {
        return undefined;
    }
    return {
        session: fields[0],
        publication: prefix.split('/')[2],
        prefix: prefix,
        notBefore: notBefore,
        expiry: expiry
    };
}

function equalInConstantTime(one, other) {
    if (one.length !== other.length) {
        return false;
    }
    let difference = 0;
    for (let i = 0; i < one.length; i++) {
        difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
    }
    return difference === 0;
}

function preflight(r) {
    allowAnyOrigin(r);
    r.headersOut['Access-Control-Allow-Methods'] = 'GET, HEAD, OPTIONS';
    r.headersOut['Access-Control-Allow-Headers'] = 'Range, If-Range, If-None-Match, If-Modified-Since';
    r.headersOut['Access-Control-Max-Age'] = '86400';
    r.return(204);
}

function refuse(r, refusal) {
    r.headersOut['Content-Type'] = 'text/plain; charset=utf-8';
    allowAnyOrigin(r);
    r.headersOut['Cache-Control'] = 'no-store';
    r.return(refusal.status, refusal.text + '\n');
}

function missing(r) {
    refuse(r, {status: 404, text: 'There is no such object.'});
}

function unreachable(r) {
    refuse(r, {status: 502, text: 'The film\'s store cannot be reached at the moment.'});
}

// The filter for what comes from the cache; runs again where a range makes a 416 of it.
function headers(r) {
    allowAnyOrigin(r);
    r.headersOut['Accept-Ranges'] = 'bytes';
    if (r.status >= 400) {
        r.headersOut['Cache-Control'] = 'no-store';
    }
}

// Any origin may embed a player: the token is the permission. Errors carry this too, or a player could not
// tell expired from broken.
function allowAnyOrigin(r) {
    r.headersOut['Access-Control-Allow-Origin'] = '*';
    r.headersOut['Access-Control-Expose-Headers'] = 'Accept-Ranges, Content-Length, Content-Range, ETag';
    r.headersOut['Cross-Origin-Resource-Policy'] = 'cross-origin';
    r.headersOut['X-Content-Type-Options'] = 'nosniff';
    r.headersOut['Referrer-Policy'] = 'no-referrer';
}

export default {verify, missing, unreachable, headers};
