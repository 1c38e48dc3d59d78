/// <reference lib="dom" />
/** Live news: the server says that something has changed, and this asks what. */
import type { PageState } from '../server/api';
import { get, isRecorded } from './server-api';

/** `onState` hears of every new state, `onConnection` whether the server answers. */
export function followServer(onState: (state: PageState) => void, onConnection: (isThere: boolean) => void): void {
  let underWay: Promise<void> | undefined;
  let isStale = false;

  const load = async (): Promise<void> => {
    do {
      isStale = false;
      onState(await get<PageState>('/api/state'));
    } while (isStale as boolean);
  };

  const refresh = (): Promise<void> => {
    isStale = true;
    underWay ??= load().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  if (isRecorded()) {
    void refresh();
    return;
  }
  const source = new EventSource('/api/live');
  source.addEventListener('changed', () => {
    refresh().then(
      () => {
        onConnection(true);
      },
      () => {
        onConnection(false);
      },
    );
  });
  source.addEventListener('error', () => {
    onConnection(false);
  });
}
