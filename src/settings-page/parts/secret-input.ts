/** A secret that comes from elsewhere: pasted once, then kept and not shown, until it is replaced. */
import { button, focusOn, html, redraw } from '../dom';
import { inputField } from '../fields';
import type { Secret } from '../secrets';

export interface SecretLook {
  id: string;
  label: string;
  help: string;
  placeholder: string;
  type: 'url' | 'password';
  /** What the button says that replaces a kept one. */
  replace: string;
}

/** `secretOf` gives the secret that is edited in place; `change` is told of every letter. */
export function secretInput(look: SecretLook, secretOf: () => Secret, change: () => void): HTMLElement {
  const place = html('div', { class: 'secret' });
  let isReplacing = false;
  const turn = (replacing: boolean): void => {
    isReplacing = replacing;
    secretOf().entered = '';
    draw();
    focusOn(look.id);
    change();
  };
  const draw = (): void => {
    redraw(place, [
      secretOf().stored !== null && !isReplacing
        ? keptSecret(look, () => {
            turn(true);
          })
        : typing(),
    ]);
  };
  const typing = (): HTMLElement => {
    const keepOld = button(
      'Keep the one that is set',
      () => {
        turn(false);
      },
      { color: 'link', id: `${look.id}-keep` },
    );
    return inputField({ ...look, value: secretOf().entered, beside: isReplacing ? [keepOld] : [] }, (value) => {
      secretOf().entered = value;
      change();
    });
  };
  draw();
  return place;
}

function keptSecret({ id, label, replace }: SecretLook, act: () => void): HTMLElement {
  return html('div', { class: 'field', 'data-field': id, id, tabindex: '-1', role: 'group', 'aria-label': label }, [
    html('span', { class: 'label' }, [label]),
    html('div', { class: 'field-line' }, [
      html('p', {}, ['It is set, and not shown again. It stays as it is.']),
      button(replace, act, { id: `${id}-replace` }),
    ]),
    html('p', { class: 'fault', id: `${id}-fault` }),
  ]);
}
