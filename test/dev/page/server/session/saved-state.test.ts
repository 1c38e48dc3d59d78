import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSaved } from '../../../../../packages/fresh-platform/page/server/account/saved-state';
import { begin, endSessions, newFolder } from '../../../../support/page-session';

afterEach(endSessions);

describe('the state file', () => {
  it.each(['{ "seal": ', '{}', '[]', '{ "seal": "", "saved": {} }'])(
    'that holds %s is left behind with a sentence, and the page starts afresh',
    (text) => {
      const file = join(newFolder(), 'state.json');
      writeFileSync(file, text);
      expect(readSaved(file)).toEqual({
        notice: expect.stringMatching(/state\.json is not what this page saved: the page starts afresh\.$/) as string,
      });
    },
  );

  it('that cannot be written is told in a sentence', async () => {
    await expect(begin({ stateFile: join(newFolder(), 'no', 'such', 'folder.json') })).rejects.toThrow(
      /folder\.json cannot be written \((?:Error: )?ENOENT.*\): start with --state FILE, in a folder you may write to\.$/,
    );
  });

  it('that somebody changed by hand is left behind too', async () => {
    const { stateFile } = await begin();
    expect(readSaved(stateFile)).toMatchObject({ saved: { account: { isInstalled: true } }, notice: '' });
    writeFileSync(stateFile, readFileSync(stateFile, 'utf8').replace('"isInstalled":true', '"isInstalled":false'));
    expect(readSaved(stateFile).saved).toBeUndefined();
    expect(readSaved(join(newFolder(), 'none.json'))).toEqual({ notice: '' });
  });
});
