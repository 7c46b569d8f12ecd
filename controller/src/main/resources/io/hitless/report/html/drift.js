/** Drift: check by check what is not as git says, folded over hosts. */
function driftRow(finding, on) {
  const lines = finding.diffs.flatMap(i => data.diffs[i].lines);
  const added = lines.filter(line => line[0] === '+').length;
  const removed = lines.filter(line => line[0] === '-').length;
  const state = finding.ignored ? 'skipped' : finding.state;
  const details = h('details', {class: `row is-${state}`},
    h('summary', {}, badge(state, finding.ignored ? `let pass on ${count(on.length, 'host')}` : `${STATES[finding.state].word} on ${count(on.length, 'host')}`),
      h('span', {class: 'grow'}, h('b', {}, finding.about.name), finding.items.length > 0 && h('span', {class: 'items'}, ` ${finding.items.join(', ')}`),
        isNew(finding) && h('span', {class: 'tag fresh'}, 'new'),
        finding.why && h('span', {class: 'why'}, finding.why)),
      h('span', {class: 'size'}, added > 0 && h('span', {class: 'added'}, `+${added}`), ' ', removed > 0 && h('span', {class: 'removed'}, `−${removed}`)),
      placeOf(finding.about)));
  details.addEventListener('toggle', () => {
    if (details.children.length > 1) return;
    const {ignored} = finding;
    details.append(h('div', {class: 'inside'},
      h('p', {class: 'on'}, names(on.map(i => hosts[i].name), 40)),
      finding.since !== undefined && h('p', {class: 'hint'}, 'First seen ', time(finding.since), `, ${ago(finding.since)} before this check`),
      ignored && h('p', {class: 'hint'}, `Let pass: ${ignored.reason}${ignored.until ? `, until ${ignored.until}` : ', for ever'} (`, h('code', {}, ignored.at), ')'),
      finding.diffs.length > 0 && h('p', {class: 'hint'}, 'From what the host has to what the playbook wants:'),
      finding.diffs.map(diffOf)));
  }, {once: true});
  return details;
}

/** Whether the check before did not see it; what can't be known is no news, and the first check has none. */
function isNew(finding) {
  return finding.fresh && !finding.ignored && finding.state !== 'unknown' && data.drift.before !== undefined;
}

function ago(at) {
  return duration(Math.max(0, data.start - at));
}

function driftSection() {
  if (!data.drift) return null;
  const rank = finding => (finding.ignored ? 100 : 0) + ORDER.indexOf(finding.state);
  const some = drifts.map(finding => [finding, hostsOf(finding)]).filter(([, on]) => on.length > 0)
    .toSorted(([a], [b]) => rank(a) - rank(b));
  return {
    id: 'drift', title: 'What is not in sync', count: some.length, tools: diffChoice,
    body: () => longList(some, ([finding, on]) => driftRow(finding, on), 100),
  };
}

function returnedSection() {
  if (!data.drift) return null;
  const some = data.drift.returned.filter(([host, check]) => filter.words.length === 0 || has(`${host} ${check}`, filter.words));
  return {
    id: 'returned', title: 'In sync again', count: some.length,
    body: () => longList(some, ([host, check, at]) => h('div', {class: 'note is-in_sync'}, badge('in_sync', host), h('span', {class: 'grow'}, check), placeOf({at})), 60),
  };
}
