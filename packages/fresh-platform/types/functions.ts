import type { FunctionAnswer, InvocationResult } from './events';

/**
 * What a page sees of its call, `{ response }` or the `{ status, message }` it is rejected with, and the invocation behind
 * it; none where the platform did not begin one.
 */
export type CallResult = FunctionAnswer & { invocation?: InvocationResult };
