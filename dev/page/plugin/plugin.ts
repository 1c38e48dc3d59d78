/** For `npx fresh-platform run . --plugin dev/page/plugin/plugin.ts`: the page of `npm start`, for as long as it runs. */
import { createServedRelay } from '../server/served-relay';

export const { plugin } = createServedRelay();
