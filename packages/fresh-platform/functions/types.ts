import type { InvocationResult } from '../events/types';

/** What a function that a page calls answered: `renderData(null, data)`, or `renderData({ status, message })`. */
export type FunctionAnswer = { response: unknown } | { status: number; message: string };

/**
 * What a page sees of its call, `{ response }` or the `{ status, message }` it is rejected with, and the invocation behind
 * it; none where the platform did not begin one.
 */
export type CallResult = FunctionAnswer & { invocation?: InvocationResult };
