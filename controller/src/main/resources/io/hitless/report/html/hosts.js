/** Every host with its state, its counts and its way through time; opened, each of its tasks. */
const hostTable = {
  by: 'order',
  down: false,
  keys: {
    order: host => host.i,
    host: host => host.name,
    state: host => ORDER.indexOf(host.state),
    changed: host => -host.changed,
    took: host => -(host.to - Math.min(host.from, host.to)),
  },
};

function hostDetails(host) {
  const rows = host.cells.map(cell => {
    const label = [h('span', {}, cell.task.name), placeOf(cell.task)];
    const found = findings.filter(finding => finding.about === cell.task && finding.hosts.includes(host.i));
    const more = [...(cell.said === undefined ? [] : saidOf(cell.said)), ...found.flatMap(finding => finding.diffs.map(diffOf))];
    return h('li', {class: `task is-${cell.state}`},
      h('span', {class: 'when'}, `+${duration(cell.start)}`), badge(cell.state), h('span', {class: 'n'}, cell.state === 'in_flight' ? '' : duration(cell.took)),
      more.length === 0 ? h('span', {class: 'what'}, label) : h('details', {class: 'what'}, h('summary', {}, label), more));
  });
  const drifted = drifts.filter(finding => finding.hosts.includes(host.i));
  return [
    drifted.length > 0 && h('div', {class: 'drifted'}, drifted.map(finding => driftRow(finding, [host.i]))),
    rows.length > 0 ? h('ol', {class: 'tasks'}, rows) : drifted.length === 0 && h('p', {class: 'hint'}, 'No task has started here.')];
}

function hostRow(host) {
  const open = h('button', {type: 'button', class: 'open', 'aria-expanded': 'false', onclick() {
    const opened = open.getAttribute('aria-expanded') === 'true';
    open.setAttribute('aria-expanded', String(!opened));
    if (opened) row.nextSibling.remove();
    else row.after(h('tr', {class: 'opened', role: 'row'}, h('td', {colspan: '6', role: 'cell'}, hostDetails(host))));
  }}, host.name);
  const lane = h('td', {class: 'lane', role: 'cell'});
  const tip = event => {
    const box = lane.getBoundingClientRect();
    const cell = cellAt(host, (event.clientX - box.left) / box.width);
    lane.title = cell === null ? '' : `${cell.task.name}\n${STATES[cell.state].word}, ${duration(cell.took)}, at +${duration(cell.start)}`;
  };
  const row = h('tr', {role: 'row', class: `is-${host.state}`},
    h('th', {scope: 'row', role: 'rowheader'}, open),
    h('td', {role: 'cell', class: 'st'}, badge(host.state)),
    h('td', {role: 'cell', class: 'n'}, host.changed > 0 ? number(host.changed) : h('span', {class: 'zero'}, '0')),
    h('td', {role: 'cell', class: 'n'}, number(host.cells.length)),
    h('td', {role: 'cell', class: 'n'}, host.to > 0 ? duration(host.to - host.from) : ''),
    lane);
  whenSeen(row, () => {
    lane.append(track(host));
    lane.addEventListener('pointermove', tip);
  });
  return row;
}

function hostsSection() {
  const some = hosts.filter(host => filter.hosts.has(host.i));
  const column = (key, text, style) => h('th', {scope: 'col', role: 'columnheader', class: style, 'aria-sort': hostTable.by === key ? hostTable.down ? 'descending' : 'ascending' : 'none'},
    h('button', {type: 'button', class: 'sort', onclick() {
      hostTable.down = hostTable.by === key && !hostTable.down;
      hostTable.by = key;
      refresh('hosts');
    }}, text));
  const body = () => {
    const key = hostTable.keys[hostTable.by];
    const sorted = some.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.i - b.i) * (hostTable.down ? -1 : 1));
    return [h('table', {class: 'hosts', role: 'table'},
      h('caption', {class: 'vh'}, 'Hosts: state, tasks that changed something, tasks, time, and a drawing of when each task ran'),
      h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, column('host', 'host'), column('state', 'state', 'st'), column('changed', data.looked ? 'would change' : 'changed', 'n'),
        h('th', {scope: 'col', role: 'columnheader', class: 'n'}, 'tasks'), column('took', 'took', 'n'),
        h('th', {scope: 'col', role: 'columnheader', class: 'lane'}, h('span', {class: 'vh'}, 'when'), axis()))),
      h('tbody', {role: 'rowgroup'}, sorted.map(hostRow)))];
  };
  return {id: 'hosts', title: 'Hosts', count: some.length, tools: legend, body};
}

/** What the colours of the bars mean: those that are there. */
function legend() {
  const there = new Set(hosts.flatMap(host => host.cells.map(cell => cell.state)));
  return h('ul', {class: 'legend', 'aria-label': 'Colours'}, ORDER.filter(state => there.has(state)).map(state =>
    h('li', {class: `is-${state}`}, h('span', {class: 'swatch', 'aria-hidden': 'true'}), STATES[state].word)));
}

/** The whole fleet as squares, in batches: where it is red shows at a glance. */
function fleet() {
  const groups = data.batches.length > 0 && data.plays.length === 1 ? data.batches.map(batch => batch.hosts) : [];
  const seen = new Set(groups.flat());
  const rest = hosts.filter(host => !seen.has(host.i)).map(host => host.i);
  const square = i => h('span', {class: `cell is-${hosts[i].state}`, 'data-host': i, title: `${hosts[i].name}: ${STATES[hosts[i].state].word}`});
  const group = some => h('span', {class: 'group'}, some.map(square));
  const summary = tally(hosts).map(([state, n]) => `${n} ${STATES[state].word}`).join(', ');
  return h('div', {class: `fleet ${hosts.length > 300 ? 'dense' : ''}`, role: 'img', 'aria-label': `The fleet: ${summary}`, onclick(event) {
    const host = hosts[event.target.dataset?.host];
    if (host) find(host.name);
  }}, [...groups, rest].filter(some => some.length > 0).map(group));
}
