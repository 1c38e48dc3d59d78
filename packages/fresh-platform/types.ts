/** The shapes of the package, each written in the folder of its service. */
export type * from './clock/types';
export type * from './db/types';
export type * from './events/types';
export type * from './functions/types';
export type * from './installation/types';
export type * from './request/types';
export type * from './schedule/types';
export type { Hardships } from './rules/hardships';
export type { Limits } from './rules/limits';
export type { Variant, Ways } from './rules/ways';
