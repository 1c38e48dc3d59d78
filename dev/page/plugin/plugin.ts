/**
 * What is this app's alone on the page for any app: conversations as lanes, and what became of each at the three destinations.
 * `npx fresh-platform run . --plugin dev/page/plugin/plugin.ts`
 */
import { join } from 'node:path';
import type { Plugin } from '../../../packages/fresh-platform/page/server/plugin';
import { dig, digText } from '../../../packages/fresh-platform/lib/dig';
import { pictureOf, type PictureStep } from '../server/account/pictures';
import { stepOf } from '../server/account/history';
import { secretsIn } from '../server/account/record';
import { standInSettings } from '../../stories/wiring';
import { standInAnswer } from '../../stories/stand-ins';

/** Older ones are forgotten. */
const MOST_STEPS = 400;

const steps: (PictureStep & { conversation: string })[] = [];

export const plugin: Plugin = {
  name: 'conversations',
  title: 'Conversations',
  script: join(__dirname, 'conversations.ts'),
  style: join(__dirname, '..', 'pictures', 'pictures.css'),
  heard: (result, payload) => {
    const step = stepOf(result, payload, [], {});
    if (dig(payload, 'data', 'conversation') === undefined || step.conversation === '') return;
    steps.push(step);
    steps.splice(0, steps.length - MOST_STEPS);
  },
  settings: { iparams: standInSettings(), secure: ['secrets'] },
  receiver: (request, iparams) => standInAnswer(request, { secrets: secretsIn(iparams), now: request.at }),
  routes: (app, { account }) => {
    app.get('/api/conversations/', () => [...new Set(steps.map(({ conversation }) => conversation))].reverse());
    app.get('/api/conversations/picture', ({ query }) => {
      const id = digText(query, 'id');
      const own = steps.filter(({ conversation }) => conversation === id);
      return pictureOf({ id, steps: own }, account.platform.clock.now());
    });
  },
};
