/** What is known of one moment of the picture. */
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import { html, svg } from '../dom';
import { destinationsOf, named } from './layout';
import type { ConversationPicture, PictureMark, Told } from './picture';
import { drawState } from './signs';
import { clockTime, dayAndYear } from '../../../../packages/fresh-platform/page/client/times';
import { toldInWords } from './told-states';

/** The details of a mark; a picture without marks has none. */
export function detailOf(picture: ConversationPicture, index: number): HTMLElement[] {
  const mark = picture.marks[index];
  if (mark === undefined) return [html('p', { class: 'picture-detail-when' }, ['Nothing has happened yet.'])];
  return [
    html('p', { class: 'picture-detail-what' }, [mark.what]),
    html('p', { class: 'picture-detail-when' }, [whenOf(picture, mark, index)]),
    html('ul', { class: 'picture-detail-types', 'aria-label': 'What the app found' }, typesOf(mark)),
    html('ul', { class: 'picture-detail-told', 'aria-label': 'Who was told' }, toldOf(picture, mark)),
  ];
}

/** "10:08:53 UTC on Tue 3 Nov 2026 · 6 min 5 s after the moment before · 6 min 6 s after it began · 55 min ago" */
function whenOf({ marks, now }: ConversationPicture, { at }: PictureMark, index: number): string {
  const [first, before] = [marks[0], marks[index - 1]];
  const since = before === undefined ? [] : [`${duration(at - before.at)} after the moment before`];
  const began = first === undefined || index < 2 ? [] : [`${duration(at - first.at)} after it began`];
  const ago = now - at >= 1_000 ? [`${duration(now - at)} ago`] : [];
  return [`${clockTime(at, true)} UTC on ${dayAndYear(at)}`, ...since, ...began, ...ago].join(' · ');
}

function typesOf({ types }: PictureMark): HTMLElement[] {
  if (types.length === 0) return [html('li', { class: 'picture-nothing' }, ['The app found nothing to tell.'])];
  return types.map((type) => html('li', {}, [html('code', {}, [type])]));
}

function toldOf(picture: ConversationPicture, { at, told }: PictureMark): HTMLElement[] {
  if (told.length === 0) return [html('li', { class: 'picture-nothing' }, ['Nobody was told.'])];
  return destinationsOf(picture).flatMap((destination) =>
    told.filter((one) => one.destination === destination).map((one, index) => outcome(one, at, index > 0)),
  );
}

function outcome(told: Told, at: number, isRepeated: boolean): HTMLElement {
  const sign = svg('svg', { viewBox: '0 0 18 18', width: 18, height: 18, 'aria-hidden': 'true' }, [
    drawState(told.state, 9, 9),
  ]);
  const again = isRepeated ? ', when the platform repeated it' : '';
  return html('li', {}, [
    sign,
    html('span', {}, [
      html('b', {}, [named(told.destination)]),
      ` ${toldInWords(told, at)}${again}`,
      ...saidIn(told),
      ...(told.delivery === undefined
        ? []
        : [' ', html('a', { href: `/deliveries?open=${told.delivery}` }, [`delivery #${told.delivery}`])]),
    ]),
  ]);
}

/** What a channel was told, in its own words. */
function saidIn({ says = '' }: Told): (Node | string)[] {
  return says === '' ? [] : [': ', html('q', { class: 'picture-said' }, [says])];
}
