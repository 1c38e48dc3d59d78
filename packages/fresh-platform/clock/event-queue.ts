/** A priority queue of callbacks by time; those of the same time leave in the order they came. */

export interface QueuedEvent {
  readonly time: number;
  readonly callback: () => void;
}

export interface EventQueue {
  /** Returns a function that calls the event off. */
  add(time: number, callback: () => void): () => void;
  /** Removes and returns the first event, unless it lies after the given time. */
  takeDue(time: number): QueuedEvent | undefined;
}

interface Entry {
  time: number;
  order: number;
  /** Undefined once called off: the entry stays until it surfaces, but holds on to nothing. */
  callback: (() => void) | undefined;
}

export function createEventQueue(): EventQueue {
  const heap: Entry[] = [];
  let order = 0;
  return {
    add: (time, callback) => {
      const entry: Entry = { time, order: (order += 1), callback };
      heap.push(entry);
      siftUp(heap, heap.length - 1);
      return () => {
        entry.callback = undefined;
      };
    },
    takeDue: (time) => {
      for (;;) {
        const first = heap[0];
        if (!first) return undefined;
        const { callback } = first;
        if (callback && first.time > time) return undefined;
        removeFirst(heap);
        if (callback) return { time: first.time, callback };
      }
    },
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function removeFirst(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  siftDown(heap, 0);
}

function siftUp(heap: Entry[], start: number): void {
  let index = start;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!swapIfBefore(heap, index, parent)) return;
    index = parent;
  }
}

function siftDown(heap: Entry[], start: number): void {
  let index = start;
  for (;;) {
    const left = 2 * index + 1;
    const child = firstOf(heap, left, left + 1);
    if (!swapIfBefore(heap, child, index)) return;
    index = child;
  }
}

function firstOf(heap: Entry[], left: number, right: number): number {
  const a = heap[left];
  const b = heap[right];
  return a && b && isBefore(b, a) ? right : left;
}

/** Puts the entry at `lower` in the place of the one at `upper` when it is due earlier. */
function swapIfBefore(heap: Entry[], lower: number, upper: number): boolean {
  const a = heap[lower];
  const b = heap[upper];
  if (!a || !b || !isBefore(a, b)) return false;
  heap[lower] = b;
  heap[upper] = a;
  return true;
}
