// The page: sends the requests for each owner of CORS, keeps what this browser saw, and shows the chosen one.
import { ask, byId, el } from './dom.js';
import * as grid from './grid.js';
import * as setup from './setup.js';
import { drawWay } from './way.js';
import { copy, curl } from './copy.js';

const owners = { CorsKit: 'CorsKit', UseCors: 'UseCors', Nobody: 'Nobody' };
const about = { CorsKit: 'UseGatewayCors()', UseCors: 'Microsoft’s, first in the pipeline', Nobody: 'no middleware' };
const engine = navigator.userAgent.includes('Firefox/') ? 'Firefox' : navigator.userAgent.includes('Chrome/') ? 'Chromium' : 'WebKit';
const own = { id: 'own', note: 'your own request, below', method: 'PATCH', path: '/orders/1', headers: { 'content-type': 'application/json' }, body: '{"quantity":9}', credentials: true };
const results = new Map();
let playground, doors, requests, round = 0;
const place = { setup: 0, owner: 'CorsKit', door: 'REST API', request: 'change', ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))) };

const key = (owner, door, id) => `${owner} ${door} ${id}`;
const resultOf = (door, id) => results.get(key(place.owner, door, id));
const requestOf = id => requests.find(request => request.id === id);
const remember = () => history.replaceState(null, '', `#${new URLSearchParams(place)}`);
const urlOf = (door, { path }, run) => `${playground.addresses[door].replace(/\/$/, '')}${path}${path.includes('?') ? '&' : '?'}run=${run}`;
const cells = () => requests.flatMap(request => doors.filter(door => !request.notBehind?.includes(door)).map(door => ({ door, request })));

async function send(owner, door, request) {
  // Unlike any other, so that neither a cached preflight nor a cached response answers.
  const run = `${place.setup}.${owner}.${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const mine = round;
  let seen;
  try {
    const response = await fetch(urlOf(door, request, run), {
      method: request.method, headers: request.headers, body: request.body ?? undefined, credentials: request.credentials ? 'include' : 'same-origin' });
    const body = await response.text();
    seen = { readable: true, status: response.status, headers: [...response.headers], body: body.length > 400 ? `${body.slice(0, 400)}… (${body.length} characters)` : body };
  } catch (error) {
    seen = { readable: false, error: `${error}` };
  }

  if (mine === round) results.set(key(owner, door, request.id), { seen, run });
}

function score() {
  for (const owner of Object.keys(owners)) {
    const all = cells().filter(({ request }) => request !== own).map(({ door, request }) => results.get(key(owner, door, request.id)));
    const readable = all.filter(result => result?.seen.readable).length;
    const isDone = all.every(result => result);
    byId(`score-${owner}`).textContent = isDone ? readable : '…';
    byId(`bar-${owner}`).style.inlineSize = `${isDone ? 100 * readable / all.length : 0}%`;
    byId(`of-${owner}`).textContent = ` of ${all.length} readable`;
  }
}

// All owners at once, since each waits for the slow function; the chosen one first, since its cells are looked at.
async function sendAll(which = cells()) {
  round++;
  const mine = round;
  document.body.dataset.done = '';
  for (const { door, request } of which) for (const owner of Object.keys(owners)) results.delete(key(owner, door, request.id));
  show();
  await Promise.all([place.owner, ...Object.keys(owners).filter(owner => owner !== place.owner)].map(async owner => {
    await Promise.all(which.map(async ({ door, request }) => { await send(owner, door, request); if (mine === round) grid.fill(resultOf); }));
    if (mine !== round) return;
    score();
    if (owner === place.owner) await detail();
  }));

  if (mine === round) document.body.dataset.done = 'true';
}

function show() {
  grid.fill(resultOf);
  grid.mark(place.door, place.request);
  score();
  remember();
  byId('caption').textContent = `What this page saw with ${place.owner === 'Nobody' ? 'nobody' : place.owner} writing the headers in the app`;
}

async function detail() {
  const { door, owner } = place;
  const request = requestOf(place.request);
  const result = resultOf(door, request.id);
  if (!result) return;
  const { seen, run } = result;
  const { headers, body = null, credentials = false, method, path } = request;
  const [{ value: trip }, { value: told }] = await Promise.all([
    ask(`/trips/${run}`),
    ask('/readings', { door, origin: location.origin, engine, run, fetch: { method, path, credentials, headers, body } }),
  ]);
  if (result !== resultOf(place.door, place.request)) return;
  const lines = heads => heads.map(([name, value]) => `  ${name}: ${value}`).join('\n');
  const title = text => el('h3', { textContent: text });
  const fold = (text, content) => el('details', {}, el('summary', { textContent: text }), el('pre', { textContent: content, tabIndex: 0 }));
  const copied = el('pre', { className: 'copied', id: 'copied', hidden: true, tabIndex: 0 });
  const button = (id, text, write) => {
    const made = el('button', { type: 'button', id, textContent: text });
    made.addEventListener('click', () => copy(write(), made, copied));
    return made;
  };
  const again = el('button', { type: 'button', id: 'again', textContent: 'Send again' });
  again.addEventListener('click', async () => { await send(owner, door, request); show(); await detail(); });
  const preflight = trip.hops.find(hop => hop.method === 'OPTIONS' && hop.place === door)?.request
    .filter(([name]) => /^(origin|access-control-request-.*)$/i.test(name));
  byId('detail').replaceChildren(...[
    el('p', { className: 'soft', textContent: `${grid.nameOf(door)} · ${owners[owner]}` }),
    el('h2', {}, el('code', { textContent: `${method} ${path.split('?')[0]}` }), ` ${request.note}`),
    el('p', {}, el('span', { className: `verdict ${seen.readable ? 'readable' : 'blocked'}`, textContent: seen.readable ? `readable, status ${seen.status}` : 'blocked by the browser' }),
      request.answers?.[door] && !seen.readable && el('span', { className: 'soft', textContent: ` The ${door === 'CloudFront' ? 'REST API behind CloudFront' : door} answered ${request.answers[door]} itself.` })),
    el('div', { className: 'buttons' },
      again,
      button('copy-curl', 'Copy as curl', () => curl(urlOf(door, request, run), request, location.origin, preflight)),
      button('copy-test', 'Copy as a CorsKit.Testing test', () => told.test)),
    copied,
    !seen.readable && [
      title('What the browser says'),
      el('p', { className: 'soft', textContent: 'To the page, this browser gives no reason:' }),
      el('pre', { className: 'console', textContent: seen.error }),
      told.consoleMessage && [
        el('p', { className: 'soft', textContent: 'A page cannot read the console. This is CorsKit.Testing’s reading of the same request, in Chromium’s words; compare it with this browser’s console (F12).' }),
        el('pre', { className: 'console', id: 'console', textContent: told.consoleMessage }),
      ],
      told.diagnosis && [title('Why'), el('p', { textContent: told.diagnosis })],
      told.fix && [title('Fix'), el('p', { textContent: told.fix })],
    ],
    drawWay(trip.hops, { door, owner, origin: location.origin, seen, request }),
    seen.readable && fold('What the page saw', `${lines(seen.headers)}\n\n${seen.body || '(empty body)'}`),
    fold('Every header at every hop', trip.hops.filter(hop => hop.status != null).reverse().map(hop =>
      `${hop.method} at ${hop.place}\n${lines(hop.request)}\n\n  ${hop.status}\n${lines(hop.response)}`).join('\n\n')),
    trip.invocations.length > 0 && fold('Lambda’s events and responses', trip.invocations.map(({ event, response }) => `${event}\n\n${response ?? 'No response.'}`).join('\n\n')),
  ].flat(3).filter(part => part));
  Object.assign(byId('detail').dataset, { run, cell: key(owner, door, request.id) });
}

async function choose(door, id) {
  Object.assign(place, { door, request: id });
  show();
  await detail();
}

function fillOwners() {
  for (const owner of playground.owners) {
    const radio = el('input', { type: 'radio', name: 'owner', value: owner, checked: owner === place.owner });
    radio.addEventListener('change', async () => { place.owner = owner; show(); await detail(); });
    byId('owners').append(el('label', { className: 'owner' }, radio,
      el('span', { className: 'name', textContent: owners[owner] }), el('small', { textContent: about[owner] }),
      el('span', { className: 'score' }, el('b', { id: `score-${owner}`, textContent: '…' }), el('span', { id: `of-${owner}` })),
      el('span', { className: 'meter' }, el('span', { id: `bar-${owner}` }))));
  }
}

function fillOwn() {
  const write = () => {
    byId('method').value = own.method;
    byId('path').value = own.path;
    byId('headers').value = Object.entries(own.headers).map(([name, value]) => `${name}: ${value}`).join('\n');
    byId('body').value = own.body ?? '';
    byId('credentials').checked = own.credentials;
  };
  write();
  byId('send').addEventListener('click', async () => {
    const path = byId('path').value.trim();
    const lines = byId('headers').value.split('\n').map(line => line.trim()).filter(line => line);
    const wrong = !path.startsWith('/') ? 'The path begins with a slash.' : lines.find(line => line.indexOf(':') < 1) && 'A header is a name, a colon and a value.';
    byId('request-problem').textContent = wrong ?? '';
    if (wrong) return;
    Object.assign(own, {
      method: byId('method').value.trim() || 'GET', path, body: byId('body').value || null, credentials: byId('credentials').checked,
      headers: Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()])),
    });
    grid.head(own);
    place.request = own.id;
    // What another round has not answered yet is asked for again.
    await sendAll(cells().filter(({ door, request }) => request === own || Object.keys(owners).some(owner => !results.has(key(owner, door, request.id)))));
    byId('detail').focus();
  });
}

async function start() {
  playground = (await ask('/playground.json')).value;
  doors = Object.keys(playground.addresses);
  requests = [...playground.requests, own];
  if (!doors.includes(place.door) || !requestOf(place.request) || !playground.owners.includes(place.owner)) Object.assign(place, { door: 'REST API', request: 'change', owner: 'CorsKit' });
  byId('origin').append(...playground.origins.map(origin => el('option', { value: origin, textContent: origin, selected: origin === location.origin })));
  byId('origin').addEventListener('change', ({ target }) => { location.href = `${target.value}/${location.hash}`; });
  fillOwners();
  fillOwn();
  grid.draw(doors, requests, choose);
  place.setup = await setup.start(place.setup, async number => { place.setup = number; await sendAll(); });
  await sendAll();
}

start();
