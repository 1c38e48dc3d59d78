/** The simulator: the Freshworks platform as far as a serverless app can tell. */
export { createClock } from './clock/clock';
export { AppPackageError } from './rules/errors';
export { httpReceiver } from './receivers/http';
export { receiverIn } from './receivers/modes';
export { archiveOf, receiverFrom } from './receivers/recording';
export { receiverBy } from './receivers/rules';
export { DEFAULT_LIMITS } from './rules/limits';
export { createPlatform } from './installation/platform';
export type * from './types';
