/** What a platform at its worst does to an app: each is asked when it could happen, and happens only where it is given. */
export interface Hardships {
  /** The status with which an operation is refused although no rule was broken, as by a platform that is busy; undefined: it is not. */
  refuse?: (operation: { name: string; target: string; at: number }) => number | undefined;
  /** Ms by which the clock of the machine that an invocation runs on is ahead. */
  clockAhead?: () => number;
  /** Ms after its time at which a schedule fires, one for each firing; none: it is missed. */
  firings?: (name: string) => readonly number[];
  /** Ms by which what `$db.get` answers is out of date. */
  readsLate?: () => number;
  /** What is not ASCII in the data of a schedule comes back as question marks, as was once seen of an older scheduler. */
  damagesText?: boolean;
}
