// The table of results: a row for each request, a column for each front door; arrow keys move between its cells.
import { el, byId } from './dom.js';

const short = { 'REST API': 'REST', 'HTTP API': 'HTTP', 'Function URL': 'URL', 'Load balancer': 'ALB', 'CloudFront': 'CF' };
const full = { 'CloudFront': 'CloudFront + REST API' };
const rows = [];

export const nameOf = door => full[door] ?? door;

const label = (door, request, seen) =>
  `${door}, ${request.method} ${request.path.split('?')[0]}: ${!seen ? 'sending' : seen.readable ? `readable, ${seen.status}` : 'blocked'}`;

// Where the front doors answer the same in different words, the row says which.
const answers = ({ answers }) => {
  const doors = Object.keys(answers ?? {}).filter(door => door !== 'CloudFront');
  return doors.length ? doors.map(door => `${short[door]}\u00a0${answers[door]}`).join(' · ') : null;
};

export function draw(doors, requests, choose) {
  for (const door of doors) {
    byId('doors').append(el('th', { scope: 'col', title: nameOf(door) },
      el('span', { className: 'long', textContent: door }), el('abbr', { className: 'short', textContent: short[door], title: door })));
  }

  for (const request of requests) {
    const heading = el('th', { scope: 'row' });
    const row = el('tr', { data: { request: request.id } }, heading);
    const buttons = doors.map(door => {
      if (request.notBehind?.includes(door)) {
        row.append(el('td', { className: 'soft', textContent: '–', title: 'This front door cannot be in that situation.' }));
        return null;
      }

      const button = el('button', { type: 'button', className: 'cell', tabIndex: -1, data: { door, request: request.id } });
      button.addEventListener('click', () => choose(door, request.id));
      button.addEventListener('keydown', move);
      row.append(el('td', {}, button));
      return button;
    });
    rows.push({ request, buttons, heading });
    head(request);
    byId('requests').append(row);
  }
}

// Again, when one's own request has been edited.
export function head(request) {
  const { heading } = rows.find(row => row.request === request);
  const more = answers(request);
  heading.replaceChildren(
    el('code', { textContent: `${request.method} ${request.path.split('?')[0]}` }),
    el('small', { textContent: request.note }), ...(more ? [el('small', { textContent: more })] : []));
}

export function fill(resultOf) {
  for (const { request, buttons } of rows) {
    for (const button of buttons.filter(button => button)) {
      const seen = resultOf(button.dataset.door, request.id)?.seen;
      const said = label(button.dataset.door, request, seen);
      if (button.ariaLabel === said) continue;
      button.className = `cell ${!seen ? 'sending' : seen.readable ? 'readable' : 'blocked'}`;
      button.textContent = !seen ? '·' : seen.readable ? seen.status : '✕';
      button.ariaLabel = said;
    }
  }
}

export function mark(door, id) {
  for (const { request, buttons } of rows) {
    for (const button of buttons.filter(button => button)) {
      const isChosen = button.dataset.door === door && request.id === id;
      button.ariaPressed = isChosen;
      button.tabIndex = isChosen ? 0 : -1;
    }
  }
}

function move(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!step) return;
  event.preventDefault();
  let y = rows.findIndex(({ buttons }) => buttons.includes(event.target));
  let x = rows[y].buttons.indexOf(event.target);
  do {
    [y, x] = [y + step[0], x + step[1]];
  } while (rows[y] && x >= 0 && x < rows[y].buttons.length && !rows[y].buttons[x]);
  const next = rows[y]?.buttons[x];
  next?.focus();
  next?.click();
}
