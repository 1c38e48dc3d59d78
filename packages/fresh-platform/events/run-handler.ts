/** Runs the handler of one event in a sandbox of its own. */
import { format } from 'node:util';
import { Script } from 'node:vm';
import { createDb } from '../db/db';
import { describeThrown, isObject } from '../rules/errors';
import type { Installation } from '../installation/installation';
import { end, handedOut, note, settle, type Invocation } from './invocation';
import { reportUnheard, runFor } from './faults';
import { createRequestApi } from '../request/request';
import { createSandbox, type Sandbox } from '../sandbox/sandbox';
import { createScheduleApi } from '../schedule/schedule';
import { createLoader } from '../sandbox/server-code';
import { createRenderData } from './render-data';
import { generateTargetUrl } from './target-url';

const START = '__start';
const DEFAULT_HANG_MS = 5_000;

/** Everything an app does before it first waits runs inside this script, so that its `timeout` can cut an endless loop. */
const start = new Script(`${START}()`);

/** Starts the handler; how it ended goes to `settle`, or to `end` when it never gave way. `json` is the payload. */
export function runHandler(
  installation: Installation,
  invocation: Invocation,
  json: string,
  globals: Record<string, unknown> = {},
): void {
  const { app, clock } = installation;
  // Only packages have timers and connections of their own, whose faults are known by what began them.
  if (app.dependencies.size === 0) begin(installation, invocation, json, globals);
  else
    runFor(
      {
        fail: (thrown) => {
          const words = describeThrown(thrown, app.serverDir);
          end(invocation, 'threw', `A package failed where nobody could catch it: ${words}`);
        },
        hold: () => (invocation.over ? () => undefined : clock.hold()),
      },
      () => {
        begin(installation, invocation, json, globals);
      },
    );
}

function begin(
  installation: Installation,
  invocation: Invocation,
  json: string,
  globals: Record<string, unknown>,
): void {
  const { app, options } = installation;
  const sandbox = openSandbox(installation, invocation, globals);
  const words = (thrown: unknown): string => describeThrown(thrown, app.serverDir);
  reportUnheard(sandbox.promisePrototype, (reason) => {
    noteUnheard(installation, invocation, reason);
  });
  try {
    const returned = callInside(installation, invocation, sandbox, json);
    // A sandbox's promise is of its own realm; this adopts it, or anything else that was returned.
    Promise.resolve(returned).then(
      () => {
        settle(installation, invocation, 'completed');
      },
      (thrown: unknown) => {
        settle(installation, invocation, 'threw', words(thrown));
      },
    );
  } catch (thrown) {
    if (isObject(thrown) && thrown['code'] === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      end(
        invocation,
        'timed out',
        `${invocation.handler} ran for ${options.hangMs ?? DEFAULT_HANG_MS} ms without giving way: it loops for ever, or does too much at once.`,
      );
    } else {
      settle(installation, invocation, 'threw', words(thrown));
    }
  }
}

/** Node would end the whole process over a rejection nobody handles; here it is the invocation's fault. */
export function noteUnheard({ app }: Installation, invocation: Invocation, reason: unknown): void {
  note(invocation, `A promise was rejected and nothing handled it: ${describeThrown(reason, app.serverDir)}`);
}

function openSandbox(installation: Installation, invocation: Invocation, globals: Record<string, unknown>): Sandbox {
  const { options, clock, app, ways } = installation;
  const ahead = options.hardships?.clockAhead?.() ?? 0;
  return createSandbox({
    now: () => clock.now() + ahead,
    later: (ms, callback) => {
      clock.at(clock.now() + ms, callback);
    },
    random: options.random,
    cwd: app.dir,
    onRefused: (sentence) => {
      note(invocation, sentence);
    },
    log: (level, args) => {
      if (invocation.over) return;
      const line = { invocation: invocation.id, at: clock.now(), level, text: format(...args) };
      invocation.logs.push(line);
      options.onLog?.(line);
    },
    globals: {
      $request: createRequestApi(installation, invocation),
      $db: createDb(installation, invocation),
      $schedule: createScheduleApi(installation, invocation),
      renderData: createRenderData(installation, invocation),
      generateTargetUrl: () => handedOut(installation, invocation, generateTargetUrl(installation, invocation.event)),
      ...(ways.hasUrl && { URL }),
      ...globals,
      ...options.sandboxGlobals,
    },
  });
}

/** Loads server/server.js, looks the handler up and calls it, all under the time limit of one script. */
function callInside(installation: Installation, invocation: Invocation, sandbox: Sandbox, json: string): unknown {
  const { app, code, options } = installation;
  const { context } = sandbox;
  const loader = createLoader(code, app, context);
  const inside = (): unknown => {
    Reflect.deleteProperty(context, START);
    const exported = loader.loadServer();
    const handler = isObject(exported) ? exported[invocation.handler] : undefined;
    if (typeof handler !== 'function') {
      throw new Error(
        `server/server.js exports no function ${invocation.handler}, which manifest.json names for ${invocation.event}.`,
      );
    }
    return Reflect.apply(handler, exported, [sandbox.parse(json)]);
  };
  for (const [name, value] of Object.entries({ require: loader.require, [START]: inside })) {
    Object.defineProperty(context, name, { value, writable: true, configurable: true });
  }
  const timeout = options.hangMs ?? DEFAULT_HANG_MS;
  return start.runInContext(context, timeout === Infinity ? {} : { timeout });
}
