/** The plan as files: a page of instructions, and beside it everything that is entered or pasted, numbered in order. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../lib/dig';
import { figuresSaid, WANTED_PERCENT, type Simulations } from './find';
import { ADDRESSES, type Step } from '../play/steps';
import { isSetUp } from '../../events/set-up';
import { counted } from '../../lib/terminal';
import { inARow } from '../../lib/words';

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
export function pagesOf(simulations: Simulations): Page[] {
  const parts = simulations.steps.map((step, index) => partOf(step, index, simulations));
  const lines = parts.flatMap((part) => part.lines);
  return [
    { file: 'README.md', text: `${opening(simulations)}${lines.join('\n')}\n${CLOSING}` },
    ...parts.flatMap(({ pages }) => pages),
  ];
}

interface Part {
  lines: string[];
  pages: Page[];
}

/** A step with what is read and entered before it. */
function partOf(step: Step, index: number, { steps, hasPage }: Simulations): Part {
  const before = steps[index - 1];
  const heading = headingOf(step, before);
  const isEntered = before?.settings.iparams === step.settings.iparams;
  const entered = isEntered ? { lines: [], pages: [] } : settingsOf(step, numberOf(index), hasPage);
  const file = `${numberOf(index)}-${step.name}.json`;
  return {
    lines: [...heading, ...entered.lines, `- [ ] **${numberOf(index)}** ${instruction(step, file)}`],
    pages: [...entered.pages, ...(isSetUp(step.name) ? [] : [jsonPage(file, step.payload)])],
  };
}

/** Where a chain begins. */
function headingOf({ chain }: Step, before: Step | undefined): string[] {
  if (before !== undefined && before.chain === chain) return [];
  return [`\n## ${chain?.about ?? 'Everything else'}\n`];
}

function settingsOf({ settings: { name, iparams } }: Step, number: string, hasPage: boolean): Part {
  const file = `${number}-settings.json`;
  return {
    lines: [`\n**Enter the settings of [${file}](${file})** (${name}).\n`],
    pages: [jsonPage(file, iparams), ...(hasPage ? [consolePage(file, iparams)] : [])],
  };
}

function numberOf(index: number): string {
  return String(index + 1).padStart(2, '0');
}

function jsonPage(file: string, value: unknown): Page {
  return { file, text: `${JSON.stringify(value, null, 2)}\n` };
}

/** On a page of the app's own, what is saved is what its function returns. */
function consolePage(file: string, iparams: Json): Page {
  return {
    file: file.replace(/json$/, 'js'),
    text: `validate = () => true;\npostConfigs = () => (${JSON.stringify(iparams, null, 2)});\n`,
  };
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

function opening(simulations: Simulations): string {
  const { steps, figures, isEnough, hasPage } = simulations;
  const verdict = isEnough
    ? `Done in this order, they run ${figuresSaid(figures)} of \`server/\`; ${WANTED_PERCENT} % of each were wanted, and a review needs 80 %.`
    : `Done in this order, they run ${figuresSaid(figures)} of \`server/\`. That is less than the ${WANTED_PERCENT} % that were wanted: record more payloads in \`test_data/\`, settings in \`test_data/settings/simulations/\`, or steps in \`test_data/simulations/\`.`;
  return `# What to simulate at \`fdk run\`

${verdict}${servicesSaid(simulations)}

Beside this page lie the settings to enter (\`NN-settings.json\`) and the payloads to paste, with the number of the step. Tick each step off as you go.

1. Run \`fdk run\` in the app's folder and leave it running: its coverage counts what is simulated until it is stopped.
2. **Settings**: open <http://localhost:10001/custom_configs>, enter what the file says, and save.${hasPage ? BY_CONSOLE : ''}
3. **Events**: open <http://localhost:10001/web/test>, choose the module and the event, replace the payload by the file's content, press Simulate, and wait until the terminal says that the event is done.
4. **Addresses** in the settings are told apart by what answers there, and so are those that the app sends to: ${addressesSaid(steps)}. Any address of yours that behaves so will do. Payloads, names and secrets are invented: a service that is asked with an invented secret says no, which is counted on.
5. **Schedules**: what comes from one is simulated like any other event, with the data that the app keeps there; nobody has to wait for it. Do the steps in one sitting, one after the other, from twenty seconds to a minute each: what an app does may hang on the time that has passed.
`;
}

const BY_CONSOLE =
  ' What the page has no field for, or refuses, is saved all the same where the content of the `NN-settings.js` beside it is pasted into the browser’s console first, with the frame of the page chosen there: it makes the page hand over exactly that.';

/** What cannot be done without an account elsewhere, and what is left without it. */
function servicesSaid({ steps, withoutServices }: Simulations): string {
  if (withoutServices === undefined) return '';
  const numbers = steps.flatMap(({ services }, index) => (services === undefined ? [] : [numberOf(index)]));
  const hosts = new Set(steps.flatMap(({ services = [] }) => services.flatMap(({ host }) => host ?? [])));
  return `

**${counted(numbers.length, 'step')} (${numbers.join(', ')}) need a real account at ${inARow([...hosts])}**, with a real token entered in the settings in place of the invented one. Whoever has none leaves them out: the others run ${figuresSaid(withoutServices)}.`;
}

/** Kinds of addresses, as far as the steps' settings have them. */
function addressesSaid(steps: readonly Step[]): string {
  const texts = JSON.stringify(steps.map(({ settings, payload }) => [settings.iparams, payload]));
  const statuses = [...new Set([...texts.matchAll(/httpbin\.org\/status\/(\d{3})/g)].map(([, status = '']) => status))];
  return inARow([
    `\`${ADDRESSES.takes}…\` takes everything`,
    ...statuses.sort().map((status) => `\`https://httpbin.org/status/${status}?…\` answers ${status}`),
    ...(texts.includes('httpbin.org/response-headers')
      ? ['`https://httpbin.org/response-headers?…` answers in a type that the platform does not read']
      : []),
    `\`${ADDRESSES.silent}…\` cannot be reached`,
  ]);
}

const CLOSING = `
Stop \`fdk run\` with Control-C: it prints the coverage. Then \`fdk pack\`.
`;
