/** Plays an app through its handlers, functions and jobs, and says what came of each. */
import type { AppPackage } from '../app/app-package';
import { createPlatform } from '../installation/platform';
import { isRecord, type Json } from '../lib/dig';
import { messageOf } from '../lib/thrown';
import type { InvocationResult, Platform, PlatformOptions, Receiver } from '../types';
import { heardBy, type Exchange } from '../receivers/recording';
import { planOf, type Plan, type Step } from './plan';

/** What one step came to; `result` is missing where the platform did not begin it. */
export interface Played {
  step: Step;
  result?: InvocationResult;
  /** What the app sent, as it left, with what came back. */
  requests: Exchange[];
  /** A sentence: what the invocation ended with, or why it did not begin. */
  problem?: string;
}

/** Plays all of an app's handlers, functions and jobs once, on one installation. */
export async function simulate(
  app: AppPackage,
  receiver: Receiver,
  options: Partial<PlatformOptions> = {},
): Promise<{ plan: Plan; played: Played[] }> {
  const plan = planOf(app);
  let requests: Exchange[] = [];
  const platform = createPlatform({
    appDir: app.dir,
    iparams: plan.settings,
    appSettings: plan.appSettings,
    ...options,
    receiver: heardBy(receiver, (exchange) => {
      requests.push(exchange);
    }),
  });
  const played: Played[] = [];
  for (const step of plan.steps) {
    requests = [];
    played.push({ ...(await play(platform, plan, step)), requests });
    // A minute of its own for each, so that no quota of the one before counts.
    await platform.clock.advance(60_000);
  }
  return { plan, played };
}

/** Plays one step; a step the platform does not begin has no result, and the platform's sentence. */
export async function play(
  platform: Platform,
  { settings }: Pick<Plan, 'settings'>,
  step: Step,
): Promise<Omit<Played, 'requests'>> {
  try {
    const result = await STEPS[step.kind](platform, step, settings);
    return { step, ...(result && { result }), ...(result?.error !== undefined && { problem: result.error }) };
  } catch (error) {
    return { step, problem: messageOf(error) };
  }
}

const STEPS: Record<
  Step['kind'],
  (platform: Platform, step: Step, settings: Json) => Promise<InvocationResult | undefined>
> = {
  'set-up': (platform, { name }, settings) => {
    if (name === 'onAppInstall') return platform.install(settings);
    return name === 'onAppUninstall' ? platform.uninstall() : platform.update();
  },
  event: (platform, { name, module, payload }) => platform.invoke(name, payload, module),
  external: (platform, { payload }) => {
    const { data, headers, options } = payload;
    return platform.receive(data, {
      ...(isRecord(headers) && { headers: headers as Record<string, string> }),
      ...(typeof options === 'string' && { options }),
    });
  },
  function: async (platform, { name, payload }) => {
    const seen = await platform.call(name, payload);
    if (seen.invocation === undefined) throw new Error('message' in seen ? seen.message : 'The call was not begun.');
    return seen.invocation;
  },
  job: (platform, { name, payload }) => platform.job(name, payload),
};
