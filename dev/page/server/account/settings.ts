/** Between the app's settings page and the account. */
import { digText, isRecord } from '../../../../packages/fresh-platform/lib/dig';
import { configsIn } from '../../../../packages/fresh-platform/page/server/posted';
import type { FunctionAnswer, Settings } from '../api';
import type { World } from './holdings';

/** `mode`: what of secure settings comes back to the page. */
export function settingsOf({ installed, iparams, secure, platform }: World, mode: string): Settings {
  return {
    installed,
    configs: installed ? configsIn(iparams, secure, mode) : {},
    currentHost: platform.currentHost(),
  };
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
