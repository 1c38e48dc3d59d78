import { createClock, createPlatform } from '../../packages/fresh-platform/index';
import type {
  Fate,
  LogLine,
  Operation,
  OutgoingRequest,
  Platform,
  ReceiverAnswer,
} from '../../packages/fresh-platform/types';
import { digText } from '../../packages/fresh-platform/lib/dig';
import { signatureProblem } from '../../dev/stories/signature';
import { iparamsFor, ROOT, WEBHOOK } from '../../bench/reliability/load';
import { conversationsIn, payloadMaker } from '../../bench/reliability/payloads';
import { createRandom } from '../../bench/reliability/random';

const MINUTE = 60_000;
const START = Date.parse('2026-11-02T09:00:00.000Z');

interface Bed {
  platform: Platform;
  told: number[];
  undelivered: string[];
  problems: string[];
  idsByConversation: Map<string, Set<string>>;
  tell: (index: number) => Promise<void>;
  restAfter: (hours: number) => Promise<void>;
}

/** `answer` is given minutes since the beginning; `fate` may end an invocation at an operation. */
function bed(
  answer: (minute: number, body: string) => ReceiverAnswer,
  fate: (operation: Operation) => Fate = () => 'proceed',
): Bed {
  const clock = createClock(START);
  const settings = iparamsFor([WEBHOOK]);
  const receiver = (request: OutgoingRequest): ReceiverAnswer => {
    const reply = answer((clock.now() - START) / MINUTE, request.body);
    const problem = signatureProblem(request, digText(settings, 'secrets', 'webhook'), clock.now());
    if (problem !== null) made.problems.push(problem);
    for (const { id, conversation } of (
      JSON.parse(request.body) as { data: { events: { id: string; conversation: { id: string } }[] } }
    ).data.events) {
      made.idsByConversation.set(conversation.id, (made.idsByConversation.get(conversation.id) ?? new Set()).add(id));
    }
    if (reply.status === 200) made.told.push(...conversationsIn(request.body));
    return { latency: 100, ...reply };
  };
  const onLog = ({ level, text }: LogLine): void => {
    if (level === 'error') made.undelivered.push(text);
  };
  const platform = createPlatform({
    appDir: ROOT,
    clock,
    iparams: settings,
    receiver,
    fate,
    onLog,
    random: createRandom(3),
    latency: () => 20,
    hangMs: Infinity,
  });
  const payload = payloadMaker();
  const made: Bed = {
    platform,
    told: [],
    undelivered: [],
    problems: [],
    idsByConversation: new Map(),
    tell: async (index) => {
      await platform.invoke('onConversationUpdate', payload(index, clock.now()));
    },
    restAfter: async (hours) => {
      await clock.advance(hours * 60 * MINUTE);
    },
  };
  return made;
}

function distinct(told: readonly number[]): number[] {
  return [...new Set(told)].sort((a, b) => a - b);
}

function expectRest({ platform }: Bed): void {
  expect(platform.entries()).toEqual([]);
  expect(platform.schedules()).toEqual([]);
}

/** Five events, one a minute, while the receiver is down for twenty. */
async function outage(made: Bed): Promise<void> {
  for (let index = 0; index < 5; index += 1) {
    await made.tell(index);
    await made.platform.clock.advance(MINUTE);
  }
  await made.restAfter(3);
}

const downFor20 = (minute: number): ReceiverAnswer => ({ status: minute < 20 ? 503 : 200 });

describe('what is kept', () => {
  it('is delivered after an outage of twenty minutes, once, with the same ids and a fresh signature, and nothing is left', async () => {
    const made = bed(downFor20);
    await outage(made);
    expect(made.told.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    expect([...made.idsByConversation.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1, 1]);
    expect(made.problems).toEqual([]);
    expect(made.undelivered).toEqual([]);
    expectRest(made);
  });

  it('is given up aloud where the receiver is gone for good', async () => {
    const made = bed((minute) => ({ status: minute < 8 ? 503 : 410 }));
    await outage(made);
    expect(made.told).toEqual([]);
    expect(made.undelivered.filter((text) => text.includes('"undelivered"'))).toHaveLength(5);
    expectRest(made);
  });

  it('is told except for one event that is refused for ever, which is given up after three days', async () => {
    const made = bed((minute, body) =>
      minute < 20 ? { status: 503 } : { status: conversationsIn(body).has(2) ? 400 : 200 },
    );
    await outage(made);
    expect(distinct(made.told)).toEqual([0, 1, 3, 4]);
    await made.restAfter(75);
    expect(made.undelivered).toHaveLength(1);
    expectRest(made);
  });

  it('is not tried before the time the receiver asked for', async () => {
    const tries: number[] = [];
    const made = bed((minute) => {
      tries.push(minute);
      return minute < 1 ? { status: 503, headers: { 'retry-after': '3600' } } : { status: 200 };
    });
    await made.tell(0);
    await made.restAfter(3);
    expect(tries).toHaveLength(2);
    expect(tries[1]).toBeGreaterThanOrEqual(60);
    expect(made.told).toEqual([0]);
  });

  it('is given up aloud when its destination was taken off', async () => {
    const made = bed(() => ({ status: 503 }));
    await made.tell(0);
    made.platform.setIparams({});
    await made.restAfter(3);
    expect(made.undelivered).toHaveLength(1);
    expectRest(made);
  });
});

describe('a death in a scheduled invocation', () => {
  it.each(['die-before', 'die-after'] as const)(
    '%s any one of its first sixty operations loses nothing',
    async (way) => {
      for (let fatal = 0; fatal < 60; fatal += 1) {
        let seen = -1;
        const scheduled = (invocation: number): boolean => invocation > 5;
        const made = bed(downFor20, ({ invocation }) =>
          scheduled(invocation) && (seen += 1) === fatal ? way : 'proceed',
        );
        await outage(made);
        expect([fatal, distinct(made.told)]).toEqual([fatal, [0, 1, 2, 3, 4]]);
      }
    },
  );
});
