/** `fresh-platform simulate`: plays an app through its handlers and says what came of each. */
import type { AppPackage } from '../app/app-package';
import { createPlatform } from '../installation/platform';
import { isRecord } from '../lib/dig';
import type { InvocationResult, OutgoingRequest, Platform, PlatformOptions, Receiver } from '../types';
import { planOf, type Plan, type Step } from './plan';

/** What one step came to; `result` is missing where the platform did not begin it. */
export interface Played {
  step: Step;
  result?: InvocationResult;
  /** What the app sent, as it left. */
  requests: OutgoingRequest[];
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
  let requests: OutgoingRequest[] = [];
  const platform = createPlatform({
    appDir: app.dir,
    iparams: plan.settings,
    ...options,
    receiver: (request) => {
      requests.push(request);
      return receiver(request);
    },
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

async function play(platform: Platform, plan: Plan, step: Step): Promise<Omit<Played, 'requests'>> {
  try {
    const result = await STEPS[step.kind](platform, step, plan);
    return { step, ...(result && { result }), ...(result?.error !== undefined && { problem: result.error }) };
  } catch (error) {
    return { step, problem: error instanceof Error ? error.message : String(error) };
  }
}

const STEPS: Record<
  Step['kind'],
  (platform: Platform, step: Step, plan: Plan) => Promise<InvocationResult | undefined>
> = {
  'set-up': (platform, { name }, { settings }) => {
    if (name === 'onAppInstall') return platform.install(settings);
    return name === 'onAppUninstall' ? platform.uninstall() : platform.update();
  },
  event: (platform, { name, module, payload }) => platform.invoke(name, payload, module),
  external: (platform, { payload }) => {
    const { data, headers } = payload;
    return platform.receive(data, isRecord(headers) ? { headers: headers as Record<string, string> } : {});
  },
  function: async (platform, { name, payload }) => (await platform.call(name, payload)).invocation,
  job: (platform, { name, payload }) => platform.job(name, payload),
};
