/** The page of `fresh-platform run`, for projects that add views of their own. */
export { startPage, type Page, type PageOptions } from './server/server';
export { forgetSaved } from './server/account/saved-state';
export type { PageState } from './server/api';
export type { Account } from './server/account/holdings';
export type { Plugin } from './server/plugin';
export type { Session } from './server/session';
export type { View } from './client/view';
