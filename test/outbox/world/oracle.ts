import { createClock, createPlatform } from '../../../packages/fresh-platform/index';
import type { OutgoingRequest, ReceiverAnswer } from '../../../packages/fresh-platform/types';
import { digText, type Json } from '../../../packages/fresh-platform/lib/dig';
import { settingsFor } from './destinations';
import { eventsOf } from './payloads';
import { HOUR, START } from './times';

export type Oracle = (payload: Json) => Promise<Map<string, string>>;

/** The events a payload is told by, as the shipped app makes them where nothing fails: by id, each as text. */
export function createOracle(appDir: string): Oracle {
  const known = new Map<string, Map<string, string>>();
  let told: Json[] = [];
  const receiver = ({ body }: OutgoingRequest): ReceiverAnswer => {
    told.push(...eventsOf(body));
    return { status: 200 };
  };
  const platform = createPlatform({ appDir, clock: createClock(START), iparams: settingsFor(['webhook']), receiver });
  return async (payload) => {
    const text = JSON.stringify(payload);
    const before = known.get(text);
    if (before !== undefined) return before;
    told = [];
    await platform.invoke('onConversationUpdate', payload);
    // What exceeds a request follows from the outbox.
    await platform.clock.advance(HOUR);
    const events = new Map(told.map((event) => [digText(event, 'id'), JSON.stringify(event)]));
    known.set(text, events);
    return events;
  };
}
