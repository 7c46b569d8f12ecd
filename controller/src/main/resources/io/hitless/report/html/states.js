/** How a host, or a task on one, stands: its word, and a mark for those who can't tell the colours apart. The worst first. */
const STATES = {
  unreachable: {word: 'unreachable', mark: '⊘'},
  failed: {word: 'failed', mark: '✕'},
  in_flight: {word: 'in flight', mark: '◔'},
  drifted: {word: 'drifted', mark: '≠'},
  changed: {word: 'changed', mark: 'Δ'},
  unknown: {word: 'unknown', mark: '?'},
  ignored: {word: 'failed, ignored', mark: '!'},
  ok: {word: 'ok', mark: '✓'},
  in_sync: {word: 'in sync', mark: '✓'},
  skipped: {word: 'skipped', mark: '–'},
  not_started: {word: 'not started', mark: '·'},
};
const LETTERS = {o: 'ok', c: 'changed', s: 'skipped', f: 'failed', i: 'ignored', u: 'unreachable', k: 'unknown', b: 'in_flight'};
const ORDER = Object.keys(STATES);

function badge(state, text) {
  return h('span', {class: `state is-${state}`}, h('span', {class: 'mark', 'aria-hidden': 'true'}, STATES[state].mark), text ?? STATES[state].word);
}

/** How many hosts are in each state, the worst first. */
function tally(some) {
  const by = new Map();
  some.forEach(host => by.set(host.state, (by.get(host.state) ?? 0) + 1));
  return ORDER.filter(state => by.has(state)).map(state => [state, by.get(state)]);
}
