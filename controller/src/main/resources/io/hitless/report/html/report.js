/** The page: what there is at a glance, the filter, and the sections under it. */
const SECTIONS = [failures, driftSection, returnedSection, probesSection, changes, reloadsSection, batches, hostsSection, tasksSection, notes];
const places = new Map();
const search = h('input', {type: 'search', id: 'search', placeholder: 'host, task, or any text', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Show only what has these words', oninput: () => later()});
const told = h('p', {class: 'told', role: 'status'});
const links = h('nav', {class: 'links', 'aria-label': 'Sections'});

let timer = 0;
function later() {
  clearTimeout(timer);
  timer = setTimeout(filtered, 120);
}

function find(words) {
  search.value = words;
  filtered();
  document.getElementById('hosts')?.scrollIntoView();
}

function filtered() {
  applyFilter(search.value);
  SECTIONS.forEach(section => place(section()));
  const shown = filter.hosts.size;
  told.textContent = filter.all ? '' : `${number(shown)} of ${count(hosts.length, 'host')}`;
  links.replaceChildren(...[...places.values()].filter(one => !one.box.hidden).map(({box, title, count: n}) =>
    h('a', {href: `#${box.id}`, class: box.id === 'failures' ? 'bad' : ''}, title, ' ', h('span', {class: 'n'}, number(n)))));
  clear.hidden = filter.all;
  const parameters = new URLSearchParams();
  if (search.value) parameters.set('q', search.value);
  if (filter.states.size > 0) parameters.set('state', [...filter.states].join(','));
  try { history.replaceState(null, '', parameters.size > 0 ? `#${parameters}` : location.pathname + location.search); } catch { /* a page of a file may not */ }
}

/** Draws one section again; one that has nothing to show is not there. */
function refresh(id) {
  place(SECTIONS.map(section => section()).find(section => section?.id === id));
}

function place(section) {
  if (!section) return;
  const {id, title, count: n, quiet, tools, body} = section;
  let there = places.get(id);
  if (!there) {
    there = {box: h('section', {id, 'aria-labelledby': `${id}-title`}), title};
    places.set(id, there);
    main.append(there.box);
  }
  there.count = n;
  there.box.hidden = n === 0 || quiet === true;
  there.box.replaceChildren();
  if (!there.box.hidden) {
    there.box.append(h('header', {}, h('h2', {id: `${id}-title`}, title, ' ', h('span', {class: 'n'}, number(n))), tools?.() ?? ''), ...[body()].flat(Infinity).filter(Boolean));
  }
}

function stateButtons() {
  return tally(hosts).map(([state, n]) => h('button', {type: 'button', class: `chip is-${state}`, 'aria-pressed': 'false', onclick() {
    if (filter.states.has(state)) filter.states.delete(state);
    else filter.states.add(state);
    this.setAttribute('aria-pressed', String(filter.states.has(state)));
    filtered();
  }, 'data-state': state}, h('span', {class: 'mark', 'aria-hidden': 'true'}, STATES[state].mark), h('b', {}, number(n)), ` ${STATES[state].word}`));
}

const clear = h('button', {type: 'button', class: 'quiet', hidden: true, onclick() {
  search.value = '';
  filter.states.clear();
  document.querySelectorAll('.chip').forEach(chip => chip.setAttribute('aria-pressed', 'false'));
  filtered();
}}, 'show all');

function glance() {
  const work = data.state === 'running' ? Math.max(data.lasted, 0) : data.lasted;
  const asked = data.probes.reduce((all, probe) => all + probe.asked, 0);
  const dropped = data.probes.reduce((all, probe) => all + probe.dropped, 0);
  const tile = (value, what, style) => h('div', {class: `tile ${style ?? ''}`}, h('dt', {}, what), h('dd', {}, value));
  const facts = Object.entries(data.facts);
  return h('div', {class: 'glance'},
    h('dl', {class: 'tiles'},
      tile(number(hosts.length), hosts.length === 1 ? 'host' : 'hosts'),
      tile(number(tasks.length), tasks.length === 1 ? 'task' : 'tasks'),
      tile(duration(work), data.state === 'running' ? 'so far' : 'from start to end'),
      data.drift?.coverage !== undefined && tile(`${data.drift.coverage}%`, 'could be known', data.drift.coverage < 100 ? 'some' : ''),
      data.drift?.before && tile(number(drifts.filter(isNew).reduce((n, finding) => n + finding.hosts.length, 0)), 'new since the check before'),
      data.probes.length > 0 && tile(`${number(dropped)}`, `of ${number(asked)} requests dropped`, dropped > 0 ? 'bad' : 'good')),
    h('details', {class: 'facts'}, h('summary', {}, 'Who, when, from what'), h('dl', {}, facts.map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]))),
    hosts.length > 1 && fleet());
}

function toolbar() {
  return h('div', {class: 'toolbar', role: 'search'},
    h('div', {class: 'filters'}, search, h('div', {class: 'chips', role: 'group', 'aria-label': 'Show only hosts that are'}, stateButtons()), clear, told), links);
}

function keys(event) {
  const typing = event.target.matches('input, textarea');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape' && event.target === search) {
    search.value = '';
    filtered();
    search.blur();
  }
}

/** Where the page is served beside others, the way back to them. */
function wayBack() {
  if (location.pathname !== `/runs/${data.id}` || !location.protocol.startsWith('http')) return;
  const brand = document.querySelector('.which b');
  brand.replaceWith(h('a', {href: '/'}, h('b', {}, brand.textContent)));
  if (data.state === 'running') document.querySelector('.which').append(' ', h('a', {href: `/live/${data.id}`}, 'watch it'));
}

const main = document.getElementById('main');
document.getElementById('tools').append(themeChoice());
const wanted = new URLSearchParams(location.hash.slice(1));
main.append(glance(), toolbar());
search.value = wanted.get('q') ?? '';
(wanted.get('state') ?? '').split(',').filter(state => state in STATES).forEach(state => filter.states.add(state));
document.querySelectorAll('.chip').forEach(chip => chip.setAttribute('aria-pressed', String(filter.states.has(chip.dataset.state))));
filtered();
wayBack();
document.addEventListener('keydown', keys);
narrow.addEventListener('change', () => diffView.shown.forEach(redraw => redraw()));
if (data.cut) main.append(h('p', {class: 'notice'}, 'Tasks said more than fits into one page; what failed is all here, the rest is in the journal: hitless logs.'));
