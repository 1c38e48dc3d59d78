import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storyNames } from '../../dev/stories/read';
import { bundle, reportOf, runOn, type Run } from '../../dev/build/nodes';

const ROOT = join(__dirname, '..', '..');
const SHIPPED = ['manifest.json', 'config', 'server', 'test_data'];

/** What `npm run test:nodes` does with one Node, this one, to a copy of the app in which one text of one file is another. */
async function runWith(file?: string, text = '', other = ''): Promise<Run> {
  const root = mkdtempSync(join(tmpdir(), 'nodes-'));
  try {
    for (const name of SHIPPED) cpSync(join(ROOT, name), join(root, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
    if (file !== undefined) {
      const code = readFileSync(join(root, 'server', file), 'utf8');
      expect(code).toContain(text);
      writeFileSync(join(root, 'server', file), code.replace(text, other));
    }
    const bundled = join(root, 'build', 'on-one-node.cjs');
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
    const { result } = await runWith('transitions.js', "if (after === 'resolved')", "if (after === 'closed')");
    expect(result?.problems).toContain(
      'picked-up-and-resolved, step 4: The story expects conversation.resolved; the app found conversation.status.changed.',
    );
    expect(reportOf('18.0.0', { result, errors: '' })[1]).toMatch(/^ {2}\S+, step \d+: /);
  });

  it('names what an outage lost', async () => {
    const { result } = await runWith(
      'server.js',
      "guarded('onScheduledEvent', (0, drain_1.drain)(payload, runtime_1.realRuntime))",
      "guarded('onScheduledEvent', Promise.resolve())",
    );
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
    const { result } = await runWith(
      'runtime.js',
      'return Promise.resolve(Atomics.waitAsync',
      'return never; void (Atomics.waitAsync',
    );
    expect(result?.problems).toEqual(['The timer of server/runtime.js never fires.']);
  });

  it('names a signature that is wrong', async () => {
    const { result } = await runWith('webhook.js', 'sign(id, time, body)', 'sign(id, time, `${body} `)');
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
