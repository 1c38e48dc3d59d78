/** App set-up events: installing and uninstalling end with `renderData`. */
import { isObject } from '../rules/errors';
import type { Installation } from '../installation/installation';
import { note, type Invocation } from './invocation';

const SET_UP_EVENTS = ['onAppInstall', 'onAppUninstall', 'afterAppUpdate'];
const MESSAGE_CHARACTERS = 60;

export function isSetUp(event: string): boolean {
  return SET_UP_EVENTS.includes(event);
}

/** The `renderData` of an invocation: without an argument it accepts, with `{ message }` it refuses. The first call counts. */
export function createRenderData({ clock, limits }: Installation, invocation: Invocation): (refusal?: unknown) => void {
  return (refusal) => {
    if (invocation.over) return;
    const ms = clock.now() - invocation.startedAt;
    if (ms > limits.setUpMs)
      note(
        invocation,
        `renderData was called after ${ms} ms: an app set-up event should end within ${limits.setUpMs} ms.`,
      );
    if (!isSetUp(invocation.event))
      note(invocation, `renderData was called in ${invocation.event}; only app set-up events end with it.`);
    else if (invocation.rendered !== undefined) note(invocation, 'renderData was called twice; the first call counts.');
    else invocation.rendered = render(invocation, refusal);
  };
}

function render(invocation: Invocation, refusal: unknown): { message?: string } | null {
  if (refusal === undefined || refusal === null) return null;
  const message = isObject(refusal) ? refusal['message'] : undefined;
  if (typeof message !== 'string') {
    note(invocation, 'renderData must be called without an argument to accept, or with { message } to refuse.');
    return {};
  }
  if (message.length > MESSAGE_CHARACTERS)
    note(
      invocation,
      `The message "${message}" has ${message.length} characters, and renderData shows ${MESSAGE_CHARACTERS} at most.`,
    );
  return { message };
}

/** A sentence when a set-up event is through without renderData, which leaves the installation page waiting. */
export function missingRender(invocation: Invocation): string | undefined {
  if (!isSetUp(invocation.event) || invocation.rendered !== undefined) return undefined;
  return `${invocation.event} must end with renderData(), and ${invocation.handler} never called it.`;
}
