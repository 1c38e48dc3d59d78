/** What the fields of a Slack destination may hold, for the settings page and for the server alike. */

/** A channel is named by its id, which holds letters and digits only. */
export function isChannelId(text: string): boolean {
  return /^[A-Z0-9]{1,30}$/i.test(text);
}

/** `here`, or an id, which Slack writes in capitals: U or W for a user, S for a user group. Null for anything else. */
export function readableMention(text: string): string | null {
  if (text.toLowerCase() === 'here') return 'here';
  return /^[USW][A-Z0-9]{1,30}$/.test(text) ? text : null;
}
