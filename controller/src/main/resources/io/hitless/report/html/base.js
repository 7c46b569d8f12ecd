'use strict';

/** An element. What children say is text, whatever it looks like: nothing on this page is ever read as markup. */
function h(tag, attributes, ...children) {
  return made(document.createElement(tag), attributes, children);
}

/** The same in a drawing. */
function draw(tag, attributes, ...children) {
  return made(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

function number(n) {
  return n.toLocaleString('en-GB');
}

function count(n, one, many) {
  return `${number(n)} ${n === 1 ? one : many ?? one + 's'}`;
}

function two(n) {
  return String(n).padStart(2, '0');
}

/** How long something took, as people say it. */
function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59950) return `${(ms / 1000).toFixed(1)} s`;
  const s = Math.round(ms / 1000);
  if (s < 3600) return `${Math.floor(s / 60)} min ${two(s % 60)} s`;
  const min = Math.round(s / 60);
  return min < 2880 ? `${Math.floor(min / 60)} h ${two(min % 60)} min` : `${Math.round(min / 1440)} days`;
}

function clock(at) {
  const d = new Date(at);
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

function day(at) {
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

/** A time as machines read it, shown as people do. */
function time(at, text) {
  return h('time', {datetime: new Date(at).toISOString(), title: `${day(at)} ${clock(at)}`}, text ?? `${day(at)} ${clock(at)}`);
}

/** Remembers a choice where the browser lets a page; a page that was opened from a file may not be let. */
const memory = {
  get(name) {
    try { return localStorage.getItem(`hitless.${name}`); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem(`hitless.${name}`, value); } catch { /* then it is for this once */ }
  },
};

/** Light, dark, or as the system has it. */
function themeChoice() {
  const names = ['auto', 'light', 'dark'];
  const show = name => {
    if (name === 'auto') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', name);
  };
  let now = names.includes(memory.get('theme')) ? memory.get('theme') : 'auto';
  show(now);
  const label = h('span', {}, now);
  return h('button', {type: 'button', class: 'quiet theme', title: 'Colours: as the system has them, light, or dark', onclick() {
    now = names[(names.indexOf(now) + 1) % names.length];
    memory.set('theme', now);
    show(now);
    label.textContent = now;
  }}, h('span', {class: 'theme-mark', 'aria-hidden': 'true'}), h('span', {class: 'vh'}, 'Colours: '), label);
}

/** Fills an element once it is about to be seen: a thousand rows are quick to make if what is in them waits. */
const waiting = new WeakMap();
const eye = new IntersectionObserver(seen => {
  for (const {target, isIntersecting} of seen) {
    if (!isIntersecting) continue;
    eye.unobserve(target);
    waiting.get(target)?.(target);
    waiting.delete(target);
  }
}, {rootMargin: '400px'});

function whenSeen(element, fill) {
  waiting.set(element, fill);
  eye.observe(element);
  return element;
}

/** A list that shows its first rows, and more when asked. */
function longList(items, row, step = 40) {
  const list = h('ul', {class: 'plain list'});
  let shown = 0;
  const more = h('button', {type: 'button', class: 'quiet', onclick: () => add(step * 5)});
  function add(n) {
    list.append(...items.slice(shown, shown + n).map(item => h('li', {}, row(item))));
    shown = Math.min(items.length, shown + n);
    more.hidden = shown >= items.length;
    more.textContent = `Show more: ${number(items.length - shown)} are not shown`;
  }
  add(step);
  return [list, more];
}

/** Names of hosts, the first few and how many more, all of them when opened. */
function names(list, few = 8) {
  if (list.length <= few) return h('span', {class: 'names'}, list.join(', '));
  return h('details', {class: 'names'},
    h('summary', {}, `${list.slice(0, few).join(', ')} and ${number(list.length - few)} more`),
    h('p', {}, list.slice(few).join(', ')));
}
