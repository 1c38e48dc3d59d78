/** Conversations and events as one page: rendered here, drawn anew when something arrives, everything from outside escaped. */
import { createHash } from 'node:crypto';
import type { KnownConversation, KnownEvent, Store } from './store';

const SHOWN = 200;
const EVENTS_SHOWN = 100;

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --quiet: #59636e; --line: #d1d9e0; --ground: #fff; --link: #0a58ca; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --quiet: #9aa4af; --line: #3d444d; --ground: #14181d; --link: #7ab4ff; } }
body { margin: 2rem auto; max-width: 64rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 0; }
p, .none, time { color: var(--quiet); }
.wide { overflow-x: auto; }
table { width: 100%; min-width: 52rem; border-collapse: collapse; }
th, td { padding: .5rem .75rem .5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td:last-child { min-width: 15rem; }
th { font-size: .875rem; color: var(--quiet); }
time, .status { white-space: nowrap; }
a { color: var(--link); }
`;

/** Asks for the page again whenever something arrived. */
export const LIVE_SCRIPT = `new EventSource('/live').onmessage = async () => {
  const answer = await fetch('/');
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  document.querySelector('main').replaceWith(page.querySelector('main'));
};
`;

/** What the browser may do with the page: show it in this style, run the one script, and nothing else. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export function pageOf(store: Store): string {
  const { events, conversations } = store.counts();
  const known = store.conversations(SHOWN);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Conversations</title>
<style>${STYLE}</style>
<script src="/live.js" defer></script>
</head>
<body>
<main>
<h1>Conversations</h1>
<p>${counted(conversations, 'conversation')} from ${counted(events, 'event')}${conversations > SHOWN ? `; the latest ${SHOWN} are shown` : ''}.</p>
${known.length === 0 ? '<p>Nothing has arrived yet.</p>' : tableOf(known)}
<h2>Events</h2>
<p>As they happened, the latest first${events > EVENTS_SHOWN ? `; ${EVENTS_SHOWN} are shown` : ''}. What comes again is let go.</p>
${eventsTable(store.events(EVENTS_SHOWN))}
</main>
</body>
</html>
`;
}

function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function tableOf(known: readonly KnownConversation[]): string {
  return `<div class="wide"><table>
<thead><tr><th scope="col">Conversation</th><th scope="col">Status</th><th scope="col">Agent</th><th scope="col">Group</th><th scope="col">Latest event</th></tr></thead>
<tbody>
${known.map(rowOf).join('\n')}
</tbody>
</table></div>`;
}

function rowOf({ id, status, agent, group, url, type, occurredAt }: KnownConversation): string {
  const time = `<time datetime="${escaped(occurredAt)}">${escaped(occurredAt.slice(0, 16).replace('T', ' '))} UTC</time>`;
  return `<tr><td>${linked(id, url)}</td><td class="status">${shown(status)}</td><td>${shown(agent)}</td><td>${shown(group)}</td><td>${shown(type)}<br>${time}</td></tr>`;
}

function eventsTable(events: readonly KnownEvent[]): string {
  return `<div class="wide"><table>
<thead><tr><th scope="col">When</th><th scope="col">Sequence</th><th scope="col">What</th><th scope="col">Conversation</th><th scope="col">Came</th></tr></thead>
<tbody>
${events.map(eventRow).join('\n')}
</tbody>
</table></div>`;
}

function eventRow({ type, occurredAt, sequence, conversation, times }: KnownEvent): string {
  const came = times === 1 ? 'once' : `${times} times, stored once`;
  return `<tr><td><time datetime="${escaped(occurredAt)}">${escaped(occurredAt.slice(0, 23).replace('T', ' '))} UTC</time></td><td>${sequence}</td><td>${shown(type)}</td><td>${shown(conversation)}</td><td>${came}</td></tr>`;
}

/** Only HTTPS is linked to: an address from outside could be `javascript:`. */
function linked(id: string, url: string | null): string {
  return url !== null && /^https:\/\//i.test(url)
    ? `<a href="${escaped(url)}" rel="noreferrer">${shown(id)}</a>`
    : shown(id);
}

/** `bdi` keeps a name's writing direction to itself. */
function shown(text: string | null): string {
  return text === null ? '<span class="none">none</span>' : `<bdi>${escaped(text)}</bdi>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for quoted attributes; control characters and directional overrides become spaces. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
