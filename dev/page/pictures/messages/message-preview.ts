/** Messages as people see them where they are told. */
export { slackPreview } from './slack-preview';
export { teamsPreview } from './teams-preview';
