import { isRecord } from '../../lib/dig';
import { jsonFault } from '../../lib/json-file';
import { textOf } from './files';
import { jsonSource, type JsonSource } from './json-source';

/** The app's package.json, which the FDK itself does not ask for; undefined where there is none that can be read. */
export function packageJson(dir: string): JsonSource | undefined {
  const text = textOf(dir, 'package.json');
  const content: unknown = jsonFault(text) === undefined ? JSON.parse(text) : undefined;
  return isRecord(content) ? jsonSource('package.json', text, content) : undefined;
}
