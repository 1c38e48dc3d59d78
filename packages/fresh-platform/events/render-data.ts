/**
 * `renderData`: how set-up events end, and how functions answer the page that called them. (Documented; what it does with
 * odd arguments is from FDK 6.9's source.)
 */
import { isPlainObject } from '../rules/errors';
import { SET_UP_MESSAGE_CHARACTERS } from '../rules/limits';
import type { Installation } from '../installation/installation';
import { note, type Invocation } from './invocation';
import type { FunctionAnswer } from '../types';

/** The `renderData` of an invocation. The first call counts. In product, scheduled and external events it does nothing. */
export function createRenderData(
  installation: Installation,
  invocation: Invocation,
): (error?: unknown, data?: unknown) => void {
  return (error, data) => {
    if (invocation.over) return;
    if (invocation.role === 'set-up') renderSetUp(installation, invocation, error);
    else if (invocation.role === 'function') answerPage(invocation, error, data);
    else if (invocation.role === 'job')
      note(invocation, 'renderData was called in a job, which answers nobody: report by $job.updateStatusMessage.');
  };
}

function renderSetUp({ clock, limits }: Installation, invocation: Invocation, refusal: unknown): void {
  const ms = clock.now() - invocation.startedAt;
  if (ms > limits.setUpMs)
    note(
      invocation,
      `renderData was called after ${ms} ms: an app set-up event should end within ${limits.setUpMs} ms.`,
    );
  if (invocation.rendered !== undefined) note(invocation, 'renderData was called twice; the first call counts.');
  else invocation.rendered = setUpAnswer(invocation, refusal);
}

/** Without an argument it accepts, with `{ message }` it refuses. */
function setUpAnswer(invocation: Invocation, refusal: unknown): { message?: string } | null {
  if (refusal === undefined || refusal === null) return null;
  const message = isPlainObject(refusal) ? refusal['message'] : undefined;
  if (typeof message !== 'string') {
    note(invocation, 'renderData must be called without an argument to accept, or with { message } to refuse.');
    return {};
  }
  if (message.length > SET_UP_MESSAGE_CHARACTERS)
    note(
      invocation,
      `The message "${message}" has ${message.length} characters, and renderData shows ${SET_UP_MESSAGE_CHARACTERS} at most.`,
    );
  return { message };
}

function answerPage(invocation: Invocation, error: unknown, data: unknown): void {
  if (invocation.answer !== undefined) {
    note(
      invocation,
      `${invocation.handler} called renderData twice, which is an error: the page got the first answer.`,
    );
    return;
  }
  invocation.answer = pageAnswer(error, data);
}

function pageAnswer(error: unknown, data: unknown): FunctionAnswer {
  if (error === undefined || error === null) return { response: asJson(data) };
  const { status, message } = isPlainObject(error) ? error : {};
  if (message === undefined && status === undefined)
    return { status: 400, message: 'The error given to renderData must be an object with a status or a message.' };
  return { status: numberOr(status, 500), message: textOr(message, '') };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** What a page gets is what JSON carries. */
function asJson(data: unknown): unknown {
  return data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as unknown);
}

/** A sentence when an invocation is through without the renderData that somebody waits for. */
export function missingRender({ role, rendered, answer, event, handler }: Invocation): string | undefined {
  if (role === 'set-up' && rendered === undefined)
    return `${event} must end with renderData(), and ${handler} never called it.`;
  if (role === 'function' && answer === undefined)
    return `${handler} never called renderData, so the page that called it gets no answer: what a function returns is ignored.`;
  return undefined;
}
