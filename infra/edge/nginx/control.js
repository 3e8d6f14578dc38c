// Keeps what this edge knows up to date, and tells how old it is.
import state from './state.js';

const STALE_SECONDS = 60;
const NAME = /^[A-Za-z0-9._-]{1,128}$/;

function authorization() {
    return 'Bearer ' + process.env.EDGE_KEY;
}

// Asks serving once for keys and denials. `run` calls it every two seconds.
async function poll(r) {
    try {
        const keys = await ask(r, 'keys', '');
        takeKeys(keys);
        const denials = await ask(r, 'denials', report());
        takeDenials(denials);
        state.write('polled', String(Math.floor(Date.now() / 1000)));
        r.return(200, 'Serving told what is denied.\n');
    } catch (e) {
        r.return(503, e.message + '\n');
    }
}

// Which edge this is, and which keys it verifies with: a new key signs once every edge has it.
function report() {
    const ids = state.keys().map((key) => key.id);
    return 'edge=' + encodeURIComponent(process.env.EDGE_NAME) + '&keys=' + ids.join(',');
}

async function ask(r, what, args) {
    const answer = await r.subrequest('/serving/' + what, {args: args});
    if (answer.status !== 200) {
        throw new Error('Serving answered ' + answer.status + ' to /api/edges/' + what);
    }
    return answer.responseText;
}

function takeKeys(text) {
    if (text === state.read('play-keys.json')) {
        return;
    }
    if (!JSON.parse(text).keys.every((key) => key.id && key.secret && key.state)) {
        throw new Error('Serving sent keys that are none'); // Not the text: it has secrets.
    }
    state.write('play-keys.json', text);
}

// Adds what is denied. An entry stays until its tokens have expired, whatever serving says later.
function takeDenials(text) {
    const now = Date.now() / 1000;
    state.forgetDenialsBefore(now);
    if (text === state.read('denials.json')) {
        return;
    }
    JSON.parse(text).denials.forEach((denial) => {
        if (!NAME.test(denial.value)) {
            throw new Error('Serving sent a denial of what cannot be a name');
        }
        // Up to the next second: this Date.parse knows no more than three decimals.
        const until = Date.parse(denial.expiresAt.replace(/\.\d+Z$/, 'Z')) / 1000 + 1;
        if (until > now) {
            state.write('denied/' + denial.kind + '.' + denial.value, String(until));
        }
    });
    state.write('denials.json', text);
}

function age() {
    const polled = state.read('polled');
    return polled === undefined ? Infinity : Math.max(0, Math.floor(Date.now() / 1000) - Number(polled));
}

// 503 while this edge has no keys, or does not know what was denied during the last minute.
function health(r) {
    const keys = state.keys();
    const old = age();
    const up = keys !== undefined && old <= STALE_SECONDS;
    r.headersOut['Content-Type'] = 'application/json';
    r.headersOut['Cache-Control'] = 'no-store';
    r.return(up ? 200 : 503, JSON.stringify({
        status: up ? 'UP' : 'DOWN',
        keys: keys === undefined ? [] : keys.map((key) => key.id),
        denialsAgeSeconds: old === Infinity ? null : old
    }) + '\n');
}

async function metrics(r) {
    const old = age();
    const stub = await r.subrequest('/connections');
    const active = /Active connections: (\d+)/.exec(stub.responseText);
    const requests = /^ (\d+) (\d+) (\d+)/m.exec(stub.responseText);
    r.headersOut['Content-Type'] = 'text/plain; version=0.0.4';
    r.return(200, gauge('reelmill_edge_denials_age_seconds', 'Since serving last told what is denied',
            old === Infinity ? '+Inf' : old)
        + gauge('reelmill_edge_denials_stale', '1 when that is longer ago than a minute', old > STALE_SECONDS ? 1 : 0)
        + gauge('reelmill_edge_connections', 'Open connections', active ? active[1] : 0)
        + '# TYPE reelmill_edge_requests_total counter\nreelmill_edge_requests_total '
        + (requests ? requests[3] : 0) + '\n');
}

function gauge(name, help, value) {
    return '# HELP ' + name + ' ' + help + '\n# TYPE ' + name + ' gauge\n' + name + ' ' + value + '\n';
}

export default {authorization, poll, health, metrics};
