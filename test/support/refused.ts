/** A history played again and again, each time with another of its operations refused. */
import type { Hardships } from '../../packages/fresh-platform/types';

type Refuse = NonNullable<Hardships['refuse']>;
type Asked = Parameters<Refuse>[0];

/** Answers 503 to one operation, and to the same one again for as long as no time passes: the app asks three times. */
const refusing =
  (one: Asked): Refuse =>
  ({ name, target, at }) =>
    name === one.name && target === one.target && at === one.at ? 503 : undefined;

/** What the history comes to as it is, and what with each operation refused that `isTried` names. */
export async function refusedInTurn<Result>(
  play: (refuse: Refuse) => Promise<Result>,
  isTried: (operation: Asked) => boolean = ({ name }) => name !== 'request',
): Promise<{ usual: Result; others: { refused: string; result: Result }[] }> {
  const asked = new Map<string, Asked>();
  const usual = await play((operation) => {
    const { name, target, at } = operation;
    if (isTried(operation)) asked.set(`${name} ${target} ${at}`, { name, target, at });
    return undefined;
  });
  const others = [];
  for (const one of asked.values())
    others.push({ refused: `${one.name} ${one.target}`, result: await play(refusing(one)) });
  return { usual, others };
}
