/** The fleet's page: asks now and then how things stand, and draws what changed. */
const EVERY = 4000;
const HOSTS = 60;
const main = document.getElementById('main');
const search = h('input', {type: 'search', placeholder: 'host, commit, or run', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Show only what has these words', oninput: () => draw_all()});
const chips = h('div', {class: 'chips', role: 'group', 'aria-label': 'Show only hosts that are'});
const parts = {
  running: h('div', {class: 'running'}),
  squares: h('div', {}),
  drift: h('section', {id: 'drift', 'aria-labelledby': 'drift-title'}),
  tools: h('div', {class: 'toolbar', role: 'search'}, h('div', {class: 'filters'}, search, chips, h('nav', {class: 'links', 'aria-label': 'Sections'}, h('a', {href: '#hosts'}, 'Hosts'), h('a', {href: '#runs'}, 'Runs')))),
  hosts: h('section', {id: 'hosts', 'aria-labelledby': 'hosts-title'}),
  runs: h('section', {id: 'runs', 'aria-labelledby': 'runs-title'}),
};
const states = new Set();
let fleet = null;
let tag = null;
let scope = null;
let drawn = null;
let everyHost = false;

function ago(at) {
  const past = Date.now() - at;
  return past < 60000 ? 'just now' : `${duration(past).replace(/ \d\d s$/, '')} ago`;
}

async function ask() {
  try {
    const answer = await fetch('/api/fleet', {headers: tag ? {'If-None-Match': tag} : {}, cache: 'no-store'});
    if (answer.status === 200) {
      tag = answer.headers.get('ETag');
      fleet = await answer.json();
      draw_all();
    } else if (answer.status !== 304) {
      lost(await answer.text());
    }
  } catch {
    lost('hitless serve does not answer any more');
  }
  setTimeout(ask, document.hidden ? EVERY * 5 : EVERY);
}

function lost(why) {
  document.getElementById('more').textContent = why;
}

function verdict() {
  const by = new Map(tally(fleet.hosts));
  const all = fleet.hosts.length;
  const parts = ['unreachable', 'failed', 'drifted', 'unknown'].filter(state => by.has(state)).map(state => `${number(by.get(state))} ${STATES[state].word}`);
  const tone = by.has('unreachable') || by.has('failed') ? 'bad' : by.has('drifted') ? 'warn' : 'good';
  document.body.className = `tone-${tone}`;
  const well = all - ['unreachable', 'failed', 'drifted', 'unknown'].reduce((n, state) => n + (by.get(state) ?? 0), 0);
  document.getElementById('verdict').lastChild.textContent = all === 0 ? 'No host is known yet' : parts.length === 0 ? all === 1 ? 'The host is up to date' : `All ${count(all, 'host')} are up to date` : `${parts.join(', ')} of ${count(all, 'host')}`;
  const last = fleet.checks.at(-1);
  document.getElementById('more').textContent = [parts.length > 0 ? `${number(well)} up to date` : '', last ? `last drift check ${ago(last.at)}${last.coverage === undefined ? '' : `, coverage ${last.coverage}%`}` : 'no drift check yet'].filter(Boolean).join(', ');
  document.title = `${all === 0 ? 'no host yet' : parts.length === 0 ? 'all well' : parts.join(', ')} · hitless`;
}

function draw_all() {
  if (fleet === null) return;
  verdict();
  running();
  squares();
  drift();
  chipsOf();
  hostsOf();
  runsOf();
}

function words() {
  return search.value.toLowerCase().split(/\s+/).filter(Boolean);
}

function fits(text) {
  const low = text.toLowerCase();
  return words().every(word => low.includes(word));
}

function running() {
  parts.running.replaceChildren(...fleet.runs.filter(run => run.state === 'running').map(run =>
    h('a', {class: 'row is-running', href: `/live/${run.id}`}, h('span', {class: 'pulse', 'aria-hidden': 'true'}),
      h('b', {}, `${run.kind} under way`), h('code', {}, run.id), h('span', {class: 'grow'}, run.playbooks.join(' ')), h('span', {class: 'hint'}, `${run.by}, started ${ago(run.started)}`), h('span', {}, 'watch →'))));
}

function squares() {
  const summary = tally(fleet.hosts).map(([state, n]) => `${n} ${STATES[state].word}`).join(', ');
  parts.squares.replaceChildren(h('div', {class: `fleet ${fleet.hosts.length > 300 ? 'dense' : ''}`, role: 'img', 'aria-label': `The fleet: ${summary}`, onclick(event) {
    const name = event.target.dataset?.host;
    if (name) {
      search.value = name;
      draw_all();
    }
  }}, h('span', {class: 'group'}, fleet.hosts.map(host => h('span', {class: `cell is-${host.state}`, 'data-host': host.name, title: `${host.name}: ${STATES[host.state].word}`})))));
}

function drift() {
  const about = new Map(fleet.checks.map(check => [check.scope, check.about]));
  const scopes = [...about.keys()];
  parts.drift.hidden = scopes.length === 0;
  if (scopes.length === 0) return;
  if (!scopes.includes(scope)) scope = fleet.checks.at(-1).scope;
  const key = JSON.stringify([scope, fleet.checks.map(check => check.run)]);
  if (key === drawn) return;
  drawn = key;
  const some = fleet.checks.filter(check => check.scope === scope);
  const choose = h('div', {class: 'choice', role: 'group', 'aria-label': 'Which playbooks'}, scopes.map(name => h('button', {type: 'button', 'aria-pressed': String(name === scope), onclick() {
    scope = name;
    drift();
  }}, about.get(name))));
  parts.drift.replaceChildren(h('header', {}, h('h2', {id: 'drift-title'}, 'Drift over time ', h('span', {class: 'n'}, count(some.length, 'check'))), scopes.length > 1 ? choose : h('code', {class: 'hint'}, about.get(scope))),
    plot(some),
    h('ul', {class: 'legend'}, PLOTTED.map(state => h('li', {class: `is-${state}`}, h('span', {class: 'swatch', 'aria-hidden': 'true'}), STATES[state].word))),
    h('details', {class: 'checks'}, h('summary', {class: 'hint'}, 'The same as a table'), h('div', {class: 'scroll'}, h('table', {},
      h('thead', {}, h('tr', {}, ['check', 'in sync', 'drifted', 'unknown', 'failed', 'unreachable', 'coverage'].map((name, i) => h('th', {scope: 'col', class: i > 0 ? 'n' : ''}, name)))),
      h('tbody', {}, some.toReversed().map(check => h('tr', {}, h('th', {scope: 'row'}, h('a', {href: `/runs/${check.run}`}, time(check.at))),
        ['in_sync', 'drifted', 'unknown', 'failed', 'unreachable'].map(state => h('td', {class: 'n'}, check.hosts[state] > 0 ? number(check.hosts[state]) : h('span', {class: 'zero'}, '0'))), h('td', {class: 'n'}, check.coverage === undefined ? '–' : `${check.coverage}%`))))))));
}

function chipsOf() {
  const there = tally(fleet.hosts);
  const key = JSON.stringify(there);
  if (chips.dataset.key === key) return;
  chips.dataset.key = key;
  chips.replaceChildren(...there.map(([state, n]) => h('button', {type: 'button', class: `chip is-${state}`, 'aria-pressed': String(states.has(state)), onclick() {
    if (states.has(state)) states.delete(state);
    else states.add(state);
    this.setAttribute('aria-pressed', String(states.has(state)));
    draw_all();
  }}, h('span', {class: 'mark', 'aria-hidden': 'true'}, STATES[state].mark), h('b', {}, number(n)), ` ${STATES[state].word}`)));
}

function runLink(id, at) {
  return h('a', {href: `/runs/${id}`, title: id}, time(at, ago(at)));
}

function hostsOf() {
  const some = fleet.hosts.filter(host => (states.size === 0 || states.has(host.state)) && fits(`${host.name} ${host.rollout?.commit ?? ''} ${host.rollout?.run ?? ''} ${host.rollout?.about ?? ''} ${host.drift?.run ?? ''} ${host.drift?.about ?? ''}`))
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  parts.hosts.hidden = fleet.hosts.length === 0;
  const shown = everyHost ? some : some.slice(0, HOSTS);
  const cell = (one, badgeText, past) => one
    ? [h('td', {role: 'cell', class: past ? 'past' : '', title: past ? `${one.about}; a rollout of it came later` : one.about}, badge(one.state, badgeText)), h('td', {role: 'cell', class: 'when'}, runLink(one.run, one.at))]
    : [h('td', {role: 'cell'}, h('span', {class: 'zero'}, '–')), h('td', {role: 'cell', class: 'when'})];
  const row = host => h('tr', {role: 'row'}, h('th', {scope: 'row', role: 'rowheader', class: 'host'}, host.name),
    cell(host.drift, host.drift?.findings > 0 ? `${STATES[host.drift.state].word}, ${count(host.drift.findings, 'finding')}` : undefined, host.drift?.mended),
    cell(host.rollout), h('td', {role: 'cell'}, h('code', {}, host.rollout?.commit ?? '')), h('td', {role: 'cell', class: 'hide'}, host.rollout?.version ?? ''));
  const head = ['host', 'drift', 'checked', 'last rollout', 'when', 'commit', 'hitless'];
  parts.hosts.replaceChildren(h('header', {}, h('h2', {id: 'hosts-title'}, 'Hosts now ', h('span', {class: 'n'}, number(some.length)))),
    h('table', {class: 'now', role: 'table'}, h('caption', {class: 'vh'}, 'Hosts, the worst first'),
      h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, head.map((name, i) => h('th', {scope: 'col', role: 'columnheader', class: i === 6 ? 'hide' : ''}, name)))),
      h('tbody', {role: 'rowgroup'}, shown.map(row))),
    some.length > shown.length ? h('button', {type: 'button', class: 'quiet', onclick() {
      everyHost = true;
      hostsOf();
    }}, `Show all ${number(some.length)}`) : '');
}

function runsOf() {
  const some = fleet.runs.filter(run => fits(`${run.id} ${run.kind} ${run.state} ${run.by} ${run.playbooks.join(' ')} ${run.commit ?? ''}`));
  const tone = {running: 'in_flight', ok: 'ok', failed: 'failed', unreachable: 'unreachable', interrupted: 'unknown', rolled_back: 'unknown', error: 'failed'};
  const found = new Map(fleet.checks.map(check => [check.run, check.hosts]));
  const how = run => {
    const its = found.get(run.id);
    const worst = its && ORDER.find(state => its[state] > 0);
    return worst ? badge(worst, worst === 'in_sync' ? undefined : `${number(its[worst])} ${STATES[worst].word}`) : badge(tone[run.state] ?? 'unknown', run.state.replace('_', ' '));
  };
  const row = run => {
    const [all, changed, failed, unreachable] = run.hosts ?? [];
    const quiet = [h('span', {class: 'zero'}, '0')];
    return h('tr', {role: 'row'},
      h('th', {scope: 'row', role: 'rowheader'}, h('a', {href: run.state === 'running' ? `/live/${run.id}` : `/runs/${run.id}`}, h('code', {}, run.id))),
      h('td', {role: 'cell'}, how(run)), h('td', {role: 'cell'}, run.kind),
      h('td', {role: 'cell', class: 'books'}, run.playbooks.join(' ')),
      h('td', {role: 'cell', class: 'n'}, all === undefined ? '' : number(all)),
      h('td', {role: 'cell', class: 'n'}, all === undefined ? '' : changed > 0 ? h('span', {class: 'ink-changed'}, number(changed)) : quiet),
      h('td', {role: 'cell', class: 'n'}, all === undefined ? '' : failed + unreachable > 0 ? h('span', {class: 'ink-failed'}, number(failed + unreachable)) : quiet),
      h('td', {role: 'cell', class: 'n'}, run.ended ? duration(run.ended - run.started) : ''), h('td', {role: 'cell'}, time(run.started, ago(run.started))), h('td', {role: 'cell', class: 'hide'}, run.by), h('td', {role: 'cell', class: 'hide'}, h('code', {}, run.commit ?? '')));
  };
  const head = ['run', 'state', 'kind', 'playbooks', 'hosts', 'changed', 'lost', 'took', 'started', 'by', 'commit'];
  parts.runs.hidden = fleet.runs.length === 0;
  parts.runs.replaceChildren(h('header', {}, h('h2', {id: 'runs-title'}, 'Runs ', h('span', {class: 'n'}, number(fleet.all_runs)))),
    h('div', {class: 'scroll'}, h('table', {class: 'runs', role: 'table'}, h('caption', {class: 'vh'}, 'Runs, the newest first'),
      h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, head.map((name, i) => h('th', {scope: 'col', role: 'columnheader', class: i > 3 && i < 8 ? 'n' : i > 8 ? 'hide' : ''}, name)))),
      h('tbody', {role: 'rowgroup'}, some.map(row)))),
    fleet.all_runs > fleet.runs.length ? h('p', {class: 'hint'}, `The newest ${fleet.runs.length}; hitless history lists all.`) : '');
}

document.getElementById('tools').append(themeChoice());
main.append(parts.running, parts.squares, parts.drift, parts.tools, parts.hosts, parts.runs);
document.addEventListener('keydown', event => {
  if (event.key === '/' && !event.target.matches('input')) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape' && event.target === search) {
    search.value = '';
    draw_all();
  }
});
ask();
