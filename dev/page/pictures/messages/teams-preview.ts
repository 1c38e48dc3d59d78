/**
 * A card as it stands in a Teams channel, drawn by Microsoft's own renderer. It knows only elements of text and links
 * here: nothing is fetched for a card, and nothing in it is read as HTML or Markdown.
 */
import {
  Action,
  AdaptiveCard,
  CardElement,
  CardObjectRegistry,
  ColumnSet,
  Container,
  FactSet,
  ActionSet,
  OpenUrlAction,
  RichTextBlock,
  SerializationContext,
  TextBlock,
  TextRun,
} from 'adaptivecards';
import { dig, digList, isRecord } from '../../../../packages/fresh-platform/lib/dig';
import { html } from '../dom';
import { teamsLook } from './teams-look';
import { unreadable } from './unreadable';
import { webAddress } from './web-address';

const CARD = 'application/vnd.microsoft.card.adaptive';

/** A message as it stands in a Teams channel; `body` is the parsed JSON of the request, and its text comes from outside. */
export function teamsPreview(body: unknown): HTMLElement {
  const card = cardIn(body);
  const drawn = card === null ? null : drawCard(card);
  if (drawn === null) return unreadable(body, 'Teams');
  return html('div', { class: 'preview preview-teams', role: 'group', 'aria-label': 'The message in Teams' }, [
    html('div', { class: 'preview-message' }, [
      html('div', { class: 'preview-avatar', 'aria-hidden': 'true' }, ['W']),
      html('div', { class: 'preview-content' }, [
        html('div', { class: 'preview-sender' }, [html('b', {}, ['Workflows'])]),
        html('div', { class: 'preview-card' }, [drawn]),
      ]),
    ]),
  ]);
}

function cardIn(body: unknown): Record<string, unknown> | null {
  const attachment = digList(body, 'attachments').find((one) => dig(one, 'contentType') === CARD);
  const card = dig(attachment, 'content');
  return isRecord(card) && card['type'] === 'AdaptiveCard' ? card : null;
}

/** Null for a card that the renderer cannot put together, at which it throws. */
function drawCard(source: Record<string, unknown>): HTMLElement | null {
  try {
    return rendered(source);
  } catch {
    return null;
  }
}

function rendered(source: Record<string, unknown>): HTMLElement | null {
  const card = new AdaptiveCard();
  card.hostConfig = teamsLook();
  card.onExecuteAction = openLink;
  const context = new SerializationContext();
  context.setElementRegistry(ELEMENTS);
  context.setActionRegistry(ACTIONS);
  card.parse(withoutPictures(source), context);
  const drawn = card.render();
  if (drawn === undefined) return null;
  // The message as a whole is no stop for Tab; its links and buttons are.
  drawn.removeAttribute('tabindex');
  for (const anchor of drawn.querySelectorAll('a')) makeSafe(anchor);
  return drawn;
}

const ELEMENTS = new CardObjectRegistry<CardElement>();
for (const [name, element] of Object.entries({
  RichTextBlock,
  TextRun,
  TextBlock,
  Container,
  ColumnSet,
  FactSet,
  ActionSet,
}))
  ELEMENTS.register(name, element);

const ACTIONS = new CardObjectRegistry<Action>();
ACTIONS.register('Action.OpenUrl', OpenUrlAction);

/** Markdown is left as the text it is; without being told so, the renderer complains on the console. */
AdaptiveCard.onProcessMarkdown = (...[, result]) => {
  result.didProcess = false;
};

/** The properties by which a card of text can still have something fetched. */
const PICTURES = ['backgroundImage', 'iconUrl'];

function withoutPictures(source: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(source), (key, value: unknown) => (PICTURES.includes(key) ? undefined : value));
}

function openLink(action: Action): void {
  const address = action instanceof OpenUrlAction ? webAddress(action.url ?? '') : null;
  if (address !== null) window.open(address, '_blank', 'noopener,noreferrer');
}

/** What leads nowhere on the web becomes plain text; the renderer would call every link by its action's title. */
function makeSafe(anchor: HTMLAnchorElement): void {
  if (webAddress(anchor.getAttribute('href') ?? '') === null) anchor.replaceWith(anchor.textContent);
  anchor.setAttribute('rel', 'noopener noreferrer');
  anchor.removeAttribute('aria-label');
}
