import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Counters } from '../../validate/play/instrument';
import { pagesOf, writeSimulations } from '../../validate/simulations/pages';
import { cover, type Candidate } from '../../validate/simulations/cover';
import { findSimulations } from '../../validate/simulations/find';
import { makeGoodApp, removeApps } from './broken-apps';

afterAll(removeApps);

/** A file of so many statements, of which none ran. */
function fileOf(statements: number): Counters[] {
  const ids = Array.from({ length: statements }, (...[, index]) => String(index));
  const place = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 1 } });
  const entry = {
    path: 'server.js',
    s: Object.fromEntries(ids.map((id) => [id, 0])),
    f: {},
    b: {},
    statementMap: Object.fromEntries(ids.map((id) => [id, place(Number(id) + 1)])),
    fnMap: {},
    branchMap: {},
  };
  return [entry];
}

function candidate(what: string, hits: number[], needs?: Candidate<string>): Candidate<string> {
  return { what, hits: Uint8Array.from(hits), needs };
}

describe('the choice of what to simulate', () => {
  it('takes what adds most, until enough is covered', () => {
    const chosen = cover(
      [candidate('a little', [1, 0, 0, 0]), candidate('much', [1, 1, 1, 0]), candidate('the rest', [0, 0, 0, 1])],
      fileOf(4),
      100,
    );
    expect(chosen.map(({ what }) => what)).toEqual(['much', 'the rest']);
  });

  it('drops what later ones made needless', () => {
    const chosen = cover(
      [
        candidate('first', [0, 1, 1, 1, 1, 0]),
        candidate('left', [1, 1, 1, 0, 0, 0]),
        candidate('right', [0, 0, 0, 1, 1, 1]),
      ],
      fileOf(6),
      100,
    );
    expect(chosen.map(({ what }) => what)).toEqual(['left', 'right']);
  });

  it('brings what a step needs along, before it', () => {
    const keeps = candidate('keeps', [1, 0, 0]);
    const chosen = cover([keeps, candidate('retries', [0, 1, 1], keeps)], fileOf(3), 100);
    expect(chosen.map(({ what }) => what)).toEqual(['keeps', 'retries']);
  });
});

describe('the simulations of an app', () => {
  it('reach 85 % of every figure in few steps, told in their order with what is to be pasted', async () => {
    const dir = makeGoodApp();
    const found = await findSimulations(dir);
    expect(found.isEnough).toBe(true);
    expect(found.steps.map(({ name }) => name).sort()).toEqual([
      'onAppInstall',
      'onAppUninstall',
      'onConversationCreate',
    ]);
    writeFileSync(join(dir, 'left-alone.txt'), '');
    const folder = join(dir, writeSimulations(found));
    const [readme] = pagesOf(found);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(readme?.text);
    expect(readme?.text).toMatch(/they run statements 100 %, branches 100 %, functions 100 %, lines 100 %/);
    const pasted = /paste \[(\d\d-onConversationCreate\.json)\]/.exec(readme?.text ?? '')?.[1] ?? '';
    expect(JSON.parse(readFileSync(join(folder, pasted), 'utf8'))).toHaveProperty('data.conversation');
    expect(existsSync(join(dir, 'left-alone.txt'))).toBe(true);
  });
});
