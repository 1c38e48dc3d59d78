/**
 * Ways of the platform that are not certain: most are of FDK 6.9 (2020), whose source shows them and nothing newer confirms or
 * denies. Each is a switch, so that an app can be tried both ways; `variant: 'fdk6'` turns all of them on that FDK 6.9 has.
 */
export interface Ways {
  /** An expired entry of the store still counts for `setIf` and `update` until somebody reads it with `get`. */
  expiredEntriesBlock: boolean;
  /** A recurring schedule fires first one period after its `schedule_at`. */
  recurringFiresLate: boolean;
  /** `<%= iparam.x %>`, `<%- … %>` and `${…}` are filled in wherever they stand in a request, its body included. */
  templatesOverBodies: boolean;
  /** A body over the limit, as it stands escaped inside another JSON text, resolves with an HTML text and no status. */
  htmlOnOversize: boolean;
  /** Names of attributes are held to 30 characters, as keys of the store were. */
  shortAttributeNames: boolean;
  /** What `$request`, `$db`, `$schedule` and generateTargetUrl return has `done`, `fail` and `always`, and no `catch`. */
  deferredPromises: boolean;
  /** A second recurring schedule is refused without a status. */
  secondRecurringWithoutStatus: boolean;
  /** A repetition has a timezone: UTC where none is given, and one that is not known is refused. */
  repeatsHaveTimezone: boolean;
  /** `$schedule` throws at once on arguments it cannot read, and `$db` on values that are no JSON. */
  synchronousThrows: boolean;
  /** `update` with `set` refuses a missing key with 404, as one of the vendor's samples expects. FDK 6.9 creates it. */
  setNeedsEntry: boolean;
  /** A receiver that does not answer in time makes a 504, as documented; in FDK 6.9 it makes the 502 of every other silence. */
  slowAnswersAre504: boolean;
  /** A host may name a port. */
  portsPass: boolean;
  /** There is a global `URL`: one of the vendor's apps uses it, and nothing documents it. */
  hasUrl: boolean;
  /** An operation that a spent quota refused counts against the quota, too. */
  refusedOperationsCount: boolean;
}

export type Variant = 'current' | 'fdk6';
