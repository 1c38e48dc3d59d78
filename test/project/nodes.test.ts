import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storyNames } from '../../dev/stories/read';
import { bundle, reportOf, runOn, type Run } from '../../dev/build/nodes';

const ROOT = join(__dirname, '..', '..');
const COPIED = ['manifest.json', 'config', 'server', 'test_data'];

/** A text of server/server.js and what stands there instead. */
interface Edit {
  text: RegExp;
  other: string;
}

/** What `npm run test:nodes` does with one Node, this one, to a copy of the app, edited. */
async function runWith(edit?: Edit): Promise<Run> {
  const root = mkdtempSync(join(tmpdir(), 'nodes-'));
  try {
    for (const name of COPIED) cpSync(join(ROOT, name), join(root, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
    if (edit !== undefined) {
      const file = join(root, 'server', 'server.js');
      const code = readFileSync(file, 'utf8');
      expect(code).toMatch(edit.text);
      writeFileSync(file, code.replace(edit.text, edit.other));
    }
    const bundled = join(root, 'build', 'nodes', 'on-one-node.cjs');
    await bundle(bundled);
    return await runOn(process.execPath, bundled);
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('a run on one Node', () => {
  it('plays every story, survives an outage, and has nothing to say against it', async () => {
    const run = await runWith();
    expect(run.errors).toBe('');
    expect(run.result?.problems).toEqual([]);
    expect(run.result?.node).toBe(process.versions.node);
    expect(run.result?.summary).toMatchObject({ stories: storyNames().length, unverified: 0, kept: 0, problems: 0 });
    expect(run.result?.survived).toBeGreaterThan(5);
    expect(reportOf(process.versions.node, run)).toEqual([
      expect.stringMatching(
        /^Node \d+\.\d+\.\d+ +\d+ stories, \d+ payloads, .+ verified, \d+ events through an outage, 0 problems$/,
      ),
    ]);
  });

  it('names the story, the step and what was expected where the app finds something else', async () => {
    const { result } = await runWith({ text: /=== 'resolved'/g, other: "=== 'closed'" });
    expect(result?.problems).toContainEqual(
      expect.stringMatching(
        /^picked-up-and-resolved, step 4: The story expects conversation\.resolved; the app found [\w.]+\.$/,
      ),
    );
    expect(reportOf('18.0.0', { result, errors: '' })[1]).toMatch(/^ {2}\S+, step \d+: /);
  });

  it('names what an outage lost', async () => {
    const { result } = await runWith({ text: /(onScheduledEventCallback: .*\{\n)/, other: '$1    return;\n' });
    expect(result?.problems).toEqual(
      expect.arrayContaining([
        'The outage: webhook was told nothing afterwards.',
        'The outage: slack was told nothing afterwards.',
        'The outage: teams was told nothing afterwards.',
      ]),
    );
    expect(result?.problems.join('\n')).toMatch(/^The outage: \d+ keys and schedules are left when it is over\.$/m);
  });

  it('names a timer of the language that never fires', async () => {
    const { result } = await runWith({
      text: /return Promise\.resolve\(Atomics\.waitAsync/,
      other: 'return new Promise(() => undefined); void (Atomics.waitAsync',
    });
    expect(result?.problems).toEqual(['The timer of server/server.js never fires.']);
  });

  it('names a signature that is wrong', async () => {
    const { result } = await runWith({ text: /\.sign\(id, time, body\)/, other: '.sign(id, time, `${body} `)' });
    expect(result?.problems).toContain(
      'picked-up-and-resolved, step 1: webhook: No signature in the webhook-signature header fits the secret.',
    );
  });

  it('says why where a Node cannot run it', async () => {
    expect(reportOf('18.0.0', await runOn(join(ROOT, 'no-such-node'), 'x.cjs'))).toEqual([
      expect.stringMatching(/^Node 18\.0\.0 +it could not run: spawn .+ENOENT$/),
    ]);
    expect(reportOf('18.0.0', await runOn(process.execPath, join(ROOT, 'no-such-file.cjs')))[0]).toContain(
      'it could not run: ',
    );
  });
});
