/** Who takes what is told in the week, and what they count. */
import type { OutgoingRequest, ReceiverAnswer } from '../../../packages/fresh-platform/types';
import { dig, digList, digText, type Json } from '../../../packages/fresh-platform/lib/dig';
import { DOWN } from './times';

/** What the receivers took. Trouble of the webhook is told to the others. */
export function createReceivers(now: () => number) {
  const seen = new Map<string, Json>();
  const heads = new Map<string, string>();
  const counts = { repeats: 0, outside: 0, posts: 0, troubles: 0, recoveries: 0 };
  const webhook = (body: string): ReceiverAnswer => {
    if (now() >= DOWN.from && now() < DOWN.to) return { status: 503 };
    for (const event of digList(JSON.parse(body), 'data', 'events')) {
      const id = digText(event, 'id');
      if (seen.has(id)) counts.repeats += 1;
      seen.set(id, { ...(event as Json), takenAt: now() });
    }
    return { status: 200 };
  };
  const slack = ({ body, template }: OutgoingRequest): ReceiverAnswer => {
    counts.posts += 1;
    const post: unknown = JSON.parse(body);
    if (template === 'postToSlack' && digText(post, 'channel') === 'C0THREADS') thread(body, post);
    return { status: 200, body: JSON.stringify({ ok: true, ts: `${counts.posts}.0` }) };
  };
  const thread = (body: string, post: unknown): void => {
    const conversation = /week-\d+/.exec(body)?.[0];
    if (conversation === undefined || dig(post, 'thread_ts') !== undefined) return;
    if (heads.has(conversation)) counts.outside += 1;
    heads.set(conversation, body);
  };
  const answer = (request: OutgoingRequest): ReceiverAnswer => {
    if (!request.host.startsWith('hooks')) {
      if (request.body.includes('has taken nothing since')) counts.troubles += 1;
      if (request.body.includes('takes updates again')) counts.recoveries += 1;
    }
    return { latency: 150, ...taken(request) };
  };
  const taken = (request: OutgoingRequest): ReceiverAnswer =>
    request.host === 'slack.com'
      ? slack(request)
      : request.host.startsWith('hooks')
        ? webhook(request.body)
        : { status: 202 };
  return { seen, counts, answer };
}
