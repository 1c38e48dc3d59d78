/** What docs/receiving.md prints runs as it is printed. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { Webhook } from 'standardwebhooks';
import { APP_DIR, SECRET } from '../support/app';
import { deliverySchema } from '../support/schema';

const page = readFileSync(join(APP_DIR, 'docs', 'receiving.md'), 'utf8');

/** The blocks of one language, in order. */
function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (found) => found[1] ?? '',
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill();
});

async function post(port: number, body: string, forged = false): Promise<number> {
  const now = new Date();
  const signature = new Webhook(SECRET).sign('msg_1', now, forged ? `${body} ` : body);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': signature,
  };
  for (;;) {
    try {
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
    } catch {
      // It has not begun to listen.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
const receivers = [
  { language: 'js', command: process.execPath, args: ['-e'] },
  ...(hasPython ? [{ language: 'python', command: 'python3', args: ['-c'] }] : []),
];

describe.each(receivers)('the receiver in $language', ({ language, command, args }) => {
  it('takes what is signed, of types it does not know too, and refuses what is forged', async () => {
    const port = await freePort();
    const [code = ''] = blocks(language);
    const env = { ...process.env, WEBHOOK_SECRET: SECRET, PORT: String(port) };
    running.push(spawn(command, [...args, code], { cwd: APP_DIR, env, stdio: 'ignore' }));
    const [example = '{}'] = blocks('json');
    expect(await post(port, example)).toBe(204);
    expect(
      await post(port, '{"type":"conversation.moon","timestamp":"2026-11-02T11:18:50.312Z","data":{"phase":1}}'),
    ).toBe(204);
    expect(await post(port, '{"type":"conversation.moon"}')).toBe(204);
    expect(await post(port, example, true)).toBe(401);
  });
});

describe('the SQL', () => {
  const [create = '', upsert = '', select = ''] = blocks('sql');
  const statements = (sql: string): string[] =>
    sql
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '');

  it('keeps the newest by time and sequence, whatever the order in which they come', () => {
    const database = new Database();
    const [table = '', insert = ''] = statements(upsert);
    database.run(table);
    const at = '2026-11-02T09:14:05.312Z';
    for (const [status, sequence] of [
      ['resolved', 12_000],
      ['assigned', 5_000],
      ['new', 0],
    ] as const)
      database.run(insert, ['c1', status, at, sequence]);
    expect(database.all('SELECT status FROM conversations')).toEqual([{ status: 'resolved' }]);
    database.close();
  });

  it('stores an event once and sorts what happened in one moment', () => {
    const database = new Database();
    const [table = '', insert = ''] = statements(create);
    database.run(table);
    for (const [id, sequence] of [
      ['evt_b', 12_000],
      ['evt_a', 0],
      ['evt_b', 12_000],
    ] as const)
      database.run(insert, [id, 'c1', '2026-11-02T09:14:05.312Z', sequence, id]);
    expect(database.all(statements(select)[0] ?? '', ['c1'])).toEqual([{ body: 'evt_a' }, { body: 'evt_b' }]);
    database.close();
  });
});

it('the delivery it shows has the published shape', () => {
  const validate = deliverySchema();
  validate(JSON.parse(blocks('json')[0] ?? '{}'));
  expect(validate.errors).toBeNull();
});
