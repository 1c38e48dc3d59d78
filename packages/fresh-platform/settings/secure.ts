/** Which settings are encrypted, and what of them a settings page gets to see again. */

type Values = Record<string, unknown>;

/**
 * What `getConfigs` gets for a secure setting when settings are edited. The platform's documentation does not say, and each of the three was
 * reported: the value itself, nothing, or a mask.
 */
export const SECURE_MODES = ['value', 'nothing', 'mask'] as const;
export type SecureMode = (typeof SECURE_MODES)[number];

export const MASK = '*'.repeat(24);

/** What `postConfigs` gave, apart: the installation parameters, and which of them `__meta.secure` names. */
export function storedOf({ __meta: meta, ...iparams }: Values): { iparams: Values; secure: string[] } {
  const named: unknown = typeof meta === 'object' && meta !== null ? Reflect.get(meta, 'secure') : undefined;
  return { iparams, secure: Array.isArray(named) ? named.filter((name) => typeof name === 'string') : [] };
}

/** What `getConfigs` gets of what is stored. */
export function configsOf(iparams: Values, secure: readonly string[], mode: SecureMode): Values {
  const shown = Object.entries(iparams).map(([key, value]): [string, unknown][] => {
    if (!secure.includes(key) || mode === 'value') return [[key, value]];
    return mode === 'mask' ? [[key, MASK]] : [];
  });
  return Object.fromEntries(shown.flat());
}
