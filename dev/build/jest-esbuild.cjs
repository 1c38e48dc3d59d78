/** Jest's transform of TypeScript: types are taken out and not checked, which `npm run lint` does once for all. */
const { version, transformSync } = require('esbuild');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

const OPTIONS = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', logLevel: 'silent' };

/** A line of the app that `npm run mutate` has changed: what tests import of src/ changes with server/server.js. */
const mutant = process.env.MUTANT === undefined ? null : JSON.parse(readFileSync(process.env.MUTANT, 'utf8'));

function changed(text, path) {
  const lines = text.split('\n');
  const isIt = (line) => line.trim() === mutant?.before;
  if (mutant === null || !path.includes('/src/') || lines.filter(isIt).length !== 1) return text;
  return lines.map((line) => (isIt(line) ? mutant.after : line)).join('\n');
}

module.exports = {
  process: (text, path) => transformSync(changed(text, path), { ...OPTIONS, sourcefile: path }),
  getCacheKey: (text, path) =>
    createHash('sha256')
      .update(JSON.stringify([version, OPTIONS, path, changed(text, path)]))
      .digest('hex'),
};
