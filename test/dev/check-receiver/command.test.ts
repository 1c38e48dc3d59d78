import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newSecret } from '../../../dev/stories/signature';
import { checkReceiverCommand } from '../../../dev/check-receiver/command';
import { runInside, type Run } from '../../../packages/fresh-platform/test/support/command';

/** `npm run check-receiver -- …` without npm. */
function check(...args: string[]): Promise<Run> {
  return runInside(checkReceiverCommand, args);
}

it('prints what a receiver does well and what not, and fails where something fails', async () => {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const { code, out, err } = await check(url, '--secret', newSecret());
  server.close();
  expect(err).toBe('');
  expect(out).toMatch(/^pass {4}It verifies and takes what the app sends: \d+ of \d+ taken$/m);
  expect(out).toMatch(/^FAIL {4}It refuses a body that was changed on the way: it answered 204\. Anybody could send/m);
  expect(out).toMatch(/^unseen {2}It tells a repeat by its event id: /m);
  expect(out).toMatch(/\n7 passed, 3 failed, 2 not seen\.\n$/);
  expect(code).toBe(1);
});

it('says in a sentence what it was not given, and sends nothing off this machine', async () => {
  const secret = newSecret();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const runs = await Promise.all([
    check(),
    check('https://hooks.example.com/', '--secret', secret),
    check('http://127.0.0.1:9/', '--secret', 'hunter2'),
    check(`http://127.0.0.1:${port}/`, '--secret', secret),
    check('http://127.0.0.1:9/', '--secert', secret),
  ]);
  expect(runs.map(({ code, out }) => [code, out])).toEqual(runs.map(() => [1, '']));
  expect(runs.map(({ err }) => err)).toEqual([
    'Give the one address that deliveries go to; --help shows how.\n',
    'What is checked must be an address on this machine such as http://127.0.0.1:8080/conversations, not https://hooks.example.com/.\n',
    '--secret must be whsec_ followed by the Base64 of 24 to 64 bytes: what the receiver knows.\n',
    `Nothing listens at http://127.0.0.1:${port}/: start the receiver first.\n`,
    "Unknown option '--secert'; --help lists the options. Did you mean --secret?\n",
  ]);
});
