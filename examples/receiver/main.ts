/** Runs the receiver: see README.md beside this file. */
import { parseArgs } from 'node:util';
import { createReceiver } from './app';
import { openStore } from './store';

const USAGE =
  'Usage: tsx examples/receiver/main.ts --secret whsec_… [--port 8080] [--host 127.0.0.1] [--db receiver.db]';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      secret: { type: 'string', default: process.env['WEBHOOK_SECRET'] ?? '' },
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      db: { type: 'string', default: 'receiver.db' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const store = openStore(values.db);
  const onFault = (error: Error): void => {
    console.error(error.stack ?? error.message);
  };
  const onLine = (line: string): void => {
    console.log(line);
  };
  const app = createReceiver({ secrets: values.secret, store, hosts: [values.host.toLowerCase()], onLine, onFault });
  app.addHook('onClose', () => {
    store.close();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close());
  const origin = await app.listen({ port: portOf(values.port), host: values.host });
  console.log(`Deliveries go to ${origin}/webhook, the page is at ${origin}/, events are kept in ${values.db}.`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`The port must be a number up to 65535, not ${text}.`);
  return port;
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'The port is taken: stop what listens there, or give another one with --port.';
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(`${wordsOf(error)}\n${USAGE}`);
  process.exitCode = 1;
});
