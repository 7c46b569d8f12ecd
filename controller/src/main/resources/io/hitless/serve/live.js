/** A run while it is under way: what was told since the last look is asked for each second. */
const EVERY = 1000;
const LINES = 400;
const id = location.pathname.split('/').at(-1);
const main = document.getElementById('main');
const hosts = new Map();
const batches = [];
const log = h('ol', {class: 'log plain'});
const grid = h('div', {class: 'live-grid'});
const now = h('dl', {class: 'tiles'});
const doing = h('p', {class: 'doing', role: 'status'});
const failures = h('section', {id: 'failures', hidden: true}, h('header', {}, h('h2', {}, 'Failures')), h('ul', {class: 'plain'}));
const DONE = {ok: 'ok', changed: 'changed', skipped: 'ok', failed: 'failed', ignored: 'ok', unreachable: 'unreachable', unreachable_ignored: 'ok', unknown: 'unknown'};
STATES.in_flight.word = 'at work';
let seq = 0;
let run = null;
let task = null;
let ended = 0;
let drift = 0;

function host(name) {
  if (!hosts.has(name)) hosts.set(name, {name, state: 'not_started', task: '', changed: 0, batch: null});
  return hosts.get(name);
}

function line(at, state, who, text, more) {
  log.prepend(h('li', {class: `note is-${state}`}, time(at, clock(at)), h('span', {class: 'kind'}, who), h('span', {class: 'grow'}, text, more && h('span', {class: 'why'}, ` ${more}`))));
  if (log.children.length > LINES) log.lastChild.remove();
}

const TAKE = {
  play(event) {
    event.hosts.forEach(host);
    batches.length = 0;
    line(event.at, 'in_flight', 'play', event.name, count(event.hosts.length, 'host'));
  },
  batch(event) {
    batches.push(event);
    event.hosts.forEach(name => { host(name).batch = event.number; });
    line(event.at, 'in_flight', 'batch', `${event.number}${event.of > 0 ? ` of ${event.of}` : ''}`, names(event.hosts));
  },
  task(event) {
    task = event;
    event.hosts.forEach(name => Object.assign(host(name), {state: 'in_flight', task: event.name, since: event.at}));
    line(event.at, 'not_started', 'task', event.name, count(event.hosts.length, 'host'));
  },
  done(event) {
    ended++;
    const its = host(event.host);
    if (event.status === 'changed') its.changed++;
    const state = DONE[event.status] ?? 'unknown';
    its.lost = state === 'failed' || state === 'unreachable';
    its.state = its.lost ? state : its.changed > 0 ? 'changed' : 'ok';
    its.task = event.name;
    if (its.lost) {
      failures.hidden = false;
      failures.lastChild.prepend(h('li', {}, h('article', {class: `card is-${state}`}, h('header', {}, badge(state), h('h3', {}, `${event.host}: ${event.name}`), h('span', {class: 'place'}, h('code', {}, event.place))), h('p', {class: 'why'}, event.why ?? ''))));
    }
    if (state !== 'ok') line(event.at, state, event.host, event.name, duration(event.ms));
  },
  included(event) {
    event.hosts.forEach(name => { if (host(name).state === 'in_flight') host(name).state = host(name).changed > 0 ? 'changed' : 'ok'; });
  },
  rescued(event) {
    host(event.host).state = 'ok';
    line(event.at, 'ok', event.host, 'went on in the rescue of its block');
  },
  note(event) {
    line(event.at, event.verdict === 'halt' ? 'failed' : event.kind === 'warning' ? 'changed' : 'ok', event.kind, event.text);
  },
  end(event) {
    line(event.at, 'in_flight', 'end', 'the run has ended');
  },
};

async function ask() {
  let wait = EVERY;
  try {
    const answer = await fetch(`/api/runs/${id}?after=${seq}`, {cache: 'no-store'});
    if (answer.ok) {
      const told = await answer.json();
      run = told.run;
      seq = told.seq;
      drift = told.now - Date.now();
      told.events.forEach(event => TAKE[event.type]?.(event));
      show();
      if (run.state !== 'running') wait = 0;
    } else {
      document.getElementById('more').textContent = await answer.text();
    }
  } catch {
    document.getElementById('more').textContent = 'hitless serve does not answer any more';
  }
  if (wait > 0) setTimeout(ask, document.hidden ? wait * 5 : wait);
}

function show() {
  const all = [...hosts.values()];
  const by = new Map(tally(all));
  const lost = (by.get('failed') ?? 0) + (by.get('unreachable') ?? 0);
  const over = run.state !== 'running';
  document.body.className = `tone-${over ? run.state === 'ok' ? 'good' : 'bad' : lost > 0 ? 'bad' : 'busy'}`;
  document.getElementById('which').replaceChildren(`${run.kind} `, h('code', {}, run.id));
  const begun = all.length - (by.get('not_started') ?? 0);
  document.getElementById('verdict').lastChild.textContent = over ? `Over: ${run.state.replace('_', ' ')}` : `Under way: ${number(begun)} of ${count(all.length, 'host')} started`;
  document.getElementById('more').replaceChildren(tally(all).map(([state, n]) => `${number(n)} ${STATES[state].word}`).join(', '), over ? ' · ' : '', over ? h('a', {href: `/runs/${run.id}`}, 'its report') : '');
  document.title = `${over ? run.state : `${begun}/${all.length}`} · ${run.kind} ${run.id}`;
  const took = (run.ended ?? Date.now() + drift) - run.started;
  const tile = (value, what) => h('div', {class: 'tile'}, h('dt', {}, what), h('dd', {}, value));
  now.replaceChildren(tile(duration(took), over ? 'took' : 'so far'), tile(number(ended), 'tasks on hosts done'),
    tile(took > 0 ? (ended / (took / 1000)).toFixed(1) : '0', 'each second'), batches.length > 0 ? tile(`${batches.at(-1).number}${batches.at(-1).of > 0 ? ` of ${batches.at(-1).of}` : ''}`, 'batch') : '');
  doing.replaceChildren(over || task === null ? '' : h('span', {}, 'Now: ', h('b', {}, task.name), ' on ', count(all.filter(one => one.state === 'in_flight').length, 'host'), ' · ', h('code', {}, task.place)));
  const groups = new Map();
  all.forEach(one => groups.set(one.batch, [...(groups.get(one.batch) ?? []), one]));
  grid.className = `live-grid ${all.length > 60 ? 'dense' : ''}`;
  grid.replaceChildren(...[...groups].sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity)).map(([batch, some]) => h('section', {class: 'batch'},
    h('h3', {}, batch === null ? 'to come' : `batch ${batch}`, h('span', {class: 'n'}, number(some.length))),
    h('ul', {class: 'plain'}, some.map(one => h('li', {class: `host-cell is-${one.state}`, title: `${one.name}: ${STATES[one.state].word}${one.task ? `\n${one.task}` : ''}`},
      h('span', {class: 'mark', 'aria-hidden': 'true'}, STATES[one.state].mark), h('span', {class: 'name'}, one.name), h('span', {class: 'vh'}, STATES[one.state].word), h('span', {class: 'task'}, one.state === 'in_flight' || one.lost ? one.task : '')))))));
}

document.getElementById('tools').append(themeChoice());
main.append(h('div', {class: 'glance'}, now, doing), grid, failures, h('section', {}, h('header', {}, h('h2', {}, 'What happens')), log));
ask();
