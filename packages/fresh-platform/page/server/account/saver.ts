/** Saves a thing that changes often: at once, and then at most once in a while, so that what is large is not written at every change. */

export interface Saver {
  /** Something has changed. */
  changed: () => void;
  /** Writes what was not written yet, and no more after that. */
  end: () => void;
}

/** `write` may throw: out of `changed` where it is the first in a while, and out of `end`. */
export function createSaver(write: () => void, everyMs: number): Saver {
  let rest: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;

  const writeNow = (): void => {
    isDue = false;
    rest = setTimeout(later, everyMs).unref();
    write();
  };
  const later = (): void => {
    rest = undefined;
    if (!isDue) return;
    try {
      writeNow();
    } catch {
      // It is still due, and the next change or the end says what is wrong.
      isDue = true;
    }
  };
  return {
    changed: () => {
      if (rest === undefined) writeNow();
      else isDue = true;
    },
    end: () => {
      clearTimeout(rest);
      write();
    },
  };
}
