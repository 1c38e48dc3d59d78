// Property tests try other inputs in every run. Where FC_SEED is set they try the same ones, as in CI, where a change is to be
// judged by what it changes. The library is loaded only then: most test files do not need it.
const seed = process.env.FC_SEED;
if (seed !== undefined) require('fast-check').configureGlobal({ seed: Number(seed) });
