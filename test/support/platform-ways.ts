/**
 * The platform of a Jest project: as documented, or harsher where jest.config.cjs says so in `platformWays`. Any test can be tried on
 * another by hand: `PLATFORM_WAYS='{"limits":{"scheduleOperationsPerMinute":50}}' npx jest test/outbox/promises`.
 */
import type { PlatformOptions } from '../../packages/fresh-platform/index';

type Ways = Pick<PlatformOptions, 'variant' | 'limits'>;

const { platformWays } = globalThis as { platformWays?: Ways };
const ways = platformWays ?? (JSON.parse(process.env['PLATFORM_WAYS'] ?? '{}') as Ways);

/** Options of a platform with the project's ways where they say nothing else. */
export function onThisPlatform<T extends Partial<PlatformOptions>>(options: T): T {
  return { ...ways, ...options, limits: { ...ways.limits, ...options.limits } };
}
