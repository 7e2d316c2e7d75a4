// The editors: the policy, the front doors' own CORS, the switches. Problems show as one types.
import { ask, byId, el } from './dom.js';
import { copySettings } from './copy.js';

let first, timer, asked = 0;

const read = () => ({
  policy: byId('policy').value,
  gatewayResponses: byId('gateway-responses').checked,
  doorCors: byId('door-cors-on').checked ? byId('door-cors').value : null,
  streaming: byId('streaming').checked,
});

function write(setup) {
  byId('policy').value = setup.policy;
  byId('gateway-responses').checked = setup.gatewayResponses;
  byId('streaming').checked = setup.streaming;
  byId('door-cors-on').checked = setup.doorCors !== null;
  byId('door-cors').value = setup.doorCors ?? suggest(setup.policy);
  byId('door-cors-editor').hidden = setup.doorCors === null;
}

// A section may have comments, which JSON.parse() does not take.
function parse(policy) {
  try {
    return JSON.parse(policy);
  } catch {
    return {};
  }
}

// The policy in the front doors' form, which has lists alone.
function suggest(policy) {
  const list = value => typeof value === 'string' ? value.split(',').map(item => item.trim()) : value;
  const { AllowOrigins, AllowMethods, AllowHeaders, AllowCredentials } = parse(policy);
  return JSON.stringify({ AllowOrigins: list(AllowOrigins), AllowMethods: list(AllowMethods), AllowHeaders: list(AllowHeaders), AllowCredentials }, null, 2);
}

function showProblems({ policy, doorCors }) {
  for (const [id, problems] of [['policy', policy], ['door-cors', doorCors]]) {
    byId(`${id}-problems`).replaceChildren(...problems.map(problem => {
      const [, code, rest] = problem.match(/^(CORS\d+)?\s*(.*)$/s);
      return el('li', {}, code && el('b', { textContent: `${code} ` }), rest);
    }));
    byId(id).ariaInvalid = problems.length > 0;
  }

  byId('apply').disabled = policy.length + doorCors.length > 0;
  byId('copy-settings').disabled = policy.length > 0;
}

async function check() {
  const mine = ++asked;
  const { value } = await ask('/setups/problems', read());
  if (mine === asked) {
    showProblems(value);
    byId('setup').dataset.checked = mine;
  }
}

// A switch applies at once; text when one says so, or with Ctrl+Enter.
export async function start(number, onApplied) {
  first = (await ask('/setups/0')).value;
  const { ok, value } = await ask(`/setups/${number}`);
  write(ok ? value : first);
  const apply = async () => {
    const answer = await ask('/setups', read());
    if (answer.ok) {
      showProblems({ policy: [], doorCors: [] });
      await onApplied(answer.value);
    } else {
      showProblems(answer.value);
    }
  };
  for (const id of ['policy', 'door-cors']) {
    byId(id).addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(check, 150); });
    byId(id).addEventListener('keydown', event => {
      if (event.key === 'Enter' && event.ctrlKey && !byId('apply').disabled) apply();
    });
  }

  for (const id of ['gateway-responses', 'streaming', 'door-cors-on']) {
    byId(id).addEventListener('change', () => {
      byId('door-cors-editor').hidden = !byId('door-cors-on').checked;
      apply();
    });
  }

  byId('apply').addEventListener('click', apply);
  byId('reset').addEventListener('click', () => { write(first); apply(); });
  byId('copy-settings').addEventListener('click', copySettings);
  return ok ? number : 0;
}
