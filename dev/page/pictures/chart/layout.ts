/** Where everything stands in a conversation's picture. Units are those of its view box, about a pixel each. */
import { kindsOf } from './kinds';
import { LANES, type ConversationPicture } from './picture';
import { timeScale, type TimeScale } from './time-scale';

export interface Row {
  name: string;
  y: number;
  height: number;
}

export interface Layout {
  width: number;
  height: number;
  /** Where time begins and ends. */
  left: number;
  right: number;
  scale: TimeScale;
  happened: Row;
  lanes: Row[];
  /** One for each destination told of. */
  told: Row[];
  axisY: number;
}

const WIDTH = 960;
const LEFT = 108;
const MARGIN = 26;
const TOP = 6;
/** Height of a mark in the row of what happened. */
export const MARK = 27;
const LANE = 36;
const TOLD = 25;
const APART = 12;
const AXIS = 44;
/** More moments than fit make the picture wider, and its frame scrolls. */
const LEAST_PER_MOMENT = 22;

const LANE_NAMES: Record<(typeof LANES)[number], string> = {
  unassigned: 'Unassigned',
  group: 'Group',
  agent: 'Agent',
  resolved: 'Resolved',
};

/** Places rows from top to bottom: what happened, who held it, who was told, and the axis. */
export function layoutOf(picture: ConversationPicture): Layout {
  const times = momentsOf(picture);
  const width = Math.max(WIDTH, LEFT + MARGIN + times.length * LEAST_PER_MOMENT);
  const stack = Math.max(1, ...picture.marks.map(({ types }) => kindsOf(types).length));
  const happened = { name: 'Happened', y: TOP, height: stack * MARK };
  const lanes = rows(
    LANES.map((lane) => LANE_NAMES[lane]),
    end(happened) + 4,
    LANE,
  );
  const told = rows(
    destinationsOf(picture).map((destination) => `to ${named(destination)}`),
    end(lanes.at(-1) ?? happened) + APART,
    TOLD,
  );
  const axisY = end(told.at(-1) ?? lanes.at(-1) ?? happened) + 4;
  const right = width - MARGIN;
  return {
    width,
    height: axisY + AXIS,
    left: LEFT,
    right,
    scale: timeScale(times, LEFT + 14, right),
    happened,
    lanes,
    told,
    axisY,
  };
}

/** Every time that needs a place of its own, sorted. */
function momentsOf({ marks, spans, now, outages }: ConversationPicture): number[] {
  const [first] = marks;
  const ends = outages
    .flatMap(({ from, to }) => [from, to ?? now])
    .filter((at) => first !== undefined && at > first.at);
  const times = [...marks.map(({ at }) => at), ...spans.map(({ from }) => from), ...ends, now];
  return [...new Set(times)].sort((a, b) => a - b);
}

const USUAL_ORDER = ['webhook', 'slack', 'teams'];

/** The destinations that were told, or not, at some moment; the app's own in their usual order. */
export function destinationsOf({ marks }: ConversationPicture): string[] {
  const found = new Set(marks.flatMap(({ told }) => told.map(({ destination }) => destination)));
  return [
    ...USUAL_ORDER.filter((name) => found.has(name)),
    ...[...found].filter((name) => !USUAL_ORDER.includes(name)),
  ];
}

/** A destination's name at the start of a line. */
export function named(destination: string): string {
  return destination.charAt(0).toUpperCase() + destination.slice(1);
}

function rows(names: readonly string[], top: number, height: number): Row[] {
  return names.map((name, index) => ({ name, y: top + index * height, height }));
}

function end({ y, height }: Row): number {
  return y + height;
}
