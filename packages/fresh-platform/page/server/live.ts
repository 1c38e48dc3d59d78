/** Server-Sent Events: tells every open page that something has changed; the page then asks what. */
import type { ServerResponse } from 'node:http';

export interface Live {
  /** Grows with every change. */
  revision: () => number;
  announce: () => void;
  /** Keeps the response open and writes to it. */
  add: (response: ServerResponse, headers: Record<string, string>) => void;
  close: () => void;
}

/** Changes that come together are told together, ms. */
const TOGETHER_MS = 40;
/** Between comments that keep a quiet connection open, ms. */
const ALIVE_MS = 15_000;

export function createLive(): Live {
  const open = new Set<ServerResponse>();
  let revision = 0;
  let soon: ReturnType<typeof setTimeout> | undefined;

  const write = (text: string): void => {
    for (const response of open) response.write(text);
  };
  const alive = setInterval(() => {
    write(': still here\n\n');
  }, ALIVE_MS).unref();

  return {
    revision: () => revision,
    announce: () => {
      revision += 1;
      soon ??= setTimeout(() => {
        soon = undefined;
        write(`event: changed\ndata: ${revision}\n\n`);
      }, TOGETHER_MS).unref();
    },
    add: (response, headers) => {
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`retry: 1000\nevent: changed\ndata: ${revision}\n\n`);
      open.add(response);
      response.on('close', () => open.delete(response));
    },
    close: () => {
      clearInterval(alive);
      clearTimeout(soon);
      for (const response of open) response.end();
      open.clear();
    },
  };
}
