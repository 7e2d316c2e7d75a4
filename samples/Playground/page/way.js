// The way of the chosen request, drawn: page, (preflight), front doors, function, app, and back, with what each did to the CORS headers.
import { el } from './dom.js';

const title = name => name.replace(/(^|-)\w/g, start => start.toUpperCase());
const isCors = name => name.startsWith('access-control-') || name === 'vary';
const matters = name => name.startsWith('access-control-request-') || ['origin', 'authorization', 'cookie', 'content-type'].includes(name);

// Several lines of a name count as one: https://fetch.spec.whatwg.org/#concept-header-list-get
const combine = lines => {
  const all = new Map();
  for (const [name, value] of lines) all.set(name.toLowerCase(), [...(all.get(name.toLowerCase()) ?? []), value]);
  return new Map([...all].map(([name, values]) => [name, values.join(', ')]));
};

const about = { Function: 'what Lambda hands back', OrdersApi: 'the endpoint, before CORS headers' };
const words = { added: 'added here', changed: 'changed here', lost: 'lost here', kept: 'passed on' };

// What a stop did to the headers that came to it.
function compare(before, after, counts) {
  const names = [...new Set([...after.keys(), ...before.keys()])].filter(counts);
  return names.map(name => ({
    name,
    value: after.get(name) ?? before.get(name),
    mark: !after.has(name) ? 'lost' : !before.has(name) ? 'added' : before.get(name) === after.get(name) ? 'kept' : 'changed',
  }));
}

// What is passed on as it came is named in one line; what a stop did is shown in full.
function drawBack(lines) {
  const kept = lines.filter(({ mark }) => mark === 'kept').map(({ name }) => title(name).replace('Access-Control-', '…-'));
  const done = lines.filter(({ mark }) => mark !== 'kept');
  return [
    done.length > 0 && list(done),
    kept.length > 0 && el('p', { className: 'kept' }, 'passed on: ', el('span', { textContent: kept.join(', ') })),
  ];
}

const list = lines => el('ul', { className: 'lines' }, lines.map(({ name, value, mark }) => el('li', { className: mark ?? '' },
  el('span', { className: 'header' }, el('b', { textContent: `${title(name)}: ` }), value),
  mark && el('span', { className: 'mark', textContent: words[mark] }))));

// From the page inwards. A stop that was not reached has no hop.
function stopsOf(hops, door) {
  const places = door === 'CloudFront' ? ['CloudFront', 'REST API', 'Function', 'OrdersApi'] : [door, 'Function', 'OrdersApi'];
  return places.map(place => ({ place, hop: hops.findLast(hop => hop.place === place) }));
}

function drawTrip(hops, { door, origin, verdict, isPreflight, heading }) {
  const stops = stopsOf(hops, door);
  const outermost = stops[0].hop;
  const sent = outermost ? combine(outermost.request) : new Map();
  const items = [el('li', { className: 'stop' },
    el('h4', {}, isPreflight ? 'Browser' : 'Page', el('small', { textContent: ` ${origin}` })),
    el('div', { className: 'both' },
      el('div', {}, el('p', { className: 'way', textContent: '→ asks' }), list([...sent].filter(([name]) => matters(name)).map(([name, value]) => ({ name, value })))),
      el('div', {}, el('p', { className: 'way', textContent: '← decides' }), el('p', { className: `verdict ${verdict.good ? 'readable' : 'blocked'}`, textContent: verdict.text }))))];
  stops.forEach(({ place, hop }, index) => {
    const inner = stops.slice(index + 1).map(stop => stop.hop).find(next => next?.status != null);
    const reached = hop && (hop.status != null || hop.note);
    const outside = stops[index - 1]?.hop;
    const came = outside && hop ? compare(combine(outside.request), combine(hop.request), matters).filter(({ mark }) => mark !== 'kept') : [];
    const back = hop?.status == null ? [] : compare(inner ? combine(inner.response) : new Map(), combine(hop.response), isCors);
    items.push(el('li', { className: `stop${reached ? '' : ' missed'}` },
      el('h4', {}, place, about[place] && el('small', { textContent: ` ${about[place]}` })),
      !reached ? el('p', { className: 'way', textContent: outermost ? 'not reached' : 'no answer' }) : el('div', { className: 'both' },
        el('div', {}, el('p', { className: 'way', textContent: `→ receives${came.length ? '' : index ? ' the same' : isPreflight ? ' the preflight' : ' the request'}` }), came.length > 0 && list(came)),
        el('div', {},
          hop.status != null && el('p', { className: 'way', textContent: `← answers ${hop.status}${back.length ? '' : ', without CORS headers'}` }),
          back.length > 0 && drawBack(back),
          hop.note && el('p', { className: 'way', textContent: hop.note })))));
  });
  return el('section', { className: 'trip' }, el('h3', {}, heading), el('ol', { className: 'stops' }, items));
}

// The same in words: where each header appears, changes, is lost.
function tell(hops, door, owner) {
  const stops = stopsOf(hops, door).filter(({ hop }) => hop?.status != null).reverse();
  const who = place => place !== 'Function' ? (place === 'OrdersApi' ? 'the endpoint itself' : `the ${place}`.replace('the CloudFront', 'CloudFront'))
    : owner === 'Nobody' ? 'the app' : `${owner} in the app`;
  const names = [...new Set(stops.flatMap(({ hop }) => [...combine(hop.response).keys()].filter(isCors)))].sort();
  const sentences = new Map();
  for (const name of names) {
    let value;
    const steps = [];
    for (const { place, hop } of stops) {
      const now = combine(hop.response).get(name);
      if (now === value) continue;
      steps.push(value === undefined ? `added by ${who(place)}` : now === undefined ? `lost at ${who(place)}` : `changed by ${who(place)} to “${now}”`);
      value = now;
    }

    const sentence = `${steps.join(', then ')}${value === undefined ? '; the browser does not get it' : '; the browser gets it'}.`;
    sentences.set(sentence, [...(sentences.get(sentence) ?? []), title(name)]);
  }

  if (!names.includes('access-control-allow-origin')) sentences.set('nobody on the way adds it.', ['Access-Control-Allow-Origin']);
  return el('ul', { className: 'told' }, [...sentences].map(([sentence, those]) => el('li', {}, el('code', { textContent: those.join(', ') }), `: ${those.length > 1 ? sentence.replace('gets it', 'gets them').replace('not get it', 'not get them') : sentence}`)));
}

export function drawWay(hops, { door, owner, origin, seen, request }) {
  const isPreflight = hop => hop.method === 'OPTIONS' && hop.request.some(([name]) => name.toLowerCase() === 'access-control-request-method');
  const preflight = hops.filter(isPreflight);
  const actual = hops.filter(hop => !isPreflight(hop));
  const path = request.path.split('?')[0];
  const parts = [];
  if (preflight.length) {
    const good = actual.length > 0;
    parts.push(drawTrip(preflight, {
      door, origin, isPreflight: true, heading: ['Preflight ', el('code', { textContent: `OPTIONS ${path}` })],
      verdict: { good, text: good ? 'allowed: the request is sent' : 'refused: the request is never sent' },
    }), tell(preflight, door, owner));
  }

  if (actual.length) {
    parts.push(drawTrip(actual, {
      door, origin, isPreflight: false, heading: ['Request ', el('code', { textContent: `${request.method} ${path}` })],
      verdict: { good: seen.readable, text: seen.readable ? `readable, status ${seen.status}` : 'blocked by the browser' },
    }), tell(actual, door, owner));
  }

  if (!hops.length) parts.push(el('p', { className: 'soft', textContent: 'Nothing was sent: the browser refused the request itself, or the front door cannot be reached.' }));
  return parts;
}
