/** What the functions of the settings page are asked in tests, before installing and after. */
import type { PlatformOptions, Receiver } from '../../packages/fresh-platform/index';
import { digRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { createApp, type Iparams, type TestApp } from './app';

export const MINUTE = 60_000;

/** What the page gets, which must be one answer. */
export async function answerOf({ platform }: TestApp, name: string, args: Json = {}): Promise<Json> {
  const result = await platform.call(name, args);
  return digRecord(result, 'response');
}

export function beforeInstalling(options: Partial<PlatformOptions> = {}): TestApp {
  return createApp({ installed: false, ...options });
}

/** A destination and its secret, as the page passes them. */
export const asked = ({ destinations: [first], secrets }: Iparams): Json => ({
  destination: first,
  secret: Object.values(secrets)[0],
  personal_data: 'Leave out',
});

export function slackSays(error: string): Receiver {
  return () => ({ status: 200, body: JSON.stringify({ ok: false, error }) });
}
