import { runCommand } from '../../packages/fresh-platform/lib/command';
import { checkReceiverCommand } from './command';

runCommand(checkReceiverCommand);
