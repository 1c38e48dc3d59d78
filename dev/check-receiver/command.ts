/** `npm run check-receiver -- URL --secret whsec_…`: see HELP. */
import { say, type Output } from '../../packages/fresh-platform/lib/command';
import { UserError } from '../../packages/fresh-platform/lib/json-file';
import { hang, lookOf, paint, type Look } from '../../packages/fresh-platform/lib/terminal';
import { readArguments } from '../stories/arguments';
import { loopback } from '../stories/options';
import { isSecret } from '../stories/signature';
import { checkReceiver } from './check';
import type { Result, Verdict } from './checks';

const HELP = `Sends a receiver on this machine what the app really sends, and says what it does well and what not.

  npm run check-receiver -- http://127.0.0.1:8080/webhook --secret whsec_…

  --shows URL   where the receiver shows the events it has, each by its id, in their order: a page or JSON.
                Without it nobody sees whether it stores a repeat once and sorts by sequence.
  --help        this text

It leaves events of invented conversations in the receiver. Exit code: 0 when nothing failed; 1 otherwise.`;

const OPTIONS = {
  secret: { type: 'string' },
  shows: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function checkReceiverCommand(args: string[], out: Output): Promise<number> {
  const { values, positionals } = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (values.help === true) return say(out, HELP);
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0)
    throw new UserError('Give the one address that deliveries go to; --help shows how.');
  const url = loopback(address, 'What is checked');
  const shows = values.shows === undefined ? null : loopback(values.shows, '--shows');
  const counts: Record<Result, number> = { pass: 0, FAIL: 0, unseen: 0 };
  const look = lookOf(out, process.env, 'none');
  for await (const verdict of checkReceiver({ url, secret: secretOf(values.secret), shows })) {
    counts[verdict.result] += 1;
    say(out, line(verdict, look));
  }
  const total = `\n${counts.pass} passed, ${counts.FAIL} failed, ${counts.unseen} not seen.`;
  return say(out, total, counts.FAIL > 0 ? 1 : 0);
}

const STYLES = { pass: 'green', FAIL: 'red', unseen: 'yellow' } as const;

function line({ result, says, words }: Verdict, look: Look): string {
  return hang(`${paint(look, STYLES[result], result.padEnd(6))}  `, `It ${says}: ${words}`, 8, look.width);
}

function secretOf(secret: string | undefined): string {
  if (secret !== undefined && isSecret(secret)) return secret;
  throw new UserError('--secret must be whsec_ followed by the Base64 of 24 to 64 bytes: what the receiver knows.');
}
