import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStartOptions } from '../../../../dev/page/server/start/options';
import { loadStories } from '../../../../dev/stories/read';
import { readSaved } from '../../../../dev/page/server/session/saved-state';
import { APP_DIR } from '../../../support/app';
import { ask, portOf } from '../../../support/page-client';

const folder = mkdtempSync(join(tmpdir(), 'start-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Started {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  /** Resolves to the exit code. */
  ended: Promise<number | null>;
}

/** Runs `npm start -- …` without npm. */
function start(...args: string[]): Started {
  const child = spawn(process.execPath, ['--import', 'tsx', 'dev/page/server/start/main.ts', ...args], {
    cwd: APP_DIR,
    env: { ...process.env, COLUMNS: '' },
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return { child, out: () => out, err: () => err, ended: new Promise((resolve) => child.on('close', resolve)) };
}

function printed({ child, out, err }: Started, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (out().includes(text)) resolve();
    });
    child.on('close', () => {
      reject(new Error(`It ended before it printed “${text}”: ${err()}`));
    });
  });
}

describe('npm start', () => {
  it('prints what was logged and delivered, stays up with the page, and ends on Ctrl-C', async () => {
    const stateFile = join(folder, 'state.json');
    writeFileSync(stateFile, 'what --reset throws away');
    const started = start('--port', '0', '--state', stateFile, '--reset');
    await printed(started, 'Ctrl-C ends it');
    const lines = started.out().trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => Array.from(line).length))).toBeLessThanOrEqual(110);
    expect(lines[0]).toMatch(/^── A bot hands over to people ─+ bot-hands-over-to-people ──$/);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ +log +Logging arguments from onConversationUpdate event: \{/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ +webhook +204 +verified +conversation\.resolved$/));
    const stories = loadStories();
    const payloads = stories.flatMap(({ steps }) => steps).length;
    expect(lines.at(-4)).toMatch(/, \d+ events, \d+ deliveries verified, 0 unverified, \d+ chat messages$/);
    expect(lines.at(-4)?.split(', ').slice(0, 2)).toEqual([`${stories.length} stories`, `${payloads} payloads`]);
    const address =
      /^The page is at (http:\/\/localhost:\d+) {2}\(Ctrl-C ends it\)$/.exec(lines.at(-1) ?? '')?.[1] ?? '';
    expect((await ask(portOf(address), '/api/state')).status).toBe(200);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(started.err()).toBe('');
    expect(readSaved(stateFile).world?.installed).toBe(true);
  }, 60_000);

  it('says in a sentence that its port is taken, and leaves the state alone', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const stateFile = join(folder, 'untouched.json');
    const started = start('--port', String(port), '--state', stateFile);
    expect(await started.ended).toBe(1);
    other.close();
    expect(started.err()).toBe(
      `Port ${port} is taken, perhaps by another npm start or by fdk run: stop that, or start with --port ${port + 1}.\n`,
    );
    expect([started.out(), existsSync(stateFile)]).toEqual(['', false]);
  });

  it('explains its options', async () => {
    const help = start('--help');
    expect(await help.ended).toBe(0);
    for (const option of ['--port', '--reset', '--open', '--state', '--help']) expect(help.out()).toContain(option);
  });

  it.each([
    [['--port', 'x'], '--port must be a number from 1 to 65535, not x.'],
    [['--port', '70000'], '--port must be a number from 1 to 65535, not 70000.'],
    [['--prot', '1'], "Unknown option '--prot'; --help lists the options."],
    [['now'], "Unexpected argument 'now'; --help lists the options."],
  ])('refuses %j', (args, sentence) => {
    expect(() => readStartOptions(args)).toThrow(sentence);
  });

  it('keeps its state beside the app unless told otherwise', () => {
    expect(readStartOptions([])).toMatchObject({
      port: 10_001,
      reset: false,
      open: false,
      stateFile: join(process.cwd(), '.page-state.json'),
    });
    expect(readStartOptions(['--reset', '--open', '--port', '8080'])).toMatchObject({
      port: 8080,
      reset: true,
      open: true,
    });
  });
});
