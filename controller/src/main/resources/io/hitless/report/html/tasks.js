/** Tasks, the ones that cost most first. */
const taskTable = {
  by: 'longest',
  keys: {order: task => task.i, name: task => task.name, longest: task => -task.longest, median: task => -task.median, total: task => -task.total, changed: task => -task.changed, lost: task => -task.lost},
};

function tasksSection() {
  const some = tasks.filter(task => filter.tasks.has(task.i) && task.h.length > 0);
  const column = (key, text, style) => h('th', {scope: 'col', role: 'columnheader', class: style, 'aria-sort': taskTable.by === key ? 'descending' : 'none'},
    h('button', {type: 'button', class: 'sort', onclick() {
      taskTable.by = key;
      refresh('tasks');
    }}, text));
  const most = Math.max(1, ...some.map(task => task.longest));
  const row = task => {
    const bar = h('td', {class: 'bars', role: 'cell'}, h('span', {class: 'longest'}), h('span', {class: 'median'}));
    bar.children[0].style.width = `${task.longest / most * 100}%`;
    bar.children[1].style.width = `${task.median / most * 100}%`;
    return h('tr', {role: 'row'},
      h('th', {scope: 'row', role: 'rowheader'}, h('span', {class: 'name'}, task.name), ' ', placeOf(task)),
      h('td', {role: 'cell', class: 'n hide'}, number(task.h.length)),
      h('td', {role: 'cell', class: 'n'}, task.changed > 0 ? h('span', {class: 'ink-changed'}, number(task.changed)) : h('span', {class: 'zero'}, '0')),
      h('td', {role: 'cell', class: 'n'}, task.lost > 0 ? h('span', {class: 'ink-failed'}, number(task.lost)) : h('span', {class: 'zero'}, '0')),
      h('td', {role: 'cell', class: 'n hide'}, duration(task.median)),
      h('td', {role: 'cell', class: 'n'}, duration(Math.max(0, task.longest)), h('span', {class: 'who'}, task.slowest >= 0 && task.h.length > 1 ? ` ${hosts[task.slowest].name}` : '')),
      h('td', {role: 'cell', class: 'n hide'}, duration(task.total)),
      bar);
  };
  const body = () => {
    const key = taskTable.keys[taskTable.by];
    const sorted = some.toSorted((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.i - b.i);
    return [h('div', {class: 'scroll'}, h('table', {class: 'tasks-table', role: 'table'},
      h('caption', {class: 'vh'}, 'Tasks: hosts, changes, failures and time'),
      h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, column('order', 'task, in the order they ran'), h('th', {scope: 'col', role: 'columnheader', class: 'n hide'}, 'hosts'),
        column('changed', data.looked ? 'would change' : 'changed', 'n'), column('lost', 'failed', 'n'), column('median', 'median', 'n hide'), column('longest', 'longest', 'n'), column('total', 'all hosts', 'n hide'),
        h('th', {scope: 'col', role: 'columnheader', class: 'bars'}, h('span', {class: 'vh'}, 'median and longest')))),
      h('tbody', {role: 'rowgroup'}, sorted.map(row))))];
  };
  return {id: 'tasks', title: 'Tasks by duration', count: some.length, body};
}
