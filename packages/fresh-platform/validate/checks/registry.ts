/** Asks npm's registry through npm itself, as it is set up on this machine. */
import { execFile } from 'node:child_process';
import { digText, isRecord } from '../../lib/dig';
import { jsonFault } from '../../lib/json-file';
import type { AskRegistry } from './folders';

const PATIENCE_MS = 15_000;

export const askNpm: AskRegistry = (name) =>
  new Promise((resolve, reject) => {
    execFile('npm', ['view', name, 'versions', '--json'], { timeout: PATIENCE_MS }, (error, stdout) => {
      const answer: unknown = jsonFault(stdout) === undefined ? JSON.parse(stdout) : undefined;
      if (error === null) resolve([answer].flat().map(String));
      else if (isRecord(answer) && digText(answer, 'error', 'code') === 'E404') resolve(undefined);
      else reject(new Error('The registry cannot be asked.'));
    });
  });
