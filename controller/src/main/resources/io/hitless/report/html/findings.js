/** What a task said, with labels; but for what is known already. */
function saidOf(i, known) {
  const parts = data.texts[i];
  const out = [];
  for (let n = 0; n < parts.length; n += 2) {
    if (parts[n + 1] !== known) out.push(h('div', {class: 'said'}, h('span', {class: 'label'}, parts[n]), h('pre', {tabindex: '0'}, parts[n + 1])));
  }
  return out;
}

/** Where a task is written; the directories are left out where there is no room for them. */
function placeOf(about) {
  const file = about.at.lastIndexOf('/') + 1;
  return h('span', {class: 'place'}, about.handler && h('span', {class: 'tag'}, 'handler'), about.gate && h('span', {class: 'tag'}, 'gate'),
    h('code', {title: about.at}, h('span', {class: 'directory'}, about.at.slice(0, file)), about.at.slice(file)));
}

/** Failures: each with its place, the hosts it struck, and all that was said. */
function failureCard(finding, on) {
  const said = finding.said === undefined ? [] : saidOf(finding.said, finding.why);
  const why = h('p', {class: 'why'}, finding.why);
  return h('article', {class: `card is-${finding.state}`},
    h('header', {}, badge(finding.state, finding.what), h('h3', {}, finding.about.name), placeOf(finding.about)),
    why,
    h('p', {class: 'on'}, h('b', {}, count(on.length, 'host')), ' ', names(on.map(i => hosts[i].name))),
    finding.items.length > 0 && h('p', {class: 'hint'}, `Changed before it failed: ${finding.items.join(', ')}`),
    finding.diffs.length > 0 && h('details', {}, h('summary', {}, 'What it changed all the same'), finding.diffs.map(diffOf)),
    said.length > 0 && h('details', {open: finding.state === 'failed' && on.length > 0 ? data.findings.length < 12 : false},
      h('summary', {}, 'All that was said'), said));
}

/** What changed, task by task, alike on so many hosts. */
function changeRow(finding, on) {
  const lines = finding.diffs.flatMap(i => data.diffs[i].lines);
  const added = lines.filter(line => line[0] === '+').length;
  const removed = lines.filter(line => line[0] === '-').length;
  const head = [
    badge(finding.state, count(on.length, 'host')),
    h('span', {class: 'grow'}, h('b', {}, finding.about.name), finding.items.length > 0 && h('span', {class: 'items'}, ` ${finding.items.join(', ')}`)),
    h('span', {class: 'size'}, added > 0 && h('span', {class: 'added'}, `+${added}`), ' ', removed > 0 && h('span', {class: 'removed'}, `−${removed}`)),
    placeOf(finding.about)];
  const inside = [
    h('p', {class: 'on'}, names(on.map(i => hosts[i].name), 40)),
    finding.why && h('p', {class: 'why'}, finding.why)];
  const details = h('details', {class: `row is-${finding.state}`}, h('summary', {}, head));
  details.addEventListener('toggle', () => {
    if (details.children.length === 1) {
      details.append(h('div', {class: 'inside'}, inside, finding.diffs.map(diffOf),
        finding.diffs.length === 0 && h('p', {class: 'hint'}, 'This module shows no diff.')));
    }
  }, {once: true});
  return details;
}

function failures() {
  const some = findings.filter(finding => finding.state === 'failed' || finding.state === 'unreachable')
    .map(finding => [finding, hostsOf(finding)]).filter(([, on]) => on.length > 0)
    .toSorted(([a, onA], [b, onB]) => a.task - b.task || onB.length - onA.length);
  return {id: 'failures', title: 'Failures', count: some.length, body: () => longList(some, ([finding, on]) => failureCard(finding, on))};
}

function changes() {
  const some = findings.filter(finding => finding.state === 'changed' || finding.state === 'ignored')
    .map(finding => [finding, hostsOf(finding)]).filter(([, on]) => on.length > 0)
    .toSorted(([a, onA], [b, onB]) => a.task - b.task || onB.length - onA.length);
  return {
    id: 'changes', title: data.looked ? 'What would change' : 'Changes', count: some.length, tools: diffChoice,
    body: () => longList(some, ([finding, on]) => changeRow(finding, on), 100),
  };
}

/** What was decided between tasks, warned of, or lost, in the order it happened. */
function notes() {
  const some = data.notes.filter(([, kind, verdict, text]) => filter.words.length === 0 || has(`${kind} ${verdict} ${text}`, filter.words));
  const tone = (kind, verdict) => verdict === 'halt' ? 'failed' : kind === 'warning' || kind === 'lock' ? 'changed' : verdict === 'again' ? 'in_flight' : 'ok';
  return {
    id: 'notes', title: 'Between tasks', count: some.length,
    body: () => longList(some, ([at, kind, verdict, text]) => h('div', {class: `note is-${tone(kind, verdict)}`},
      time(data.start + at, clock(data.start + at)), h('span', {class: 'kind'}, kind), h('span', {class: 'grow'}, text)), 60),
  };
}
