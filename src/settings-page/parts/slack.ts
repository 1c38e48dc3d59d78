/** A Slack destination's own settings: token, channel, style and mention. */
import { changed, type Board } from '../board';
import { button, focusOn, html, named, redraw, type Child } from '../dom';
import { holderOfToken, secretFor, type DestinationDraft } from '../draft';
import { fieldOf } from '../faults';
import { inputField, selectField } from '../fields';
import { valueOfSecret } from '../secrets';
import { slackChannels, type Channel } from '../server';
import { secretInput } from './secret-input';

const STYLES = [
  { value: 'each', label: 'A message for every change' },
  { value: 'thread', label: 'A thread for every conversation' },
  { value: 'card', label: 'One message for every conversation, kept current' },
];

export function drawSlack(board: Board, destination: DestinationDraft): HTMLElement {
  const styleId = fieldOf(destination, 'style');
  const mentionId = fieldOf(destination, 'mention');
  return html('div', { class: 'own' }, [
    drawToken(board, destination),
    drawChannel(board, destination),
    html('div', { class: 'grid' }, [
      selectField({ id: styleId, label: 'Style', value: destination.style, options: STYLES }, (value) => {
        destination.style = value === 'thread' || value === 'card' ? value : 'each';
        changed(board, styleId);
      }),
      inputField(
        {
          id: mentionId,
          label: 'Mention',
          help:
            'Who is called when a conversation is unattended or late: here for all who are there, ' +
            'a user group’s ID (S…) or a person’s (U…). Blank calls nobody.',
          value: destination.mention,
          placeholder: 'here',
        },
        (value) => {
          destination.mention = value;
          changed(board, mentionId);
        },
      ),
    ]),
  ]);
}

function drawToken(board: Board, destination: DestinationDraft): HTMLElement {
  const id = fieldOf(destination, 'token');
  const holder = holderOfToken(board.draft);
  const isShared =
    !destination.hasOwnToken && board.draft.destinations.filter(({ kind }) => kind === 'slack').length > 1;
  if (!destination.hasOwnToken && holder !== destination) return sharedToken(board, destination, holder);
  return html('div', {}, [
    secretInput(
      {
        id,
        label: isShared ? 'Bot token, for all Slack destinations without one of their own' : 'Bot token',
        help:
          'It starts with xoxb-. Create a Slack app, give its bot the scope chat:write, install it, and copy the ' +
          'Bot User OAuth Token. With channels:read too, channels can be chosen from a list.',
        placeholder: 'xoxb-…',
        type: 'password',
        replace: 'Enter another token',
      },
      () => secretFor(board.draft, destination),
      () => {
        changed(board, id);
      },
    ),
    destination.hasOwnToken ? ownTokenSwitch(board, destination, false) : null,
  ]);
}

function sharedToken(board: Board, destination: DestinationDraft, holder: DestinationDraft | undefined): HTMLElement {
  const words: Child[] = ['It uses the token that is entered at ', named(holder?.name ?? 'another destination'), '.'];
  return html('div', { class: 'field' }, [
    html('span', { class: 'label' }, ['Bot token']),
    html('div', { class: 'field-line' }, [html('p', {}, words), ownTokenSwitch(board, destination, true)]),
  ]);
}

function ownTokenSwitch(board: Board, destination: DestinationDraft, toOwn: boolean): HTMLElement {
  return button(
    toOwn ? 'Use a token of its own' : 'Use the token that Slack destinations share',
    () => {
      destination.hasOwnToken = toOwn;
      board.drawDestinations();
      focusOn(toOwn ? fieldOf(destination, 'token') : `open-${destination.id}`);
    },
    { color: 'link', id: `token-switch-of-${destination.id}` },
  );
}

/** By id, or from a list where the token can list channels. */
function drawChannel(board: Board, destination: DestinationDraft): HTMLElement {
  const id = fieldOf(destination, 'channel');
  const place = html('div', { class: 'channel' });
  const said = html('p', { class: 'answer', role: 'status' });
  const set = (value: string): void => {
    destination.channel = value;
    changed(board, id);
  };
  const list = button('Choose from a list', () => void load(), { id: `${id}-list` });
  const show = (field: HTMLElement): void => {
    redraw(place, [field, said]);
    focusOn(id);
  };
  const load = async (): Promise<void> => {
    const token = valueOfSecret(secretFor(board.draft, destination));
    if (token === '') {
      said.textContent = 'Enter the bot token first: it is what lists the channels.';
      return;
    }
    said.textContent = 'Asking Slack for its channels …';
    try {
      const channels = await slackChannels(token);
      said.textContent = channels.length === 0 ? 'The token can see no channel: enter the ID of one.' : '';
      if (channels.length > 0) show(chooser(channels));
    } catch (error) {
      said.textContent = `${error instanceof Error ? error.message : String(error)} You can enter the channel’s ID instead.`;
    }
  };
  const chooser = (channels: readonly Channel[]): HTMLElement => {
    const isListed = channels.some((channel) => channel.id === destination.channel);
    const first = isListed
      ? []
      : [{ value: destination.channel, label: destination.channel === '' ? 'Choose a channel' : destination.channel }];
    const options = [...first, ...channels.map((channel) => ({ value: channel.id, label: `#${channel.name}` }))];
    return selectField(
      { id, label: 'Channel', help: 'Invite the bot to it.', value: destination.channel, options, beside: [byId] },
      set,
    );
  };
  const typing = (): HTMLElement =>
    inputField(
      {
        id,
        label: 'Channel',
        help: 'Its ID, such as C0123ABCDEF, stands at the bottom of the channel’s details in Slack. Invite the bot to it.',
        value: destination.channel,
        placeholder: 'C0123ABCDEF',
        beside: [list],
      },
      set,
    );
  const byId = button(
    'Enter its ID',
    () => {
      show(typing());
    },
    { id: `${id}-by-id` },
  );
  redraw(place, [typing(), said]);
  return place;
}
