/** What the variants of the platform are like, by the ways that types/ways.ts describes. */
import type { Variant, Ways } from '../types';

const CURRENT: Ways = {
  expiredEntriesBlock: false,
  recurringFiresLate: false,
  templatesOverBodies: false,
  htmlOnOversize: false,
  shortAttributeNames: false,
  deferredPromises: false,
  secondRecurringWithoutStatus: false,
  repeatsHaveTimezone: false,
  synchronousThrows: false,
  setNeedsEntry: false,
  slowAnswersAre504: false,
  portsPass: false,
  hasUrl: false,
  refusedOperationsCount: true,
};

const FDK_6: Ways = {
  expiredEntriesBlock: true,
  recurringFiresLate: true,
  templatesOverBodies: true,
  htmlOnOversize: true,
  shortAttributeNames: true,
  deferredPromises: true,
  secondRecurringWithoutStatus: true,
  repeatsHaveTimezone: true,
  synchronousThrows: true,
  setNeedsEntry: false,
  slowAnswersAre504: false,
  portsPass: true,
  hasUrl: false,
  refusedOperationsCount: true,
};

/** The ways of a variant, with single switches above them. */
export function waysOf(variant: Variant = 'current', switches: Partial<Ways> = {}): Ways {
  return { ...(variant === 'fdk6' ? FDK_6 : CURRENT), ...switches };
}
