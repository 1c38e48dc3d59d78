/** What a receiver is asked, and what its answers mean. */
import { newSecret } from '../stories/signature';
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { another, deliveryOf, eventsOf, signed, type RealDeliveries, type Sent } from './deliveries';
import { isTaken, type Answer, type Target } from './target';

/** `unseen`: answered well, but only the receiver's own list would show what it did with it. */
export type Result = 'pass' | 'FAIL' | 'unseen';

export interface Verdict {
  result: Result;
  /** What is checked, as the rest of a sentence that begins with "It". */
  says: string;
  /** What came of it; where it failed, what to mend. */
  words: string;
}

export interface Check {
  says: string;
  run: (asked: Asked) => Promise<Omit<Verdict, 'says'>>;
}

export interface Asked {
  target: Target;
  secret: string;
  real: RealDeliveries;
}

const MINUTE_MS = 60_000;
/** The app's largest body; the platform takes no more. */
const LARGEST_BYTES = 100_000;

/** In the order in which they are asked. */
export const CHECKS: readonly Check[] = [
  {
    says: 'verifies and takes what the app sends',
    run: async ({ target, real: { changes } }) =>
      allTaken(await inTurn(changes, target), 'Verify over the raw body, and answer 2xx once it is stored.'),
  },
  {
    says: 'takes the test of an install',
    run: async ({ target, real: { test } }) =>
      allTaken([await target.post(test)], 'It has no events: verify it and answer 2xx.'),
  },
  {
    says: 'verifies the body as it arrived, to the byte',
    run: async ({ target, secret, real }) => {
      // The app escapes what templates could take for their own; parsed and written again, the text is another one.
      const body = deliveryOf([another(sample(real), { conversation: { channel: { id: 'c', name: '<% ${ 見' } } })]);
      const escaped = body.replace(/<(?=%)/g, '\\u003c').replace(/\$(?=\{)/g, '\\u0024');
      return allTaken([await target.post(signed(escaped, secret))], 'Verify what arrived, before it is parsed.');
    },
  },
  {
    says: 'refuses a body that was changed on the way',
    run: async ({ target, secret, real }) => {
      const { headers, body } = signed(deliveryOf([another(sample(real))]), secret);
      return allRefused([await target.post({ headers, body: body.replace('"id":"evt_', '"id":"evt_0') })]);
    },
  },
  {
    says: 'refuses another secret, and no signature at all',
    run: async ({ target, real }) => {
      const forged = signed(deliveryOf([another(sample(real))]), newSecret());
      const unsigned = { ...forged, headers: without(forged.headers, 'webhook-signature') };
      return allRefused(await inTurn([forged, unsigned], target));
    },
  },
  {
    says: 'refuses what was signed ten minutes ago, and ten minutes ahead',
    run: async ({ target, secret, real }) => {
      const body = deliveryOf([another(sample(real))]);
      const times = [Date.now() - 10 * MINUTE_MS, Date.now() + 10 * MINUTE_MS];
      return allRefused(
        await inTurn(
          times.map((at) => signed(body, secret, at)),
          target,
        ),
      );
    },
  },
  {
    says: 'takes either signature while one secret replaces the other',
    run: async ({ target, secret, real }) => {
      const { headers, body } = signed(deliveryOf([another(sample(real))]), secret);
      const other = signed(body, newSecret()).headers['webhook-signature'] ?? '';
      const both = { ...headers, 'webhook-signature': `${other} ${headers['webhook-signature'] ?? ''}` };
      return allTaken([await target.post({ headers: both, body })], 'Several signatures have spaces between them.');
    },
  },
  {
    says: 'takes types and fields it does not know',
    run: async ({ target, secret, real }) => {
      const unknown = another(sample(real), { type: 'conversation.moon', phase: 1 });
      const notice = without(another(sample(real), { type: 'relay.moon' }), 'conversation');
      const bodies = [deliveryOf([unknown, notice]), deliveryOf([], 'conversation.moon'), '{"type":"relay.moon"}'];
      return allTaken(
        await inTurn(
          bodies.map((body) => signed(body, secret)),
          target,
        ),
        'Let go of what you do not know with a 2xx: a refusal is sent again for three days.',
      );
    },
  },
  {
    says: 'tells a repeat by its event id',
    run: async ({ target, secret, real }) => {
      const event = another(sample(real));
      const send = (events: readonly Json[]): Promise<Answer> => target.post(signed(deliveryOf(events), secret));
      const first = await send([event]);
      const before = await target.shown();
      const again = await send([event, another(sample(real))]);
      const remedy = 'The same event comes again, also in another batch: take it with a 2xx and store it once.';
      return seen(allTaken([first, again], remedy), before, async (text) => {
        const times = [text, (await target.shown()) ?? ''].map((shown) => countOf(String(event['id']), shown));
        return times[0] !== 0 && times[0] === times[1] ? null : `it shows the event ${times.join(' and then ')} times.`;
      });
    },
  },
  {
    says: `takes 100 KB`,
    run: async ({ target, secret, real }) =>
      allTaken([await target.post(signed(large(sample(real)), secret))], 'A backlog comes in bodies of up to 100 KB.'),
  },
  {
    says: 'sorts by sequence what happened in one moment',
    run: async ({ target, secret, real }) => {
      const events = inOneMoment(sample(real));
      const answers = await inTurn(
        [...events].reverse().map((each) => signed(deliveryOf([each]), secret)),
        target,
      );
      const remedy = 'Deliveries overtake each other: take them in any order.';
      return seen(allTaken(answers, remedy), await target.shown(), (text) => {
        const places = events.map(({ id }) => text.indexOf(String(id)));
        const isSorted = [places, [...places].reverse()].some((each) =>
          each.every((at, index) => at > (each[index - 1] ?? -1)),
        );
        return Promise.resolve(
          isSorted
            ? null
            : 'it shows created, assigned and resolved in another order. Sort by occurred_at and sequence.',
        );
      });
    },
  },
];

function without<T extends object>(object: T, name: string): T {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)) as T;
}

/** An event of the stories to make others out of. */
function sample({ changes }: RealDeliveries): Json {
  const [event] = changes.flatMap(eventsOf);
  if (event === undefined) throw new Error('The app told no event.');
  return event;
}

/** One after the other, as the receiver of one account mostly gets them. */
async function inTurn(all: readonly Sent[], target: Target): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const sent of all) answers.push(await target.post(sent));
  return answers;
}

function allTaken(answers: readonly Answer[], remedy: string): Omit<Verdict, 'says'> {
  const not = answers.find((answer) => !isTaken(answer));
  if (not === undefined) return { result: 'pass', words: `${answers.length} of ${answers.length} taken` };
  return { result: 'FAIL', words: `${not.words}. ${remedy}` };
}

function allRefused(answers: readonly Answer[]): Omit<Verdict, 'says'> {
  const taken = answers.find(isTaken);
  if (taken !== undefined) return { result: 'FAIL', words: `${taken.words}. Anybody could send you that: answer 401.` };
  const odd = answers.find(({ status }) => status < 400 || status > 499 || status === 410);
  if (odd !== undefined) return { result: 'FAIL', words: `${odd.words}. Refuse it with 401.` };
  return { result: 'pass', words: `refused with ${[...new Set(answers.map(({ status }) => status))].join(' and ')}` };
}

/** With what the receiver shows of its events, where it was said where; `problem` says what is wrong with that, or null. */
async function seen(
  verdict: Omit<Verdict, 'says'>,
  shown: string | null,
  problem: (shown: string) => Promise<string | null>,
): Promise<Omit<Verdict, 'says'>> {
  if (verdict.result === 'FAIL') return verdict;
  if (shown === null)
    return { result: 'unseen', words: `${verdict.words}; give --shows to have looked at what it keeps` };
  const words = await problem(shown);
  return words === null ? verdict : { result: 'FAIL', words };
}

function countOf(part: string, text: string): number {
  return text.split(part).length - 1;
}

/** Events of one conversation that share their time, in the right order. */
function inOneMoment(event: Json): Json[] {
  const common = { occurred_at: new Date().toISOString(), conversation: { id: `checked-moment-${Date.now()}` } };
  return [
    another(event, { ...common, type: 'conversation.created', sequence: 0 }),
    another(event, { ...common, type: 'conversation.agent.assigned', sequence: 5_000 }),
    another(event, { ...common, type: 'conversation.resolved', sequence: 12_000 }),
  ];
}

/** As many events as a delivery can hold. */
function large(event: Json): string {
  const events: Json[] = [];
  while (Buffer.byteLength(deliveryOf(events)) < LARGEST_BYTES) events.push(another(event));
  const body = deliveryOf(events.slice(1));
  const room = LARGEST_BYTES - Buffer.byteLength(body) - '"padding":"",'.length;
  return body.replace('{', `{"padding":"${'x'.repeat(Math.max(0, room))}",`);
}
