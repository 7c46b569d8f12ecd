/** Diffs: lines one below the other, or side by side where there is room. */
const diffView = {
  now: memory.get('diff') === 'split' ? 'split' : 'unified',
  shown: new Set(),
};
const narrow = matchMedia('(max-width: 720px)');

function diffChoice() {
  const choose = name => h('button', {type: 'button', 'aria-pressed': String(diffView.now === name), onclick() {
    diffView.now = name;
    memory.set('diff', name);
    for (const button of box.children) button.setAttribute('aria-pressed', String(button === this));
    for (const redraw of diffView.shown) redraw();
  }}, name === 'split' ? 'side by side' : 'one column');
  const box = h('div', {class: 'choice', role: 'group', 'aria-label': 'How diffs are shown'}, choose('unified'), choose('split'));
  return box;
}

function diffOf(i) {
  const diff = data.diffs[i];
  const added = diff.lines.filter(line => line[0] === '+').length;
  const removed = diff.lines.filter(line => line[0] === '-').length;
  const body = h('div', {class: 'diff-body', tabindex: '0', role: 'region', 'aria-label': `Diff of ${diff.label}`});
  const redraw = () => body.replaceChildren(diffView.now === 'split' && !narrow.matches ? split(diff.lines) : unified(diff.lines));
  const box = h('figure', {class: 'diff'},
    h('figcaption', {}, h('code', {}, diff.label), h('span', {class: 'size'},
      added > 0 && h('span', {class: 'added'}, `+${added}`), ' ', removed > 0 && h('span', {class: 'removed'}, `−${removed}`))),
    body,
    diff.cut && h('p', {class: 'hint'}, `${count(diff.cut, 'line')} more of this diff are not in this page: hitless show has them.`));
  whenSeen(body, () => {
    redraw();
    diffView.shown.add(redraw);
  });
  return box;
}

/** Lines with their numbers before and after; runs of removed and added lines stand together. */
function rows(lines) {
  const out = [];
  let before = 0;
  let after = 0;
  for (let i = 0; i < lines.length;) {
    const line = lines[i];
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      out.push({hunk: line});
      i++;
    } else if (line[0] === '-' || line[0] === '+') {
      const minus = [];
      const plus = [];
      for (; lines[i]?.[0] === '-'; i++) minus.push({no: before++, text: lines[i].slice(1)});
      for (; lines[i]?.[0] === '+'; i++) plus.push({no: after++, text: lines[i].slice(1)});
      out.push({minus, plus});
    } else if (line[0] === '\\') {
      out.push({note: line.slice(2)});
      i++;
    } else {
      out.push({same: line.slice(1), before: before++, after: after++});
      i++;
    }
  }
  return out;
}

/** The part of a line that differs from the one it stands against is marked. */
function marked(text, other) {
  if (other === undefined || text === other) return [text];
  let from = 0;
  while (from < text.length && text[from] === other[from]) from++;
  let end = 0;
  while (end < text.length - from && end < other.length - from && text[text.length - 1 - end] === other[other.length - 1 - end]) end++;
  const middle = text.slice(from, text.length - end);
  if (middle === '' || from + end < text.length / 4) return [text];
  return [text.slice(0, from), h('mark', {}, middle), text.slice(text.length - end)];
}

function line(kind, before, after, sign, content) {
  return h('tr', {class: kind}, h('td', {class: 'no'}, before), h('td', {class: 'no'}, after),
    h('td', {class: 'sign'}, sign), h('td', {class: 'text'}, content));
}

function unified(lines) {
  const body = rows(lines).flatMap(row => {
    if (row.hunk) return [h('tr', {class: 'hunk'}, h('td', {colspan: '4'}, row.hunk))];
    if (row.note) return [h('tr', {class: 'note'}, h('td', {colspan: '4'}, row.note))];
    if (row.same !== undefined) return [line('same', row.before, row.after, '', row.same)];
    return [
      ...row.minus.map((one, i) => line('minus', one.no, '', '−', marked(one.text, row.plus[i]?.text))),
      ...row.plus.map((one, i) => line('plus', '', one.no, '+', marked(one.text, row.minus[i]?.text)))];
  });
  return h('table', {class: 'unified'}, h('tbody', {}, body));
}

function split(lines) {
  const half = (kind, one, other) => one === undefined
    ? [h('td', {class: 'no none'}), h('td', {class: 'text none'})]
    : [h('td', {class: `no ${kind}`}, one.no), h('td', {class: `text ${kind}`}, marked(one.text, other?.text))];
  const body = rows(lines).flatMap(row => {
    if (row.hunk) return [h('tr', {class: 'hunk'}, h('td', {colspan: '4'}, row.hunk))];
    if (row.note) return [h('tr', {class: 'note'}, h('td', {colspan: '4'}, row.note))];
    if (row.same !== undefined) {
      return [h('tr', {class: 'same'}, half('', {no: row.before, text: row.same}), half('', {no: row.after, text: row.same}))];
    }
    return Array.from({length: Math.max(row.minus.length, row.plus.length)}, (_, i) =>
      h('tr', {}, half('minus', row.minus[i], row.plus[i]), half('plus', row.plus[i], row.minus[i])));
  });
  return h('table', {class: 'split'},
    h('colgroup', {}, ['no', 'text', 'no', 'text'].map(name => h('col', {class: name}))),
    h('thead', {}, h('tr', {}, h('th', {colspan: '2', scope: 'col'}, 'before'), h('th', {colspan: '2', scope: 'col'}, 'after'))),
    h('tbody', {}, body));
}
