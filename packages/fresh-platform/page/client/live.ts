/** Live news: the server says that something has changed, and this asks what. */
import type { PageState } from '../server/api';
import { get, IS_RECORDED } from './server-api';

export interface Live {
  /** Asks at once; resolves when the views have been told. */
  refresh: () => Promise<void>;
}

/** `onState` hears of every new state, `onConnection` whether the server answers. */
export function followServer(onState: (state: PageState) => void, onConnection: (isThere: boolean) => void): Live {
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

  if (IS_RECORDED) {
    void refresh();
    return { refresh };
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
  return { refresh };
}
