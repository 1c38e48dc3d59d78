/** How a function that the settings page calls answers it: exactly once, whatever happens. */
import { oneLine } from '../lib/json';

/** Passes what `work` resolves to on to the page; a fault of our own becomes a sentence there, and its kind is logged. */
export async function answerPage(name: string, work: () => Promise<object>): Promise<void> {
  const { error, data } = await resultOf(name, work);
  renderData(error, data);
}

async function resultOf(
  name: string,
  work: () => Promise<object>,
): Promise<{ error: { status: number; message: string } | null; data?: object }> {
  try {
    return { error: null, data: await work() };
  } catch (fault) {
    const message = `The app failed with ${faultName(fault)}. Please report it.`;
    console.error(oneLine({ function: name, problem: message }));
    return { error: { status: 500, message } };
  }
}

/** The kind of a fault; its text could hold anything. */
export function faultName(fault: unknown): string {
  return fault instanceof Error ? fault.name : typeof fault;
}
