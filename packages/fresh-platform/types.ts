/** The shapes of the package, by service. */
export type * from './types/clock';
export type * from './types/db';
export type * from './types/events';
export type * from './types/functions';
export type * from './types/hardships';
export type * from './types/installation';
export type * from './types/limits';
export type * from './types/request';
export type * from './types/schedule';
export type * from './types/ways';
