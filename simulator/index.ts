/** The simulator: the Freshworks platform as far as a serverless app can tell. */
export { createClock } from './clock';
export { AppPackageError } from './errors';
export { httpReceiver } from './http-receiver';
export { DEFAULT_LIMITS } from './limits';
export { createPlatform } from './platform';
export type * from './types';
