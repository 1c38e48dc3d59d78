import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStartOptions } from '../../../../dev/page/server/start/options';
import { readSaved } from '../../../../packages/fresh-platform/page/server/account/saved-state';
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
    await printed(started, 'npm start -- --help');
    const lines = started.out().trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => Array.from(line).length))).toBeLessThanOrEqual(110);
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines[0]).toMatch(/^Played \d+ conversations through server\/server\.js/);
    expect(lines[2]).toBe('  Every signature was verified, every story came out as it expects, and nothing was lost.');
    const address = /^The page {3}(http:\/\/localhost:\d+) {3}watch that story/.exec(lines.at(-2) ?? '')?.[1] ?? '';
    expect((await ask(portOf(address), '/api/state')).status).toBe(200);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(started.err()).toBe('');
    expect(readSaved(stateFile).saved?.account.isInstalled).toBe(true);
  });

  it('says in a sentence that its port is taken, and leaves the state alone', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const stateFile = join(folder, 'untouched.json');
    const started = start('--port', String(port), '--state', stateFile);
    expect(await started.ended).toBe(1);
    other.close();
    expect(started.err()).toBe(
      `Port ${port} is taken, perhaps by another page or by fdk run: stop that, or start with --port ${port + 1}.\n`,
    );
    expect([started.out(), existsSync(stateFile)]).toEqual(['', false]);
  });

  it('says in a sentence that it starts afresh from a state that is not its own', async () => {
    const stateFile = join(folder, 'tampered.json');
    writeFileSync(stateFile, '{ "version": 1');
    const started = start('--port', '0', '--state', stateFile, '--forward', 'http://localhost:9/hook');
    await printed(started, 'npm start -- --help');
    expect(started.out()).toMatch(/^\S*tampered\.json is not what this page saved: the page starts afresh\.\n/);
    expect(started.out()).toMatch(/\nForward {4}every delivery .* http:\/\/localhost:9\/hook, .*\n {11}whsec_\S+\n/);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
  });

  it('explains its options', async () => {
    const help = start('--help');
    expect(await help.ended).toBe(0);
    for (const option of ['--port', '--forward', '--reset', '--open', '--state', '--help'])
      expect(help.out()).toContain(option);
  });

  it.each([
    [['--port', 'x'], '--port must be a number from 1 to 65535, not x.'],
    [['--port', '70000'], '--port must be a number from 1 to 65535, not 70000.'],
    [['--prot', '1'], "Unknown option '--prot'; --help lists the options. Did you mean --port?"],
    [['--forward', 'https://receiver.example.com/'], '--forward must be an address on this machine such as'],
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
