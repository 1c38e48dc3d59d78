/** Before all tests, where coverage is collected: makes server/server.js count what of it runs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { instrument } from '../../packages/fresh-platform/validate/play/instrument';
import { COUNTING_SERVER, SERVER, type CountingServer } from './coverage';

export default function setUp({ collectCoverage }: { collectCoverage: boolean }): void {
  if (!collectCoverage) return;
  const { text, entry }: CountingServer = instrument(readFileSync(SERVER, 'utf8'), SERVER);
  mkdirSync(dirname(COUNTING_SERVER), { recursive: true });
  writeFileSync(COUNTING_SERVER, JSON.stringify({ text, entry }));
}
