import { join } from 'node:path';
import { runCommand } from '../lib/command';
import { validateCommand } from './command';

/** `npm run validate`: without a path, this repository's own app. */
runCommand((args, out) => validateCommand(args, out, join(__dirname, '..', '..', '..'), 'npm run validate --'));
