/**
 * Where a time lies between 0 and 1 of the width. Long stretches in which nothing was at work (an approval that took an hour, a run that was
 * resumed the next day) are pressed together, or all the rest would be a line.
 */
const scale = (() => {
  const busy = [];
  for (const host of hosts) {
    for (const cell of host.cells) busy.push([cell.start, cell.start + cell.took]);
  }
  data.batches.forEach(batch => busy.push([batch.from, batch.from]));
  busy.sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [from, to] of busy) {
    if (merged.length > 0 && from <= merged.at(-1)[1] + 1) merged.at(-1)[1] = Math.max(merged.at(-1)[1], to);
    else merged.push([from, to]);
  }
  const end = Math.max(data.lasted, merged.at(-1)?.[1] ?? 0, 1);
  const work = merged.reduce((sum, [from, to]) => sum + to - from, 0);
  const least = Math.max(60000, work / 3);
  const gaps = [];
  merged.forEach(([, to], i) => {
    const next = merged[i + 1]?.[0];
    if (next !== undefined && next - to > least) gaps.push([to, next]);
  });
  const gone = gaps.reduce((sum, [from, to]) => sum + to - from, 0);
  const pressed = (end - gone) * 0.03;
  const total = end - gone + gaps.length * pressed || 1;
  function at(ms) {
    let x = ms;
    for (const [from, to] of gaps) {
      if (ms >= to) x += pressed - (to - from);
      else if (ms > from) x += (ms - from) / (to - from) * pressed - (ms - from);
    }
    return Math.min(1, Math.max(0, x / total));
  }
  return {at, gaps, end, work: total};
})();

const WIDE = 1000;

/** Where to put numbers on the axis: at round times, not too close. */
function ticks() {
  const steps = [100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 144e5, 432e5, 864e5];
  const step = steps.find(one => scale.work / one <= 8) ?? steps.at(-1);
  const out = [];
  for (let ms = 0; ms <= scale.end; ms += step) {
    const x = scale.at(ms);
    const hidden = scale.gaps.some(([from, to]) => ms > from && ms < to);
    if (!hidden && (out.length === 0 || x - out.at(-1).x > 0.07)) out.push({ms, x});
    if (out.length > 40) break;
  }
  return out;
}

function axis() {
  return h('div', {class: 'axis', 'aria-hidden': 'true'}, ticks().filter(({x}) => x < 0.96).map(({ms, x}) => {
    const label = h('span', {}, ms === 0 ? '0' : duration(ms).replace('.0 s', ' s').replace(' 00 s', ''));
    label.style.left = `${x * 100}%`;
    return label;
  }));
}

/** A host's tasks as bars; those of the same state are one path, as a fleet has many. */
function track(host) {
  const paths = new Map();
  for (const cell of host.cells) {
    if (cell.state === 'skipped' && cell.took === 0) continue;
    const x = scale.at(cell.start) * WIDE;
    const width = Math.max(scale.at(cell.start + cell.took) * WIDE - x - 0.4, 1.2);
    const bar = `M${x.toFixed(1)} 2h${width.toFixed(1)}v12h${(-width).toFixed(1)}z`;
    paths.set(cell.state, (paths.get(cell.state) ?? '') + bar);
  }
  const order = [...paths].sort(([a], [b]) => ORDER.indexOf(b) - ORDER.indexOf(a));
  return draw('svg', {class: 'track', viewBox: `0 0 ${WIDE} 16`, preserveAspectRatio: 'none', role: 'img', 'aria-label': spoken(host)},
    scale.gaps.map(([from, to]) => draw('rect', {class: 'gap', x: scale.at(from) * WIDE, y: 0, width: (scale.at(to) - scale.at(from)) * WIDE, height: 16})),
    order.map(([state, d]) => draw('path', {class: `is-${state}`, d})));
}

function spoken(host) {
  if (host.cells.length === 0) return 'no task';
  return `${count(host.cells.length, 'task')} from ${clock(data.start + host.from)} to ${clock(data.start + host.to)}`;
}

/** The cell of a host at a place of its track, for the pointer. */
function cellAt(host, part) {
  let best = null;
  for (const cell of host.cells) {
    const from = scale.at(cell.start);
    const to = Math.max(scale.at(cell.start + cell.took), from + 0.003);
    if (part >= from && part <= to && (best === null || ORDER.indexOf(cell.state) < ORDER.indexOf(best.state))) best = cell;
  }
  return best;
}

/** Batches as bars, each with what became of its hosts, and what was decided between them. */
function batches() {
  const some = data.batches.map((batch, i) => ({...batch, i, on: batch.hosts.filter(host => filter.hosts.has(host))})).filter(batch => batch.on.length > 0);
  const row = batch => {
    const states = tally(batch.on.map(i => hosts[i]));
    const bar = h('span', {class: 'bar'});
    bar.style.left = `${scale.at(batch.from) * 100}%`;
    bar.style.width = `max(3px, ${(scale.at(batch.to) - scale.at(batch.from)) * 100}%)`;
    bar.append(...states.map(([state, n]) => {
      const part = h('span', {class: `is-${state}`, title: `${n} ${STATES[state].word}`});
      part.style.flexGrow = n;
      return part;
    }));
    const play = data.plays.length > 1 ? `${data.plays[batch.play]}, ` : '';
    return h('tr', {},
      h('th', {scope: 'row'}, `${play}batch ${batch.number}`, batch.of > 0 && h('span', {class: 'of'}, ` of ${batch.of}`)),
      h('td', {class: 'n'}, number(batch.on.length)),
      h('td', {class: 'n'}, duration(batch.to - batch.from)),
      h('td', {class: 'lane'}, h('span', {class: 'room'}, bar), h('span', {class: 'vh'}, states.map(([state, n]) => `${n} ${STATES[state].word}`).join(', '))));
  };
  return {
    id: 'batches', title: 'Batches', count: some.length, quiet: some.length < 2,
    body: () => [h('table', {class: 'lanes'},
      h('caption', {class: 'vh'}, 'Batches, when each was at work, and how its hosts stand'),
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'batch'), h('th', {scope: 'col', class: 'n'}, 'hosts'),
        h('th', {scope: 'col', class: 'n'}, 'took'), h('th', {scope: 'col'}, h('span', {class: 'vh'}, 'when'), axis()))),
      h('tbody', {}, some.map(row)))],
  };
}
