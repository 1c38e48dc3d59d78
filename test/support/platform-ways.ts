/** The platform of a Jest project: as documented, or harsher where jest.config.cjs says so in `platformWays`. */
import type { PlatformOptions } from '../../packages/fresh-platform/index';

type Ways = Pick<PlatformOptions, 'variant' | 'limits'>;

const { platformWays = {} } = globalThis as { platformWays?: Ways };

/** Options of a platform with the project's ways where they say nothing else. */
export function onThisPlatform<T extends Partial<PlatformOptions>>(options: T): T {
  return { ...platformWays, ...options, limits: { ...platformWays.limits, ...options.limits } };
}
