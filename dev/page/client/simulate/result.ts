/** What a call of the app came to. */
import type { SimulateResult, Told } from '../../server/api';
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import { badge, block, html, type Tone } from '../elements';
import { count, isTokenTest, moment, STATE_TONES, titleOf, toldWords } from '../words';

/** Where what came of a call is shown. */
export interface Results {
  add: (result: SimulateResult) => void;
}

/** The result as a person reads it. */
export function drawResult(result: SimulateResult): HTMLElement {
  return html('article', { class: 'result' }, [
    html('header', {}, [
      html('h3', {}, [result.event]),
      badge(outcomeWords(result), outcomeTone(result)),
      html('span', { class: 'quiet' }, [
        result.ms === 0 ? moment(result.at) : `${moment(result.at)}, took ${duration(result.ms)}`,
      ]),
    ]),
    ...sentences(result),
    ...(result.found === null ? [] : [foundLine(result.found)]),
    ...toldTable(result),
    ...testLines(result),
    ...logLines(result),
  ]);
}

/** The same in one sentence, for who listens to the page. */
export function resultInWords(result: SimulateResult): string {
  const told = toldIn(result).map((told) => `${toldTitle(told)} ${told.state}`);
  return [
    `${result.event}: ${outcomeWords(result)}`,
    result.message,
    result.error,
    (result.found ?? []).join(', '),
    told.join(', '),
  ]
    .filter((part) => part !== '')
    .join('. ');
}

function outcomeWords({ outcome, accepted }: SimulateResult): string {
  if (outcome === 'completed' && accepted !== null) return accepted ? 'accepted' : 'refused';
  return outcome === 'threw' ? 'crashed' : outcome;
}

function outcomeTone({ outcome, accepted, error }: SimulateResult): Tone {
  if (outcome !== 'completed' || accepted === false) return 'red';
  return error === '' ? 'green' : 'yellow';
}

function sentences({ message, error }: SimulateResult): HTMLElement[] {
  const shown =
    message === '' ? [] : [html('p', { class: 'refusal' }, ['The admin reads: ', html('strong', {}, [message])])];
  return error === '' ? shown : [...shown, html('p', { class: 'fault' }, [error])];
}

function foundLine(found: readonly string[]): HTMLElement {
  const types = found.map((type) => html('code', { class: 'type' }, [type]));
  return html('div', { class: 'found' }, [
    html('span', { class: 'quiet' }, ['Found']),
    ...(types.length === 0 ? ['nothing to tell'] : types),
  ]);
}

/** A destination that is not set up is told nothing, and not worth a line unless all are. */
function toldIn({ told }: SimulateResult): Told[] {
  return told.filter(({ state }) => state !== 'not told');
}

function toldTable(result: SimulateResult): HTMLElement[] {
  if (toldIn(result).length === 0 && (result.found ?? []).length > 0)
    return [
      html('p', { class: 'quiet' }, [
        'Nobody was told: no destination is set, or none of this is among the events that are told.',
      ]),
    ];
  const rows = toldIn(result).map((told) =>
    html('li', {}, [
      html('span', { class: 'destination' }, [toldTitle(told)]),
      badge(told.state, STATE_TONES[told.state]),
      html('span', { class: 'quiet' }, [toldDetail(told, result)]),
    ]),
  );
  return rows.length === 0 ? [] : [html('ul', { class: 'told' }, rows)];
}

function toldTitle({ destination: id, kind, name }: Told): string {
  return titleOf({ id, kind, name });
}

/** Installing tells nobody of anything; it tests what the admin entered. */
function testLines({ accepted, deliveries }: SimulateResult): HTMLElement[] {
  if (accepted === null || deliveries.length === 0) return [];
  const rows = deliveries.map((delivery) => {
    const { recipient, status, problem } = delivery;
    const isToken = isTokenTest(delivery);
    return html('li', {}, [
      html('span', { class: 'destination' }, [isToken ? 'Slack token' : titleOf(recipient)]),
      badge(status === null ? 'no answer' : String(status), problem === null ? 'green' : 'red'),
      html('span', { class: 'quiet' }, [problem ?? (isToken ? 'is valid' : 'took its test message')]),
    ]);
  });
  return [html('ul', { class: 'told' }, rows)];
}

function toldDetail(told: Told, { at, deliveries }: SimulateResult): string {
  if (told.state !== 'delivered') return toldWords(told, at).replace(/^(kept|given up)(: )?/, '');
  const delivery = deliveries.find(({ recipient }) => recipient.id === told.destination);
  const verified = delivery?.verified === true ? ', signature verified' : '';
  return delivery === undefined ? '' : `${delivery.status ?? ''}${verified}`;
}

function logLines({ logs, event, at }: SimulateResult): HTMLElement[] {
  if (logs.length === 0) return [];
  const text = logs
    .map(
      (line) =>
        `${line.at === at ? '' : `+${duration(line.at - at)}  `}${line.level === 'error' ? 'ERROR ' : ''}${line.text}`,
    )
    .join('\n');
  const hasError = logs.some(({ level }) => level === 'error');
  const details = html('details', hasError ? { open: '' } : {}, [
    html('summary', {}, [count(logs.length, 'log line')]),
    block(text, `Log of ${event}`),
  ]);
  return [details];
}
