/** Between the app's settings page and the account. */
import { digText, isRecord, type Json } from '../../../../packages/fresh-platform/lib/dig';
import { configsOf, SECURE_MODES, storedOf } from '../../../../packages/fresh-platform/settings/secure';
import type { FunctionAnswer, Settings } from '../api';
import { Complaint } from '../http/complaint';
import type { World } from './world';

/** `mode`: what of secure settings comes back to the page. */
export function settingsOf({ installed, iparams, secure, platform }: World, mode: string): Settings {
  const known = SECURE_MODES.find((one) => one === mode) ?? 'value';
  return {
    installed,
    configs: installed ? configsOf(iparams, secure, known) : {},
    currentHost: platform.currentHost(),
  };
}

/** What the page's `postConfigs` gave: the installation parameters, and which of them are secure. */
export function valuesIn(posted: unknown): [iparams: Json, secure: string[]] {
  if (!isRecord(posted)) throw new Complaint('The settings must be a JSON object: { … }.');
  const { iparams, secure } = storedOf(posted);
  return [iparams, secure];
}

/** Calls a function of server/server.js as the settings page does: before installing too, when there is no store. */
export async function callFunction(world: World, name: string, data: unknown): Promise<FunctionAnswer> {
  world.tried = digText(data, 'secret');
  try {
    const answer = await world.platform.call(name, isRecord(data) ? data : {});
    return 'status' in answer ? { status: answer.status, message: answer.message } : { response: answer.response };
  } finally {
    world.tried = '';
  }
}
