/** What a destination hears: one of two usual choices, or kind by kind. */
import { KINDS, type Kind } from '../../settings/kinds';
import { changed, type Board } from '../board';
import { html } from '../dom';
import type { DestinationDraft } from '../draft';
import { fieldOf } from '../faults';
import { fieldGroup, tickField } from '../fields';
import { kindsOf, presetOf, PRESETS, sentenceOfKind, type Preset } from '../kinds';

export interface Part {
  element: HTMLElement;
  refresh: () => void;
}

export function drawHears(board: Board, destination: DestinationDraft): Part {
  const id = fieldOf(destination, 'tell');
  let preset = presetOf(destination.tell);
  const list = html('div', { class: 'kinds' });
  const choose = (next: Preset): void => {
    preset = next;
    destination.tell = kindsOf(next, destination.tell);
    changed(board, id);
    drawList();
  };
  const tick = (kind: Kind, isOn: boolean): void => {
    const { tell } = destination;
    destination.tell = KINDS.filter((one) => (one === kind ? isOn : tell.includes(one)));
    changed(board, id);
  };
  const drawList = (): void => {
    list.hidden = preset !== 'chosen';
    list.replaceChildren(
      ...KINDS.map((kind) =>
        tickField(
          {
            id: `${id}-${kind.replace(/ /g, '-')}`,
            label: kind,
            sentence: sentenceOfKind(kind, board.draft.unattendedMinutes),
            type: 'checkbox',
            isOn: destination.tell.includes(kind),
          },
          (isOn) => {
            tick(kind, isOn);
          },
        ),
      ),
    );
  };
  drawList();
  const presets = PRESETS.map(({ preset: one, label, sentence }) =>
    tickField({ id: `${id}-${one}`, label, sentence, type: 'radio', name: id, isOn: preset === one }, () => {
      choose(one);
    }),
  );
  const element = fieldGroup({ id, label: 'What it hears' }, [html('div', { class: 'presets' }, presets), list]);
  return {
    element,
    refresh: () => {
      const help = list.querySelector(`[id="${id}-Unattended-help"]`);
      if (help !== null) help.textContent = sentenceOfKind('Unattended', board.draft.unattendedMinutes);
    },
  };
}
