/** The button that sends a real test message, and the sentence that comes of it. */
import { checkDestination, type Board } from '../board';
import { button, focusOn, html, unseen } from '../dom';
import { entryOf } from '../configs';
import { secretFor, type DestinationDraft } from '../draft';
import { valueOfSecret } from '../secrets';
import { testDestination, type TestAnswer } from '../server';

export function drawTest(board: Board, destination: DestinationDraft): HTMLElement {
  const answer = html('div', { class: 'answer', role: 'status', id: `answer-of-${destination.id}` });
  let isUnderWay = false;
  const test = async (): Promise<void> => {
    const [fault] = checkDestination(board, destination);
    if (fault !== undefined) {
      say(answer, { ok: false, message: fault.sentence });
      focusOn(fault.field);
      return;
    }
    if (isUnderWay) return;
    isUnderWay = true;
    answer.dataset['tone'] = 'waiting';
    answer.textContent = 'Sending a test message …';
    say(answer, await tested(board, destination));
    isUnderWay = false;
  };
  return html('div', { class: 'test' }, [
    button(['Test', unseen(' this destination')], () => void test(), { size: 'normal', id: `test-${destination.id}` }),
    answer,
  ]);
}

async function tested({ draft }: Board, destination: DestinationDraft): Promise<TestAnswer> {
  try {
    return await testDestination(
      entryOf(destination),
      valueOfSecret(secretFor(draft, destination)),
      draft.personalData,
    );
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function say(place: HTMLElement, { ok, message }: TestAnswer): void {
  place.dataset['tone'] = ok ? 'good' : 'bad';
  place.textContent = message;
}
