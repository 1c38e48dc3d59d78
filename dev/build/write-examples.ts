/** Writes docs/examples.json: one event of every type that a payload brings, as the compiled app tells it in the stories. Run by `npm run build`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClock, createPlatform, type OutgoingRequest } from '../../packages/fresh-platform/index';
import { UserError } from '../../packages/fresh-platform/lib/json-file';
import { loadStories, type Story } from '../stories/read';
import { KINDS } from '../../src/settings/kinds';
import { TRANSITION_TYPES } from '../../src/conversation/transitions';

const ROOT = join(__dirname, '..', '..');
const FILE = join(ROOT, 'docs', 'examples.json');
/** No secret of anybody's: the examples show bodies, not signatures. */
const IPARAMS = {
  destinations: [
    { id: 'webhook', kind: 'webhook', name: 'Orders', url: 'https://hooks.example.com/relay', tell: KINDS },
  ],
  secrets: { webhook: `whsec_${'A'.repeat(32)}` },
};

type Told = Record<string, unknown> & { type: string };

async function toldIn(story: Story): Promise<Told[]> {
  const requests: OutgoingRequest[] = [];
  const platform = createPlatform({
    appDir: ROOT,
    iparams: IPARAMS,
    clock: createClock(story.steps[0]?.at ?? 0),
    freshchatUrl: story.account.url,
    region: story.account.region,
    receiver: (request) => {
      requests.push(request);
      return { status: 204 };
    },
  });
  for (const { event, payload } of story.steps) await platform.invoke(event, payload);
  return requests.flatMap(({ body }) => (JSON.parse(body) as { data: { events: Told[] } }).data.events);
}

/** Throws a UserError that names a type which no story tells. */
export async function writeExamples(): Promise<void> {
  const told: Told[] = [];
  for (const story of loadStories([])) told.push(...(await toldIn(story)));
  const examples = TRANSITION_TYPES.map((type) => {
    const example = told.find((event) => event.type === type);
    if (example === undefined)
      throw new UserError(
        `No story in test_data/ tells ${type}: write one in which it happens (CONTRIBUTING.md, "A story more").`,
      );
    return example;
  });
  const text = `${JSON.stringify(examples, null, 2)}\n`;
  if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) writeFileSync(FILE, text);
}
