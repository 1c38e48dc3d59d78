/** What is simulated by hand before a submission: `npm run validate -- --simulations` chooses from these steps and the stories. */
import { lowest } from '../../packages/fresh-platform/validate/simulations/cover';
import { playWritten } from '../../packages/fresh-platform/validate/simulations/fdk-run';
import { APP_DIR } from '../support/app';

describe('the steps of test_data/simulations', () => {
  it('run 85 % of every figure by themselves, and what a review wants without an account at another service', async () => {
    const { figures, withoutServices } = await playWritten(APP_DIR);
    expect(lowest(figures)).toBeGreaterThanOrEqual(85);
    expect(lowest(withoutServices)).toBeGreaterThanOrEqual(80);
  });
});
