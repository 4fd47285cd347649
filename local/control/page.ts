/** One page to see what the laptop does: the clock, the mail, events, executions and dead letters. */
export function controlPage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Guanxi on this laptop</title>
<style>${style}</style>
</head>
<body>
<header>
  <h1>关系 on this laptop</h1>
  <time id="now"></time>
  <button data-advance="PT1H">+1 hour</button>
  <button data-advance="P1D">+1 day</button>
  <button data-advance="P7D">+1 week</button>
  <span id="state" role="status"></span>
</header>
<nav>
  <button data-view="mail">Mail</button>
  <button data-view="events">Events</button>
  <button data-view="executions">Executions</button>
  <button data-view="queues">Queues</button>
</nav>
<main><div id="list"></div><section id="detail" aria-live="polite"></section></main>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: #1b1f24; background: #f6f7f9 }
header, nav { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; padding: .6rem 1rem; background: #fff; border-bottom: 1px solid #dde1e6 }
h1 { font-size: 1.1rem; margin: 0 1rem 0 0 }
button { font: inherit; padding: .2rem .7rem; border: 1px solid #b8c0ca; border-radius: 6px; background: #fff; cursor: pointer }
button[aria-current] { background: #1b4dd1; border-color: #1b4dd1; color: #fff }
button:disabled { opacity: .5; cursor: progress }
main { display: grid; grid-template-columns: minmax(18rem, 2fr) 3fr; gap: 1rem; padding: 1rem }
table { width: 100%; border-collapse: collapse; background: #fff }
td, th { padding: .3rem .6rem; border-bottom: 1px solid #eceff2; text-align: left; vertical-align: top; overflow-wrap: anywhere }
tbody tr { cursor: pointer }
tbody tr:hover { background: #eef3ff }
#detail { background: #fff; padding: 1rem; min-height: 20rem }
iframe { width: 100%; height: 28rem; border: 1px solid #dde1e6; background: #fff }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
@media (max-width: 50rem) { main { grid-template-columns: 1fr } }
`;

/** Everything from outside is set as text; a mail's HTML is shown in a frame without scripts. */
const script = `
const at = (id) => document.getElementById(id);
const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
const read = async (path, options) => {
  const answer = await fetch(path, options);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
};
const json = (value) => make('pre', JSON.stringify(value, null, 2));
const show = (...nodes) => at('detail').replaceChildren(...nodes);
const short = (instant) => (instant || '').replace('T', ' ').slice(0, 19);
const views = {
  mail: {
    path: '/mail', columns: ['at', 'to', 'subject'],
    row: (it) => [short(it.at), it.to.join(', '), it.subject],
    open: (it) => {
      const frame = make('iframe', '');
      frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
      frame.srcdoc = '<base target="_blank">' + it.html;
      show(make('h2', it.subject), make('p', it.from + ' → ' + it.to.join(', ')), it.html ? frame : make('pre', it.text),
        make('h3', 'Text'), make('pre', it.text), make('h3', 'Headers'), json(it.headers));
    },
  },
  events: {
    path: '/events', columns: ['time', 'type', 'source'],
    row: (it) => [short(it.time), it['detail-type'], it.source], open: (it) => show(json(it)),
  },
  executions: {
    path: '/executions', columns: ['started', 'name', 'status', 'transitions'],
    row: (it) => [short(it.startedAt), it.name, it.status, it.transitions], open: (it) => show(json(it)),
  },
  queues: {
    path: '/queues', columns: ['name', 'visible', 'in flight', 'delayed', ''],
    row: (it) => [it.name, it.visible, it.inFlight, it.delayed, it.isDeadLetter ? 'dead letters' : ''],
    open: async (it) => {
      const path = '/queues/' + encodeURIComponent(it.name);
      const { items } = await read(path);
      const again = make('button', 'Send back to where they came from');
      again.onclick = () => attempt(async () => { const { moved } = await read(path + '/redrive', { method: 'POST' }); say(moved + ' sent back'); await refresh(); });
      show(make('h2', it.name), ...(it.isDeadLetter && items.length ? [again] : []), ...items.map((each) => json(each)));
    },
  },
};
let view = 'mail';
const say = (text) => { at('state').textContent = text; };
const attempt = async (work) => { try { await work(); } catch (error) { say(error.message); } };
const refresh = async () => {
  at('now').textContent = short((await read('/clock')).now) + ' UTC';
  const { path, columns, row, open } = views[view];
  const { items } = await read(path);
  const body = make('tbody', '');
  const newest = view === 'queues' ? items : items.slice(-300).reverse();
  for (const it of newest) {
    const line = make('tr', '', { onclick: () => attempt(() => open(it)), tabIndex: 0 });
    line.onkeydown = (event) => { if (event.key === 'Enter') line.click(); };
    line.append(...row(it).map((text) => make('td', text)));
    body.append(line);
  }
  const head = make('thead', '');
  head.append(...columns.map((name) => make('th', name)));
  const table = make('table', '');
  table.append(head, body);
  at('list').replaceChildren(items.length ? table : make('p', 'Nothing yet.'));
};
for (const button of document.querySelectorAll('[data-view]')) {
  button.onclick = () => {
    view = button.dataset.view;
    for (const other of document.querySelectorAll('[data-view]')) other.removeAttribute('aria-current');
    button.setAttribute('aria-current', 'page');
    show();
    attempt(refresh);
  };
}
for (const button of document.querySelectorAll('[data-advance]')) {
  button.onclick = () => attempt(async () => {
    const all = document.querySelectorAll('[data-advance]');
    all.forEach((each) => { each.disabled = true; });
    say('working …');
    try {
      await read('/clock', { method: 'POST', body: JSON.stringify({ advance: button.dataset.advance }) });
      say('');
    } finally {
      all.forEach((each) => { each.disabled = false; });
    }
    await refresh();
  });
}
document.querySelector('[data-view="mail"]').click();
setInterval(() => attempt(refresh), 3000);
`;
