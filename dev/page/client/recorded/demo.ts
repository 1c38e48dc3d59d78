/** The page of a recorded run, which opens from a disk and has no server: the views of this app alone. */
import { playFrom } from '../../../../packages/fresh-platform/page/client/server-api';
import { showPage } from '../../../../packages/fresh-platform/page/client/show-page';
import { createViews } from '../relay';
import { recordedAnswer, type Recording } from './recording';

const recording = Reflect.get(globalThis, 'recording') as Recording;
playFrom((path, query, isOrder) => recordedAnswer(recording, path, query, isOrder));
showPage(createViews());
