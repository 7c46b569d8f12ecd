/** What the page is about, as numbers that mean hosts, tasks, texts and diffs. */
const data = JSON.parse(document.getElementById('data').textContent);

if (data.looked) STATES.changed.word = 'would change';
if (data.state === 'running') STATES.in_flight.word = 'at work';

const hosts = data.hosts.map(([name, state, ok, changed, failed, unreachable, skipped, ignored], i) => (
  {i, name, state, ok, changed, failed, unreachable, skipped, ignored, cells: [], from: Infinity, to: 0, batches: []}));

const tasks = data.tasks.map((task, i) => {
  const one = {...task, i, took: [], total: 0, slowest: -1, longest: -1, changed: 0, lost: 0};
  task.h.forEach((host, n) => {
    const cell = {task: one, state: LETTERS[task.s[n]], start: task.b[n], took: task.d[n], said: task.said[host]};
    if (cell.state === 'in_flight' && data.state === 'running') cell.took = Math.max(0, data.lasted - cell.start);
    const its = hosts[host];
    its.cells.push(cell);
    its.from = Math.min(its.from, cell.start);
    its.to = Math.max(its.to, cell.start + cell.took);
    if (cell.state !== 'skipped') one.took.push(cell.took);
    one.total += cell.took;
    if (cell.took > one.longest) [one.longest, one.slowest] = [cell.took, host];
    if (cell.state === 'changed') one.changed++;
    if (cell.state === 'failed' || cell.state === 'unreachable') one.lost++;
  });
  one.took.sort((a, b) => a - b);
  one.median = one.took.length ? one.took[Math.floor(one.took.length / 2)] : 0;
  return one;
});
hosts.forEach(host => host.cells.sort((a, b) => a.start - b.start || a.task.i - b.task.i));
data.batches.forEach((batch, i) => batch.hosts.forEach(host => hosts[host].batches.push(i)));

/** What was found, of runs and of drift checks alike. */
const findings = (data.findings ?? []).map(finding => ({
  ...finding,
  about: tasks[finding.task],
  state: finding.what === 'changed' ? 'changed' : finding.what === 'unreachable' ? 'unreachable' : finding.what === 'failed' ? 'failed' : 'ignored',
}));
const drifts = (data.drift?.checks ?? []).flatMap(check => check.findings.map(finding => ({...finding, about: check})));

/** What is to be seen: words that have to be found, and states that hosts have to be in; none of these means all. */
const filter = {words: [], states: new Set(), hosts: new Set(), tasks: new Set(), all: true};

function has(text, words) {
  const low = text.toLowerCase();
  return words.every(word => low.includes(word));
}

const searched = new Map();

/** Everything a finding says, to look for words in. */
function textOf(finding) {
  if (!searched.has(finding)) {
    const {about} = finding;
    const diffs = finding.diffs.map(i => [data.diffs[i].label, ...data.diffs[i].lines].join('\n'));
    const said = finding.said === undefined ? [] : data.texts[finding.said];
    searched.set(finding, [about.name, about.action, about.at, finding.why ?? '', finding.ignored?.reason ?? '', ...finding.items, ...diffs, ...said].join('\n').toLowerCase());
  }
  return searched.get(finding);
}

/** Of a finding, the hosts that are to be seen; a word may name a host, or stand in what was found. */
function hostsOf(finding) {
  const inText = filter.words.filter(word => textOf(finding).includes(word));
  const left = filter.words.filter(word => !inText.includes(word));
  return finding.hosts.filter(i => hasState(hosts[i]) && (left.length === 0 || has(hosts[i].name, left)));
}

function hasState(host) {
  return filter.states.size === 0 || filter.states.has(host.state);
}

/** Works out what fits the words: hosts by name, or by what was found on them, or by a task that they reached. */
function applyFilter(text) {
  filter.words = text.toLowerCase().split(/\s+/).filter(Boolean);
  filter.all = filter.words.length === 0 && filter.states.size === 0;
  const byName = filter.words.length === 0 ? hosts : hosts.filter(host => has(host.name, filter.words));
  filter.hosts = new Set(byName.map(host => host.i));
  const byTask = tasks.filter(task => filter.words.length > 0 && has(`${task.name} ${task.action} ${task.at}`, filter.words));
  if (filter.words.length > 0) {
    [...findings, ...drifts].forEach(finding => hostsOf(finding).forEach(i => filter.hosts.add(i)));
    if (filter.hosts.size === 0) byTask.forEach(task => task.h.forEach(i => filter.hosts.add(i)));
  }
  filter.hosts = new Set([...filter.hosts].filter(i => hasState(hosts[i])));
  const theirs = byTask.length > 0 ? byTask : tasks.filter(task => task.h.some(i => filter.hosts.has(i)));
  filter.tasks = new Set(theirs.map(task => task.i));
}
