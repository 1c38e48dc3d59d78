/** Writes docs/examples.json: one event of every type, as the compiled app tells it in the stories. Run by `npm run build`. */
import { join } from 'node:path';
import { createClock, createPlatform, type OutgoingRequest } from '../../packages/fresh-platform/index';
import { UserError } from '../../packages/fresh-platform/lib/json-file';
import { loadStories, type Story } from '../stories/read';
import { EVENT_TYPES } from '../../src/events/event';
import { KINDS } from '../../src/settings/kinds';
import { writeChanged } from './write-changed';

const ROOT = join(__dirname, '..', '..');
const FILE = join(ROOT, 'docs', 'examples.json');
const HOUR_MS = 3_600_000;
/** The story in which a destination fails for a while, and of whose days there is a summary. */
export const TROUBLED_STORY = 'reopened-twice';
const OUTAGE_MS = 2 * HOUR_MS;

const ORDERS = { id: 'orders', kind: 'webhook', name: 'Orders', url: 'https://hooks.example.com/relay', tell: KINDS };
const RECORDS = {
  ...ORDERS,
  id: 'records',
  name: 'Customer records',
  url: 'https://records.example.com/relay',
  tell: ['Created', 'Assigned', 'Resolved'],
};
/** No secret of anybody's: the examples show bodies, not signatures. */
const SECRET = `whsec_${'A'.repeat(32)}`;

const SETTINGS = { destinations: [ORDERS], secrets: { orders: SECRET } };
/** Where what the app tells of itself happens too. */
const TROUBLED_SETTINGS = {
  destinations: [ORDERS, RECORDS],
  secrets: { orders: SECRET, records: SECRET },
  summary_at: '18:00',
  time_zone: 'Europe/Berlin',
};

type Told = Record<string, unknown> & { type: string };

/** What the first destination is told of a story, at the story's times. */
async function toldIn(story: Story): Promise<Told[]> {
  const isTroubled = story.name === TROUBLED_STORY;
  const iparams = isTroubled ? TROUBLED_SETTINGS : SETTINGS;
  const start = story.steps[0]?.at ?? 0;
  const clock = createClock(start);
  const told: OutgoingRequest[] = [];
  const platform = createPlatform({
    appDir: ROOT,
    iparams,
    clock,
    freshchatUrl: story.account.url,
    region: story.account.region,
    // The same events each time, also where a wait is jittered.
    random: () => 0.5,
    receiver: (request) => {
      if (request.host === 'hooks.example.com') told.push(request);
      const passed = clock.now() - start;
      return { status: request.host !== 'hooks.example.com' && passed > 0 && passed < OUTAGE_MS ? 503 : 204 };
    },
  });
  if (isTroubled) await platform.install(iparams);
  for (const { at, event, payload } of story.steps) {
    await clock.advanceTo(at);
    await platform.invoke(event, payload);
  }
  if (isTroubled) await clock.advance(8 * HOUR_MS);
  return told.flatMap(({ body }) => (JSON.parse(body) as { data: { events: Told[] } }).data.events);
}

/** Throws a UserError that names a type which no story tells. */
export async function writeExamples(): Promise<void> {
  const told: Told[] = [];
  for (const story of loadStories([])) told.push(...(await toldIn(story)));
  const examples = EVENT_TYPES.map((type) => {
    // A later day's summary has a day before to stand beside.
    const example = told.filter((event) => event.type === type).at(type === 'relay.summary' ? -1 : 0);
    if (example === undefined)
      throw new UserError(
        `No story in test_data/ tells ${type}: write one in which it happens (CONTRIBUTING.md, "A story or a scenario more").`,
      );
    return example;
  });
  const text = `${JSON.stringify(examples, null, 2)}\n`;
  writeChanged(FILE, text);
}
