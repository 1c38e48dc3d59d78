import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApp } from '../../validate/app/app';
import { createReport } from '../../validate/problem';
import { readChains } from '../../validate/play/chains';
import { ADDRESSES, type Chain } from '../../validate/play/steps';
import type { Counters } from '../../validate/play/instrument';
import { pagesOf, writeSimulations } from '../../validate/simulations/pages';
import { cover, dispensable, figuresOfHits, together, type Candidate } from '../../validate/simulations/cover';
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

  it('says what may be left out of what was done, that which adds least first, and nothing that others come after', () => {
    const hits = [
      [1, 1, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 1, 1, 1],
    ].map((one) => Uint8Array.from(one));
    const played = { steps: ['a', 'b', 'c', 'd'], hits, figures: figuresOfHits(fileOf(4), together(hits)) };
    const alone = (): undefined => undefined;
    expect(dispensable(played, { kept: new Set(), before: alone }, fileOf(4), 100)).toEqual(['c', 'b']);
    expect(dispensable(played, { kept: new Set(['b']), before: alone }, fileOf(4), 75)).toEqual(['c', 'a']);
    const before = (step: string): string | undefined => (step === 'd' ? 'c' : undefined);
    expect(dispensable(played, { kept: new Set(), before }, fileOf(4), 100)).toEqual(['b']);
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

describe('steps that somebody wrote down', () => {
  /** The chains of the good app with such a file, and what is wrong with it. */
  function chainsOf(content: object): { chains: Chain[]; told: string[] } {
    const dir = makeGoodApp();
    mkdirSync(join(dir, 'test_data/simulations'), { recursive: true });
    writeFileSync(join(dir, 'test_data/simulations/notes.json'), JSON.stringify(content));
    const { problems, report } = createReport();
    const chains = readChains(readApp(dir, report), [], report);
    return { chains, told: problems.map(({ file, sentence }) => `${file}: ${sentence}`) };
  }

  it('are done one after the other, with the settings of the last that had some, and addresses by what answers there', () => {
    const settings = { note_host: 'https://refuses.example.com/in' };
    const services = [{ host: 'notes.example.com', answer: { status: 200 } }];
    const { chains, told } = chainsOf({
      about: 'With a notebook of yours.',
      services,
      steps: [
        { event: 'onAppInstall', settings },
        { event: 'onConversationCreate', payload: { data: {} } },
      ],
    });
    expect(told).toEqual([]);
    const [install, create] = chains[0]?.steps ?? [];
    expect(chains[0]?.about).toBe('With a notebook of yours.');
    expect(install).toMatchObject({ kind: 'install', services });
    expect(create).toMatchObject({ kind: 'event', module: 'chat_conversation', after: install, payload: { data: {} } });
    expect(create?.settings.iparams).toEqual({ note_host: `${ADDRESSES.refuses}1` });
    expect(create?.settings).toBe(install?.settings);
  });

  it('are told of where they name no event of the app', () => {
    const { chains, told } = chainsOf({ steps: [{ event: 'onTicketCreate', payload: {} }] });
    expect([chains, told]).toEqual([[], ['test_data/simulations/notes.json: These are no steps to simulate.']]);
  });
});
