import { APP, run } from './load';
import { LOADS } from './loads';

async function main(): Promise<void> {
  const wanted = process.argv[2];
  for (const load of LOADS.filter(({ name }) => wanted === undefined || name.includes(wanted))) {
    const { tally, ...result } = await run(APP, load);
    console.log([load.name, `ev ${result.events}`, `del ${tally.delivered()}`, `lost ${tally.lost()}`, `und ${tally.undelivered}`, `rep ${tally.repeats}`, `req/ev ${(tally.requests / result.events).toFixed(2)}`,
      `db/ev ${(tally.store / result.events).toFixed(2)}`, `sch/ev ${(tally.schedule / result.events).toFixed(2)}`, `ref ${tally.refused}`, `mostsch ${result.mostSchedules}`, `mostkeys ${result.mostKeys}`, `last ${result.lastAfter.toFixed(1)}`,
      `rest ${result.restAfter.toFixed(0)}`, `left ${result.keysLeft.join(" ")}/${result.schedulesLeft}`, `died ${result.died}`, `failed ${result.failed.length} ${result.failed[0] ?? ''}`, `${result.seconds.toFixed(1)}s`].join(' | '));
  }
}

void main();
