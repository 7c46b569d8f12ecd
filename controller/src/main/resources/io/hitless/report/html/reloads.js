/** Reloads: each host's way from state to state, with how long it was in each. */
const OUTCOMES = {live: 'changed', unchanged: 'ok', untouched: 'failed', rolled_back: 'failed'};

function reloadsSection() {
  const lost = reload => OUTCOMES[reload.outcome] === 'failed' ? 0 : 1;
  const some = data.reloads.filter(reload => filter.hosts.has(reload.host)).toSorted((a, b) => lost(a) - lost(b) || a.start - b.start);
  const longest = Math.max(1, ...some.map(reload => sum(reload.steps)));
  return {
    id: 'reloads', title: 'Reloads, node by node', count: some.length, tools: () => stepLegend(some),
    body: () => [stepTimes(some), ...longList(some, reload => reloadRow(reload, longest), 12)],
  };
}

function sum(steps) {
  return steps.reduce((all, [, ms]) => all + ms, 0);
}

const STEPS = ['plan', 'baseline', 'validate', 'precheck', 'save', 'swap', 'reload', 'verify', 'soak', 'drain', 'rollback'];

function stepStyle(name) {
  return `step step-${STEPS.includes(name) ? name : 'other'}`;
}

function stepLegend(some) {
  const there = new Set(some.flatMap(reload => reload.steps.map(([name]) => name)));
  return h('ul', {class: 'legend', 'aria-label': 'States'}, STEPS.filter(name => there.has(name)).map(name =>
    h('li', {}, h('span', {class: `swatch ${stepStyle(name)}`, 'aria-hidden': 'true'}), name)));
}

function stepTimes(some) {
  if (some.length < 4) return null;
  const by = new Map();
  some.forEach(reload => reload.steps.forEach(([name, ms]) => by.set(name, [...(by.get(name) ?? []), ms])));
  return h('p', {class: 'hint'}, 'Median of each state: ', [...by].map(([name, all]) => {
    all.sort((a, b) => a - b);
    return `${name} ${duration(all[Math.floor(all.length / 2)])}`;
  }).join(' · '));
}

function reloadRow(reload, longest) {
  const bar = h('span', {class: 'steps', 'aria-hidden': 'true'}, reload.steps.filter(([, ms]) => ms > 0).map(([name, ms, detail]) => {
    const part = h('span', {class: stepStyle(name) + (detail.startsWith('failed') ? ' lost' : ''), title: `${name}: ${duration(ms)}${detail ? `\n${detail}` : ''}`});
    part.style.flexGrow = ms;
    return part;
  }));
  bar.style.width = `${Math.max(2, sum(reload.steps) / longest * 100)}%`;
  let at = data.start + reload.start;
  const steps = reload.steps.map(([name, ms, detail]) => {
    const row = h('tr', {class: detail.startsWith('failed') ? 'lost' : ''}, h('td', {}, time(at, clock(at))), h('th', {scope: 'row'}, h('span', {class: `swatch ${stepStyle(name)}`}), name),
      h('td', {class: 'n'}, duration(ms)), h('td', {}, detail));
    at += ms;
    return row;
  });
  const state = OUTCOMES[reload.outcome] ?? 'unknown';
  return h('details', {class: `row reload is-${state}`},
    h('summary', {}, badge(state, reload.outcome.replace('_', ' ') || 'unknown'), h('b', {class: 'host'}, hosts[reload.host].name), h('span', {class: 'lane'}, bar), h('span', {class: 'n'}, duration(sum(reload.steps)))),
    h('div', {class: 'inside'}, reload.serving && h('p', {class: 'on'}, 'Serving then: ', reload.serving),
      h('div', {class: 'scroll'}, h('table', {class: 'step-times'}, h('caption', {class: 'vh'}, 'States'),
        h('thead', {}, h('tr', {}, ['at', 'state', 'took', 'found'].map((name, i) => h('th', {scope: 'col', class: i === 2 ? 'n' : ''}, name)))), h('tbody', {}, steps)))));
}

/** What probes counted that asked all the while. */
function probesSection() {
  const some = data.probes;
  const row = probe => h('div', {class: `probe is-${probe.dropped > 0 ? 'failed' : 'ok'}`},
    h('p', {class: 'figure'}, h('b', {}, number(probe.dropped)), ` dropped of ${number(probe.asked)} requests `, h('span', {class: 'hint'}, `${tasks[probe.task].name}, ${hosts[probe.host].name}`)),
    probe.kinds.length > 0 && h('div', {class: 'scroll'}, h('table', {}, h('caption', {class: 'vh'}, 'By kind of traffic'),
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'traffic'), h('th', {scope: 'col', class: 'n'}, 'asked'), h('th', {scope: 'col', class: 'n'}, 'dropped'), h('th', {scope: 'col'}, 'how'))),
      h('tbody', {}, probe.kinds.map(([name, asked, dropped, how]) => h('tr', {}, h('th', {scope: 'row'}, name), h('td', {class: 'n'}, number(asked)),
        h('td', {class: 'n'}, h('span', {class: dropped > 0 ? 'ink-failed' : 'zero'}, number(dropped))), h('td', {}, how)))))));
  return {id: 'probes', title: 'Requests while it ran', count: some.length, body: () => some.map(row)};
}
