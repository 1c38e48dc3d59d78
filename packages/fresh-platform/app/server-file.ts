/** The files under server/, read and parsed once for all installations of a process: a test may make hundreds of them. */
import { readFileSync, statSync } from 'node:fs';
import { readServerForm, type ServerForm, type SyntaxFault } from '../rules/server-form';

export interface ServerText {
  text: string;
  /** A fault where the text does not parse. */
  form: ServerForm | SyntaxFault;
}

const known = new Map<string, ServerText & { state: string }>();

/** The file as it is now; one that has not changed since is not read again. Throws what the file system throws. */
export function readServerFile(path: string): ServerText {
  const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  const state = [ino, size, mtimeNs, ctimeNs].join(' ');
  const last = known.get(path);
  if (last?.state === state) return last;
  const text = readFileSync(path, 'utf8');
  const file = { state, text, form: last?.text === text ? last.form : readServerForm(text) };
  known.set(path, file);
  return file;
}
