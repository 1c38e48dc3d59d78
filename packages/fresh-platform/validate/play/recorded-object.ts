/** A file of test data: an object, whatever it is of. */
import { isRecord, type Json } from '../../lib/dig';
import { jsonFault } from '../../lib/json-file';
import type { App } from '../app/app';
import { readText } from '../app/files';
import { startOf, type Report } from '../problem';

/** Undefined, with a report of why, for what is no such file. */
export function readObject({ dir }: App, file: string, report: Report): Json | undefined {
  const content = readText(dir, file) ?? { text: '' };
  if ('fault' in content) {
    report('test-data', startOf(file), content.fault, content.remedy);
    return undefined;
  }
  const fault = jsonFault(content.text);
  if (fault !== undefined) {
    const { line, column, reason } = fault;
    report('test-data', { file, line, column }, `This is not JSON: ${reason}.`, 'Mend it.');
    return undefined;
  }
  const value: unknown = JSON.parse(content.text);
  if (isRecord(value)) return value;
  report('test-data', startOf(file), 'The file holds no JSON object.', 'Write { … }.');
  return undefined;
}
