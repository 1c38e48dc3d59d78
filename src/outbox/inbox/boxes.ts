/**
 * Boxes: a key of the store for every minute, to which items are appended, atomically, each under a name of its own. The cheapest
 * place in an outage. A box can only be deleted as a whole, so it is forgotten when nobody can write to it any more.
 */
import { objectOf } from '../../lib/json';
import { boxKey } from '../../platform/registry';
import { append, together } from '../../platform/store';
import { boxItems } from '../item';
import { minuteOf } from '../state';
import type { Inbox } from './inbox';

export const boxes: Inbox = {
  put: async ({ id, text }, runtime, until) =>
    runtime.now() < until && (await append(boxKey(minuteOf(runtime.now())), id, text)),

  read: async (minute, store) => {
    const items = boxItems(objectOf(await store.get(boxKey(minute))));
    return items.map((item) => ({ inbox: 'boxes', minute, place: '', item }));
  },

  forget: async (found, store) => {
    await together([...new Set(found.map(({ minute }) => minute))].map((minute) => store.delete(boxKey(minute))));
    return [];
  },
};
