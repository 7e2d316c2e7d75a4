// What can be taken along: the request as curl and as a test, the policy as appsettings.json.
import { byId } from './dom.js';

const quote = text => `'${text.replaceAll("'", "'\\''")}'`;

export function curl(url, { method, headers, body }, origin, preflight) {
  const line = (verb, lines, data) => ['curl -i', verb === 'HEAD' ? '--head' : `-X ${verb}`, quote(url), ...lines.map(text => `-H ${quote(text)}`), ...(data ? [`--data-raw ${quote(data)}`] : [])].join(' \\\n  ');

  // fetch() names the type of a text where the page does not, and curl another one.
  const type = body && !Object.keys(headers).some(name => name.toLowerCase() === 'content-type') ? ['content-type: text/plain;charset=UTF-8'] : [];
  const actual = line(method, [`Origin: ${origin}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ...type], body);
  return preflight
    ? `# The preflight, then the request.\n${line('OPTIONS', preflight.map(([name, value]) => `${name}: ${value}`))}\n\n${actual}`
    : actual;
}

// As it is written, with its comments.
export const settings = policy => `{\n  "GatewayCors": ${policy.trim().replaceAll('\n', '\n  ')}\n}\n`;

// Shown too, for a browser that gives no clipboard to the page.
export async function copy(text, button, place) {
  place.hidden = false;
  place.textContent = text;
  const words = button.dataset.words ??= button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(place);
    button.textContent = 'Selected below';
  }

  clearTimeout(button.dataset.timer);
  button.dataset.timer = setTimeout(() => { button.textContent = words; }, 2000);
}

export const copySettings = () => copy(settings(byId('policy').value), byId('copy-settings'), byId('copied-settings'));
