/** What `npm start` prints: what ran, what it proved, one story, and where the page is. At most a screen. */
import { counted, cut, paint, type Look } from '../../../../packages/fresh-platform/lib/terminal';
import type { PlayedStory } from '../../../stories/play';
import { timelineLines } from '../../../stories/report';
import { summarize } from '../../../stories/summary';
import type { Page } from '../../../../packages/fresh-platform/page/server/server';
import { secretsIn } from '../account/record';
import type { StartOptions } from './options';

/** The story that is shown, here and on the page. */
const SHOWN = 'handed-through-three-groups';

export function runReport(played: readonly PlayedStory[], look: Look): string {
  const { stories, payloads, events, verified, messages, problems } = summarize(played);
  const shown = played.find(({ story }) => story.name === SHOWN) ?? played[0];
  return [
    paint(
      look,
      'bold',
      `Played ${counted(stories, 'conversation')} through server/server.js, as the platform would run it.`,
    ),
    `  ${counted(payloads, 'payload')} told of ${counted(events, 'event')}: ${counted(verified, 'signed delivery', 'signed deliveries')} to a webhook, ${counted(messages, 'message')} to Slack and Teams.`,
    problems === 0
      ? paint(
          look,
          'green',
          '  Every signature was verified, every story came out as it expects, and nothing was lost.',
        )
      : paint(
          look,
          'red',
          `  ${counted(problems, 'problem')}: npm run simulate shows ${problems === 1 ? 'it' : 'them'}.`,
        ),
    '',
    ...(shown === undefined ? [] : storyLines(shown, look)),
  ].join('\n');
}

/** Who held the conversation when, and what a channel read at the end. */
function storyLines({ story, timeline, steps }: PlayedStory, look: Look): string[] {
  const last = steps
    .flatMap(({ deliveries }) => deliveries)
    .filter(({ destination }) => destination === 'slack')
    .at(-1);
  return [
    `${paint(look, 'bold', story.title)}, one of them:`,
    ...timelineLines({ ...timeline, held: [] }, look),
    ...(last === undefined ? [] : [cut(`  Slack read at last: “${last.says}”`, look.width)]),
    '',
  ];
}

export function pageReport({ address, session }: Page, { forward }: StartOptions, look: Look): string {
  const secret = secretsIn(session.account.iparams).find((text) => text.startsWith('whsec_')) ?? '';
  const onward =
    forward === undefined
      ? []
      : [
          `Forward    every delivery of the webhook goes on to ${forward.href}, signed with the secret`,
          `           ${secret}`,
        ];
  return [
    `The page   ${paint(look, 'bold', address)}   watch that story being played there; Ctrl-C ends it`,
    ...onward,
    'More       npm run simulate prints every story whole; npm start -- --help',
  ].join('\n');
}
