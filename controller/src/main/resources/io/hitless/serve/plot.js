/** Drift over time: a bar for each check, as high as there are hosts that are not in sync, in the colours of what they are. */
const PLOTTED = ['unreachable', 'failed', 'drifted', 'unknown'];

function plot(checks) {
  const box = h('div', {class: 'plot'});
  const render = () => box.replaceChildren(plotOf(checks, Math.max(280, box.clientWidth)));
  new ResizeObserver(render).observe(box);
  return box;
}

function plotOf(checks, width) {
  const height = 168;
  const [left, bottom, top] = [40, 22, 12];
  const from = checks[0].at;
  const until = Math.max(checks.at(-1).at, from + 60000);
  const room = width - left - 8;
  const slim = Math.max(2, Math.min(18, room / checks.length * 0.7));
  const x = at => left + slim / 2 + (at - from) / (until - from) * (room - slim);
  const heights = checks.map(check => PLOTTED.reduce((sum, state) => sum + check.hosts[state], 0));
  const most = nice(Math.max(4, ...heights));
  const y = n => height - bottom - n / most * (height - bottom - top);
  const grid = [0, most / 2, most].map(n => [
    draw('line', {class: 'grid', x1: left, x2: width - 8, y1: y(n), y2: y(n)}),
    draw('text', {class: 'label', x: left - 8, y: y(n) + 4, 'text-anchor': 'end'}, number(n))]);
  const bars = checks.map(check => {
    let n = 0;
    const parts = [...PLOTTED].reverse().filter(state => check.hosts[state] > 0).map(state => {
      n += check.hosts[state];
      return draw('rect', {class: `is-${state}`, x: x(check.at) - slim / 2, y: y(n), width: slim, height: y(n - check.hosts[state]) - y(n)});
    });
    if (parts.length === 0) parts.push(draw('rect', {class: 'is-in_sync', x: x(check.at) - slim / 2, y: y(0) - 2.5, width: slim, height: 2.5}));
    return draw('a', {href: `/runs/${check.run}`, 'aria-label': said(check)}, draw('title', {}, said(check)),
      draw('rect', {class: 'reach', x: x(check.at) - slim / 2, y: top, width: slim, height: height - top - bottom}), parts);
  });
  return draw('svg', {width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Hosts that are not in sync, by check'}, grid,
    dates(from, until, width).map(({at, text}) => draw('text', {class: 'label', x: x(at), y: height - 5, 'text-anchor': at === from ? 'start' : 'middle'}, text)), bars);
}

function said(check) {
  const parts = PLOTTED.filter(state => check.hosts[state] > 0).map(state => `${check.hosts[state]} ${STATES[state].word}`);
  return `${day(check.at)} ${clock(check.at)}: ${parts.length > 0 ? parts.join(', ') : 'all in sync'}${check.coverage === undefined ? '' : `, coverage ${check.coverage}%`}`;
}

/** The next number that divides well. */
function nice(n) {
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 4, 6, 8, 10].map(one => one * power).find(one => one >= n && one % 2 === 0) ?? 10 * power;
}

function dates(from, until, width) {
  const many = Math.max(2, Math.min(6, Math.floor(width / 150)));
  const short = until - from < 172800000;
  return Array.from({length: many}, (_, i) => from + (until - from) * i / many).map(at => ({at, text: short ? clock(at).slice(0, 5) : day(at).slice(5)}));
}
