/** What answers an app's requests, by the options of the command line. */
import { fromHere } from '../lib/command';
import { receiverIn } from '../receivers/modes';
import { receiverFrom } from '../receivers/recording';
import { readRules } from './rule-file';
import { receiverBy } from '../receivers/rules';
import type { Receiver } from '../types';
import type { ReceiverOptions } from './options';

/** Rules come first, then what was recorded, then the mode. Throws a UserError where a file does not fit. */
export function receiverOf({ receivers, recording, mode }: ReceiverOptions): Receiver {
  const otherwise = receiverIn(mode);
  const recorded = recording === undefined ? otherwise : receiverFrom(fromHere(recording), otherwise);
  return receivers === undefined ? recorded : receiverBy(readRules(fromHere(receivers)), recorded);
}
