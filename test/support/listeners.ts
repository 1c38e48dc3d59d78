/**
 * For every test file, before it. The runner takes the listeners of unheard rejections off for the length of a file and puts
 * them back after it, the platform package's beside the one that was set up meanwhile: one more a file is no leak to warn of.
 */
import { runInThisContext } from 'node:vm';

(runInThisContext('process') as NodeJS.Process).setMaxListeners(0);
