import { unreadable } from './unreadable';

/** A message as it stands in a Slack channel; `body` is the parsed JSON of the request. */
export function slackPreview(body: unknown): HTMLElement {
  return unreadable(body, 'Slack');
}

/** A message as it stands in a Teams channel; `body` is the parsed JSON of the request. */
export function teamsPreview(body: unknown): HTMLElement {
  return unreadable(body, 'Teams');
}
