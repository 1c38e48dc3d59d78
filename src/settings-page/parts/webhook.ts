/** A webhook's own settings: its address, and the secret that its messages are signed with. */
import { changed, type Board } from '../board';
import { button, focusOn, html, redraw, type Child } from '../dom';
import type { DestinationDraft } from '../draft';
import { fieldOf } from '../faults';
import { field, inputField } from '../fields';
import { endRotation, isRotating, makeSecret, rotate, type Secret } from '../secrets';

export function drawWebhook(board: Board, destination: DestinationDraft): HTMLElement {
  const addressId = fieldOf(destination, 'address');
  return html('div', { class: 'own' }, [
    inputField(
      {
        id: addressId,
        label: 'Address',
        help: 'Where your system takes messages: it starts with https:// and names a public host.',
        value: destination.url,
        type: 'url',
        placeholder: 'https://hooks.acme.com/freshchat',
      },
      (value) => {
        destination.url = value;
        changed(board, addressId);
      },
    ),
    drawSecret(board, destination),
  ]);
}

function drawSecret(board: Board, destination: DestinationDraft): HTMLElement {
  const id = fieldOf(destination, 'secret');
  const place = html('div', { class: 'secret' });
  const set = (secret: Secret): void => {
    destination.secret = secret;
    draw();
    focusOn(id);
    changed(board, id);
  };
  const type = (value: string): void => {
    destination.secret.entered = value;
    changed(board, id);
  };
  const draw = (): void => {
    const isEntered = isToBeEntered(destination.secret);
    redraw(place, [isEntered ? entering(destination, id, set, type) : showing(destination, id, set)]);
  };
  draw();
  return place;
}

/** Nothing is known that could be used, and nothing was made here. */
function isToBeEntered({ stored, entered }: Secret): boolean {
  return stored === null && !isMade(entered);
}

const MADE = new Set<string>();

/** Made by this page, as against typed: a made one is shown to be copied, a typed one stays in its field. */
function isMade(secret: string): boolean {
  return MADE.has(secret);
}

type Set = (secret: Secret) => void;

function entering(destination: DestinationDraft, id: string, set: Set, type: (value: string) => void): HTMLElement {
  if (destination.secret.entered !== '' && !destination.secret.isLost) {
    MADE.add(destination.secret.entered);
    return showing(destination, id, set);
  }
  return inputField(
    {
      id,
      label: 'Signing secret',
      help: 'Freshworks does not show a saved secret again. Paste the one your system knows, or make a new one.',
      value: destination.secret.entered,
      type: 'password',
      placeholder: 'whsec_…',
      beside: [
        button(
          'Make a new one',
          () => {
            const made = makeSecret();
            MADE.add(made);
            set({ ...destination.secret, entered: made });
          },
          { id: `${id}-make` },
        ),
      ],
    },
    type,
  );
}

function showing(destination: DestinationDraft, id: string, set: Set): HTMLElement {
  const { secret } = destination;
  if (secret.entered === '') return kept(destination, id, set);
  const copied = html('span', { role: 'status' });
  const shown = html('input', { id, type: 'text', readonly: true, class: 'code', dir: 'ltr' }) as HTMLInputElement;
  shown.value = secret.entered;
  const copy = button('Copy', () => void copyText(shown, copied), { id: `${id}-copy` });
  return html('div', {}, [
    field(
      {
        id,
        label: secret.beside === null ? 'Signing secret' : 'New signing secret',
        help: [
          'Give it to the developers of your system, who check with it that a message is from this app. ',
          'It is shown this once only: copy it before you save.',
        ],
      },
      shown,
      [copy],
    ),
    copied,
    rotationNote(destination, id, set),
  ]);
}

async function copyText(shown: HTMLInputElement, copied: HTMLElement): Promise<void> {
  shown.select();
  try {
    await navigator.clipboard.writeText(shown.value);
    copied.textContent = 'Copied.';
  } catch {
    copied.textContent = 'It could not be copied for you: it is marked, so press Ctrl+C, or ⌘C on a Mac.';
  }
}

function kept({ secret }: DestinationDraft, id: string, set: Set): HTMLElement {
  const replace = button(
    'Replace it…',
    () => {
      const next = rotate(secret);
      MADE.add(next.entered);
      set(next);
    },
    { id: `${id}-replace` },
  );
  const end = button(
    'The new one works: end the old one',
    () => {
      set(endRotation(secret));
    },
    { id: `${id}-end` },
  );
  const isTwo = isRotating(secret);
  return html(
    'div',
    { class: 'field', 'data-field': id, id, tabindex: '-1', role: 'group', 'aria-label': 'Signing secret' },
    [
      html('span', { class: 'label' }, ['Signing secret']),
      html('div', { class: 'field-line' }, [
        html('p', {}, [
          isTwo
            ? 'Two are in use: every message is signed with the new and with the old one.'
            : 'It is set, and not shown again. It stays as it is.',
        ]),
        isTwo ? end : replace,
      ]),
      html('p', { class: 'fault', id: `${id}-fault` }),
    ],
  );
}

function rotationNote({ secret }: DestinationDraft, id: string, set: Set): Child {
  if (secret.stored === null) return null;
  const undo = button(
    'Keep the old one alone',
    () => {
      set({ ...secret, entered: '', beside: null });
    },
    { id: `${id}-undo`, color: 'link' },
  );
  return html('div', { class: 'note' }, [
    html('p', {}, [
      'Until you end it here, every message is also signed with the old secret, so nothing is refused while your system changes over.',
    ]),
    undo,
  ]);
}
