/** Jest's transform of TypeScript: types are taken out and not checked, which `npm run lint` does once for all. */
const { version, transformSync } = require('esbuild');
const { createHash } = require('node:crypto');

const OPTIONS = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', logLevel: 'silent' };

module.exports = {
  process: (text, path) => transformSync(text, { ...OPTIONS, sourcefile: path }),
  getCacheKey: (text, path) =>
    createHash('sha256')
      .update(JSON.stringify([version, OPTIONS, path, text]))
      .digest('hex'),
};
