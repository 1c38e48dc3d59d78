/** What answers the app: its receivers, each as it is set up or in a mode that somebody has put it in. */
import { messageOf } from '../../../lib/thrown';
import { receiverIn } from '../../../receivers/modes';
import type { OutgoingRequest, Receiver, ReceiverAnswer } from '../../../types';
import type { Account, Switched } from './holdings';
import type { Answering, ReceiverView } from '../api';
import { bounded, keepRequest, MOST } from './record';

export function switched(account: Account, answering: Answering): Switched {
  const asSetUp: Receiver = (request) => account.options.receiver(request, account);
  return { answering, receiver: answering === 'rules' ? asSetUp : receiverIn(answering, asSetUp) };
}

/** Answers what goes to a receiver in another way from now on. */
export function switchTo(account: Account, receiver: string, answering: Answering): void {
  account.switched.set(receiver, switched(account, answering));
  bounded(account.switches, { at: account.platform.clock.now(), receiver, answering }, MOST.switches);
  account.options.onChange();
}

/** What the app sends: written down, and answered. */
export async function answer(account: Account, request: OutgoingRequest): Promise<ReceiverAnswer> {
  const { listener, onChange, receiverOf } = account.options;
  const view = keepRequest(account, request);
  listener.sent?.(view, account);
  const { receiver } = account.switched.get(receiverOf(request.template).name) ?? switched(account, 'rules');
  try {
    view.answer = await receiver(request);
    return view.answer;
  } catch (error) {
    view.fault = messageOf(error);
    throw error;
  } finally {
    listener.answered?.(view, account);
    onChange();
  }
}

/** Every receiver of the app's templates. Its hint is the host as config/requests.json has it, where it serves one template. */
export function receiversOf(account: Account): ReceiverView[] {
  const views = new Map<string, ReceiverView>();
  for (const template of account.app.templates.values()) {
    const { name, title } = account.options.receiverOf(template.name);
    const host = template.host.map((piece) => (typeof piece === 'string' ? piece : '…')).join('');
    const hint = views.has(name) || host === '…' ? '' : host;
    views.set(name, { name, title, hint, answering: account.switched.get(name)?.answering ?? 'rules' });
  }
  return [...views.values()];
}
