/** Pointing at the marks of a picture, and walking through them by keyboard: one stop for Tab, then the arrow keys. */

/** Selects the mark at a place, and says so; places beyond the ends select none. */
type Select = (index: number) => void;

/** How far each key goes; the ends are as far as it goes. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -Infinity,
  End: Infinity,
};

/** Makes `marks`, whose places stand in `data-mark`, answer to pointer and keyboard within `ground`; the one at `first` is selected. */
export function walkable(ground: Element, marks: readonly SVGElement[], first: number, onSelect: Select): void {
  const select: Select = (index) => {
    for (const [place, mark] of marks.entries()) {
      mark.setAttribute('tabindex', place === index ? '0' : '-1');
      mark.classList.toggle('picture-mark-selected', place === index);
    }
    onSelect(index);
  };
  const selectAt = (event: Event): void => {
    const index = placeAt(event);
    if (index !== null) select(index);
  };
  ground.addEventListener('pointerover', selectAt);
  ground.addEventListener('focusin', selectAt);
  ground.addEventListener('keydown', (event) => {
    const next = nextPlace(event as KeyboardEvent, marks.length - 1);
    if (next === null) return;
    event.preventDefault();
    marks[next]?.focus();
    select(next);
  });
  select(first);
}

function placeAt({ target }: Event): number | null {
  const place = (target as Element | null)?.closest('[data-mark]')?.getAttribute('data-mark');
  return place === null || place === undefined ? null : Number(place);
}

function nextPlace(event: KeyboardEvent, last: number): number | null {
  const index = placeAt(event);
  const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
  return index === null || step === undefined ? null : Math.max(0, Math.min(last, index + step));
}
