/** A recorded run, which answers in place of a server: a page that opens from a disk. */
import type { ConversationPicture } from '../../pictures/chart/picture';
import type { PageState } from '../../../../packages/fresh-platform/page/server/api';
import type { ConversationView } from '../../server/api/conversations';
import type { DeliveryBody } from '../../server/api/deliveries';
import type { OutageRun } from '../../server/api/outage';
import type { PlayedStep, Playing, StoryView } from '../../server/api/stories';
import { findConversations, findDeliveries, pageOfDelivery, wantedBy } from '../../server/finding';

/** One step of a story, and the picture as it was then. */
export interface RecordedStep {
  result: PlayedStep;
  playing: Playing;
  picture: ConversationPicture;
}

export interface Recording {
  offered: StoryView[];
  state: PageState;
  /** By the story's name. */
  stories: Record<string, { opened: Playing; steps: RecordedStep[] }>;
  conversations: ConversationView[];
  /** By the conversation's id, as it was in the end. */
  pictures: Record<string, ConversationPicture>;
  deliveries: DeliveryBody[];
  outages: OutageRun[];
}

type Query = Readonly<Record<string, string>>;
type Answers = Readonly<Record<string, (recording: Recording, query: Query) => unknown>>;

/** How far the story is that is played from the recording. */
let played: { name: string; done: number } | undefined;

const READINGS: Answers = {
  '/api/state': ({ state }) => state,
  '/api/stories': ({ offered }) => offered,
  '/api/conversations': ({ conversations }, query) => findConversations(conversations, wantedBy(query)),
  '/api/deliveries': ({ deliveries }, query) => findDeliveries(deliveries, (one) => one, wantedBy(query)),
  '/api/delivery-page': ({ deliveries }, query) => ({
    place: pageOfDelivery(deliveries, (one) => one, wantedBy(query), Number(query['id'])),
  }),
  '/api/delivery': ({ deliveries }, query) => deliveries.find(({ id }) => String(id) === query['id']),
  '/api/conversation': pictureIn,
  '/api/outage': ({ outages }, query) =>
    outages.find(({ destination, hours }) => destination === query['destination'] && String(hours) === query['hours']),
};

const ORDERS: Answers = {
  '/api/story': ({ stories }, { name = '' }) => {
    played = { name, done: 0 };
    return stories[name]?.opened;
  },
  '/api/story/next': ({ stories }) => {
    if (played === undefined) return undefined;
    const step = stories[played.name]?.steps[played.done];
    played.done += 1;
    return { played: step === undefined ? null : { result: step.result, playing: step.playing } };
  },
};

/** While a story is played its picture grows; elsewhere it is whole. */
function pictureIn({ stories, pictures }: Recording, { id = '', of }: Query): ConversationPicture | undefined {
  const step = played === undefined ? undefined : stories[played.name]?.steps[played.done - 1];
  return of === 'story' && step !== undefined && step.picture.id === id ? step.picture : pictures[id];
}

/** What the server would have answered; undefined for what the recording does not hold. */
export function recordedAnswer(recording: Recording, path: string, query: Query, isOrder: boolean): unknown {
  return (isOrder ? ORDERS : READINGS)[path]?.(recording, query);
}
