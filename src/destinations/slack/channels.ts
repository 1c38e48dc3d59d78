/** Slack's `conversations.list`, page by page. Source: Slack's Web API reference (`channels:read`, `groups:read`). */
import { idOf, isList, objectOf, textOf } from '../../lib/json';
import { onOneLine } from '../../lib/text';
import { send } from '../../platform/requests';
import type { Runtime } from '../../platform/runtime';
import { parsedAnswer, slackOutcome, slackRemedy } from './answers';

export interface SlackChannel {
  id: string;
  name: string;
}

interface Listing {
  ok: boolean;
  channels: readonly SlackChannel[];
  message: string;
}

/** A page holds up to 1,000 channels; a function of the page has 20 s. */
const MOST_PAGES = 4;
const PUBLIC_AND_PRIVATE = 'public_channel,private_channel';
/** Where the token lacks `groups:read`. */
const PUBLIC = 'public_channel';

/** Sorted by name. */
export async function listChannels(token: string, runtime: Runtime): Promise<Listing> {
  const all = await listPages(token, PUBLIC_AND_PRIVATE, runtime);
  const listed = isScopeMissing(all) ? await listPages(token, PUBLIC, runtime) : all;
  if (isScopeMissing(listed)) {
    const message = "This token may not list channels. Enter the channel's id, or add the scope channels:read.";
    return { ok: false, channels: [], message };
  }
  if ('problem' in listed) return { ok: false, channels: [], message: `It ${listed.problem}` };
  const channels = [...listed.channels].sort((a, b) => a.name.localeCompare(b.name));
  const message = channels.length === 0 ? 'The token sees no channel. Invite the bot to one, then list again.' : '';
  return { ok: true, channels, message };
}

type Pages = { channels: SlackChannel[] } | { problem: string; reason: string };

function isScopeMissing(pages: Pages): boolean {
  return 'reason' in pages && pages.reason === 'Slack answered missing_scope';
}

/** What was listed before a later page failed is better than nothing. */
async function listPages(token: string, types: string, runtime: Runtime): Promise<Pages> {
  const channels: SlackChannel[] = [];
  let cursor: string | null = '';
  for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
    const outcome = slackOutcome(await send('listSlackChannels', { token, types, cursor }, null, runtime));
    if (!outcome.ok && page === 0) return { problem: slackRemedy(outcome), reason: outcome.reason };
    const answer = outcome.ok ? parsedAnswer(outcome.response) : {};
    channels.push(...channelsIn(answer['channels']));
    cursor = cursorIn(objectOf(answer['response_metadata'])['next_cursor']);
  }
  return { channels };
}

function channelsIn(value: unknown): SlackChannel[] {
  const entries = isList(value) ? value.map(objectOf) : [];
  return entries.flatMap(({ id, name }) => {
    const channel = idOf(id);
    return channel === null ? [] : [{ id: channel, name: onOneLine(textOf(name) ?? channel) }];
  });
}

/** It stands in an address; null for none, or what cannot be a cursor. */
function cursorIn(value: unknown): string | null {
  const cursor = textOf(value);
  return cursor !== null && /^[\w=+/-]{1,200}$/.test(cursor) ? cursor : null;
}
