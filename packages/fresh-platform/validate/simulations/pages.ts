/** The plan as files: a page of instructions, and beside it everything that is entered or pasted, numbered in order. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../lib/dig';
import { figuresSaid, WANTED_PERCENT, type Simulations } from './find';
import { ADDRESSES, type Step } from '../play/steps';

const FOLDER = 'dist/simulations';

interface Page {
  file: string;
  text: string;
}

/** Writes dist/simulations/ in the app's folder anew. Returns the folder, relative to it. */
export function writeSimulations(simulations: Simulations): string {
  const folder = join(simulations.dir, FOLDER);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, text } of pagesOf(simulations)) writeFileSync(join(folder, file), text);
  return FOLDER;
}

/** Every file by its name. */
export function pagesOf({ steps, figures, isEnough }: Simulations): Page[] {
  const pages: Page[] = [];
  const lines: string[] = [];
  let entered: Json | undefined;
  let settings = 0;
  steps.forEach((step, index) => {
    const number = String(index + 1).padStart(2, '0');
    if (step.about !== undefined && step.about !== '') lines.push(`\n${step.about}`);
    if (step.settings.iparams !== entered) {
      entered = step.settings.iparams;
      const file = `settings-${String((settings += 1)).padStart(2, '0')}.json`;
      pages.push(jsonPage(file, entered));
      lines.push(`\n## Enter the settings of [${file}](${file}): ${step.settings.name}\n`);
    }
    const file = `${number}-${step.name}.json`;
    if (step.kind !== 'install' && step.kind !== 'uninstall') pages.push(jsonPage(file, step.payload));
    lines.push(`- [ ] **${number}** ${instruction(step, file)}`);
  });
  return [
    { file: 'README.md', text: `${opening(figuresSaid(figures), isEnough)}${lines.join('\n')}\n${CLOSING}` },
    ...pages,
  ];
}

function jsonPage(file: string, value: unknown): Page {
  return { file, text: `${JSON.stringify(value, null, 2)}\n` };
}

function instruction({ kind, module, name, payload, from }: Step, file: string): string {
  if (kind === 'install') return `App set-up events, \`${name}\`: simulate it as it is.`;
  if (kind === 'uninstall') return `App set-up events, \`${name}\`: simulate it as it is.`;
  if (kind === 'function')
    return Object.keys(payload).length === 0
      ? `On the settings page, do what calls \`${name}\` (with nothing entered beside it).`
      : `On the settings page, do what calls \`${name}\` for what [${file}](${file}) holds.`;
  return `\`${module}\`, \`${name}\`: paste [${file}](${file}) over the payload (${from}) and simulate it.`;
}

function opening(figures: string, isEnough: boolean): string {
  const verdict = isEnough
    ? `Done in this order, they run ${figures} of \`server/\`; ${WANTED_PERCENT} % of each were wanted, and a review needs 80 %.`
    : `Done in this order, they run ${figures} of \`server/\`. That is less than the ${WANTED_PERCENT} % that were wanted: record more payloads in \`test_data/\`, settings in \`test_data/settings/simulations/\`, or steps in \`test_data/simulations/\`.`;
  return `# What to simulate at \`fdk run\`

${verdict}

1. Run \`fdk run\` in the app's folder and leave it running: its coverage counts what is simulated until it is stopped.
2. Settings are entered at <http://localhost:10001/custom_configs>, or at \`/system_settings\` where the page says so. Save them before going on.
3. Events are simulated at <http://localhost:10001/web/test>: choose the module and the event, paste the payload, press Simulate, and wait for the log to say it is done.
4. Addresses in the settings are told apart by what they answer: \`${ADDRESSES.takes}…\` takes everything, \`${ADDRESSES.refuses}…\` answers 404, \`${ADDRESSES.silent}…\` cannot be reached. Any address of yours that behaves so will do. The payloads are invented, and so are the secrets: a service that is asked with them says no, which is counted on.
5. What comes from a schedule is simulated like any other event, with the data that the app keeps there; nobody has to wait for it.
   Do the steps in one sitting, one after the other: that each takes you twenty seconds is counted on, and longer does no harm.
`;
}

const CLOSING = `
Stop \`fdk run\` with Control-C: it prints the coverage. Then \`fdk pack\`.
`;
