/** Pages that are open and want to hear when something arrives, by server-sent events. */
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

export interface Live {
  /** Keeps the answer open. */
  join(reply: FastifyReply): void;
  /** Something arrived. */
  tell(): void;
}

export function createLive(): Live {
  const open = new Set<ServerResponse>();
  return {
    join: (reply) => {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      raw.write(': open\n\n');
      open.add(raw);
      raw.once('close', () => open.delete(raw));
    },
    tell: () => {
      for (const raw of open) raw.write('data: news\n\n');
    },
  };
}
