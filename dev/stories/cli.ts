import { runCommand } from '../../packages/fresh-platform/lib/command';
import { simulateCommand } from './command';

runCommand(simulateCommand);
