/** A message of chat.postMessage as it stands in a Slack channel. Source: the Block Kit reference. */
import { dig, digList, digText, isRecord } from '../../../../packages/fresh-platform/lib/dig';
import { html } from '../dom';
import { mrkdwnNodes } from './mrkdwn';
import { unreadable } from './unreadable';
import { webAddress } from './web-address';

/** A message as it stands in a Slack channel; `body` is the parsed JSON of the request, and its text comes from outside. */
export function slackPreview(body: unknown): HTMLElement {
  const blocks = digList(body, 'blocks').map(blockOf);
  const text = digText(body, 'text');
  if (blocks.length === 0 && text === '') return unreadable(body, 'Slack');
  const shown = blocks.length > 0 ? blocks : [html('div', { class: 'preview-section' }, mrkdwnNodes(text))];
  return html('div', { class: 'preview preview-slack', role: 'group', 'aria-label': 'The message in Slack' }, [
    html('div', { class: 'preview-place' }, [`# ${digText(body, 'channel') || 'channel'}`]),
    html('div', { class: 'preview-message' }, [
      html('div', { class: 'preview-avatar', 'aria-hidden': 'true' }, ['CR']),
      html('div', { class: 'preview-content' }, [
        html('div', { class: 'preview-sender' }, [
          html('b', {}, ['Conversation Relay']),
          html('span', { class: 'preview-badge' }, ['APP']),
        ]),
        ...shown,
      ]),
    ]),
  ]);
}

/** How each block is shown; what the app never sends is named rather than drawn. */
const BLOCKS: ReadonlyMap<unknown, (block: unknown) => HTMLElement> = new Map([
  ['section', sectionOf],
  ['header', (block: unknown) => html('div', { class: 'preview-header' }, textOf(dig(block, 'text')))],
  [
    'context',
    (block: unknown) => html('div', { class: 'preview-context' }, digList(block, 'elements').flatMap(textOf)),
  ],
  ['actions', (block: unknown) => html('div', { class: 'preview-actions' }, digList(block, 'elements').map(buttonOf))],
  ['divider', () => html('hr')],
]);

function blockOf(block: unknown): HTMLElement {
  const draw = BLOCKS.get(dig(block, 'type'));
  return draw === undefined
    ? html('div', { class: 'preview-context' }, [
        `A block of the type “${digText(block, 'type')}”, which is not drawn here.`,
      ])
    : draw(block);
}

function sectionOf(block: unknown): HTMLElement {
  const fields = digList(block, 'fields').map((field) => html('div', {}, textOf(field)));
  const texts = isRecord(dig(block, 'text')) ? textOf(dig(block, 'text')) : [];
  return html('div', { class: 'preview-section' }, [
    ...texts,
    ...(fields.length === 0 ? [] : [html('div', { class: 'preview-fields' }, fields)]),
  ]);
}

/** A text object: mrkdwn, or plain text which shows every character as it is. */
function textOf(text: unknown): (Node | string)[] {
  return dig(text, 'type') === 'mrkdwn' ? mrkdwnNodes(digText(text, 'text')) : [digText(text, 'text')];
}

function buttonOf(element: unknown): HTMLElement {
  const address = webAddress(digText(element, 'url'));
  const words = textOf(dig(element, 'text'));
  return address === null
    ? html('span', { class: 'preview-button' }, words)
    : html('a', { class: 'preview-button', href: address, target: '_blank', rel: 'noopener noreferrer' }, words);
}
