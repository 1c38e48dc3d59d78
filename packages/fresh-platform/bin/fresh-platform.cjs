#!/usr/bin/env node
/** The command: in its own repository what is written, in an installed package what was built of it. */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const source = join(__dirname, '..', 'cli', 'main.ts');
if (existsSync(source)) {
  require('tsx/cjs');
  require(source);
} else require('../dist/cli/main.js');
