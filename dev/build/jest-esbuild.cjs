/**
 * Jest's transform. Of TypeScript, types are taken out and not checked, which `npm run lint` does once for all.
 *
 * What tests import of src/ they get from the built server/server.js: src/ is where it is written and typed, and what runs is
 * what customers run. Only what server.js does not hold, such as the settings page, comes from its own file.
 */
const { version, transformSync } = require('esbuild');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const SERVER = join(ROOT, 'server', 'server.js');
const SOURCES = join(ROOT, 'src', '/');
/** What this file does is part of what it gives. */
const SELF = readFileSync(__filename, 'utf8');
const OPTIONS = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', logLevel: 'silent' };

/** With everything that stands at the top of the file as what it exports. */
function opened(text) {
  const names = [...text.matchAll(/^(?:const|let|class|(?:async )?function) (\w+)/gm)].map(([, name]) => name);
  return `${text}\nmodule.exports = { ${names.join(', ')} };`;
}

/** server.js, or what is tried in its place: one that counts what of it runs, or one that `npm run mutate` has changed. */
function serverText(text, collectsCoverage) {
  if (process.env.MUTANT !== undefined) return JSON.parse(readFileSync(process.env.MUTANT, 'utf8')).server;
  if (!collectsCoverage) return text;
  const counting = JSON.parse(readFileSync(join(ROOT, 'coverage', 'counting-server.json'), 'utf8'));
  const entry = `(globalThis.__coverage__ ??= {})[${JSON.stringify(SERVER)}] ??= ${JSON.stringify(counting.entry)};`;
  return entry + counting.text;
}

/** A module of src/ exports what stands of it in server.js, and the rest from its own text; its lines stay where they are. */
function shipped(code) {
  const names = [...code.matchAll(/^ {2}(\w+): \(\) => [\w.]+,?$/gm)].map(([, name]) => name);
  const lookUp = `const shipped = Object.entries(require(${JSON.stringify(SERVER)})).filter(([name]) => ${JSON.stringify(names)}.includes(name));`;
  const ends = 'module.exports = { ...module.exports, ...Object.fromEntries(shipped) };';
  return `${lookUp} if (shipped.length < ${names.length}) { ${code}\n} ${ends}`;
}

function transformed(text, path, collectsCoverage) {
  if (path === SERVER) return { code: opened(serverText(text, collectsCoverage)) };
  const { code } = transformSync(text, { ...OPTIONS, sourcefile: path });
  return { code: path.startsWith(SOURCES) ? shipped(code) : code };
}

module.exports = {
  process: (text, path, { config }) => transformed(text, path, config.globals.collectsAppCoverage),
  getCacheKey: (text, path, { config }) => {
    const server = path === SERVER ? serverText(text, config.globals.collectsAppCoverage) : '';
    return createHash('sha256')
      .update(JSON.stringify([version, SELF, OPTIONS, path, text, server]))
      .digest('hex');
  },
};
