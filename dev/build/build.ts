/** `npm run build`: what is committed beside its sources, each made of what stands above it. */
import { messageOf } from '../../packages/fresh-platform/lib/thrown';
import { writeTestData } from './copy-test-data';
import { writeEvents } from './write-events';
import { writeExamples } from './write-examples';

async function main(): Promise<void> {
  // What they bundle with comes as ES modules only.
  const { buildServer } = await import('./bundle-server.mjs');
  const { buildSettingsPage } = await import('./bundle-settings-page.mjs');
  await buildServer();
  writeTestData();
  await writeExamples();
  await writeEvents();
  await buildSettingsPage();
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
