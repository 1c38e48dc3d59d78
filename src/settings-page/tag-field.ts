/** A field for lists of names or ids. */
import { html } from './dom';
import { field, type FieldLook } from './fields';

/** A field that holds several words, each of which can be taken out again. */
export function tagField(
  look: FieldLook & { values: readonly string[]; suggestions?: readonly string[]; placeholder?: string },
  change: (values: string[]) => void,
): HTMLElement {
  let values = [...look.values];
  const tags = html('ul', { class: 'tags' });
  const listId = `${look.id}-list`;
  const { suggestions = [], placeholder = '' } = look;
  const input = html('input', {
    id: look.id,
    type: 'text',
    autocomplete: 'off',
    dir: 'auto',
    placeholder,
    ...(suggestions.length > 0 && { list: listId }),
  }) as HTMLInputElement;

  const set = (next: string[]): void => {
    values = next;
    tags.replaceChildren(...values.map(drawTag));
    change([...values]);
  };
  const drawTag = (value: string): HTMLElement => {
    const remove = html('button', { type: 'button', 'aria-label': `Take out ${value}` }, ['×']);
    remove.addEventListener('click', () => {
      set(values.filter((one) => one !== value));
      input.focus();
    });
    return html('li', {}, [html('bdi', {}, [value]), remove]);
  };
  const take = (): void => {
    const typed = input.value.split(/[,\n]/).map((text) => text.trim());
    const isNew = (text: string, index: number): boolean =>
      text !== '' && !values.includes(text) && typed.indexOf(text) === index;
    input.value = '';
    set([...values, ...typed.filter(isNew)]);
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      take();
    }
    if (event.key === 'Backspace' && input.value === '') set(values.slice(0, -1));
  });
  // What was typed and not ended with Enter counts as well: nobody loses a filter by going on to the next field.
  input.addEventListener('blur', () => {
    if (input.value.trim() !== '') take();
  });
  tags.replaceChildren(...values.map(drawTag));
  const datalist = html(
    'datalist',
    { id: listId },
    suggestions.map((value) => html('option', { value })),
  );
  const control = html('div', { class: 'tag-field' }, [tags, input, suggestions.length > 0 ? datalist : null]);
  const element = field(look, input);
  input.replaceWith(control);
  control.insertBefore(input, control.lastElementChild === datalist ? datalist : null);
  return element;
}
