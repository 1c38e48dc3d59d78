/** What the page says of a call of the app besides what it says of any app's: what was found, who was told, what was tested. */
import type { Remark } from '../../../../packages/fresh-platform/page/server/api';
import type { Told } from '../api/destinations';
import { isTokenTest, STATE_TONES, titleOf, toldWords } from '../words';
import type { SentDelivery } from './deliveries';
import type { HistoryStep } from './history';
import type { World } from './holdings';
import { recipientOf } from './recipients';

/** Of an invocation, by its number. */
export function remarksOn({ steps, deliveries, account }: World, invocation: number): Remark[] {
  const own = deliveries.filter((delivery) => delivery.invocation === invocation);
  const step = steps.find((one) => one.invocation === invocation);
  if (step !== undefined) return [foundRemark(step), ...toldRemarks(step, own)];
  const isInstall = account.invocations.some((one) => one.invocation === invocation && one.event === 'onAppInstall');
  return isInstall ? testRemarks(own, account.iparams) : [];
}

function foundRemark({ types }: HistoryStep): Remark {
  return { label: 'Found', text: types.length === 0 ? 'nothing to tell' : types.join(', ') };
}

/** A destination that is not set up is told nothing, and not worth a line unless all are. */
function toldRemarks(step: HistoryStep, deliveries: readonly SentDelivery[]): Remark[] {
  const told = step.told.filter(({ state }) => state !== 'not told');
  if (told.length > 0)
    return told.map((one) => ({
      label: titleOf({ id: one.destination, kind: one.kind, name: one.name }),
      badge: { text: one.state, tone: STATE_TONES[one.state] },
      text: detailOf(one, step, deliveries),
    }));
  return step.types.length === 0
    ? []
    : [
        {
          label: 'Told',
          text: 'Nobody was told: no destination is set, or none of this is among the events that are told.',
        },
      ];
}

function detailOf(told: Told, { at }: HistoryStep, deliveries: readonly SentDelivery[]): string {
  if (told.state !== 'delivered') return toldWords(told, at).replace(/^(kept|given up)(: )?/, '');
  const delivery = deliveries.find(({ to }) => to === told.destination);
  const verified = delivery?.verified === true ? ', signature verified' : '';
  return delivery === undefined ? '' : `${delivery.status ?? ''}${verified}`;
}

/** Installing tells nobody of anything; it tests what the admin entered. */
function testRemarks(deliveries: readonly SentDelivery[], iparams: Record<string, unknown>): Remark[] {
  if (deliveries.length === 0) return [{ label: 'Told', text: 'No destination is set, so nobody is told anything.' }];
  return deliveries.map((delivery) => {
    const { to, status, problem } = delivery;
    const isToken = isTokenTest(delivery);
    return {
      label: isToken ? 'Slack token' : titleOf(recipientOf(to, iparams)),
      badge: { text: status === null ? 'no answer' : String(status), tone: problem === null ? 'green' : 'red' },
      text: problem ?? (isToken ? 'is valid' : 'took its test message'),
    };
  });
}
