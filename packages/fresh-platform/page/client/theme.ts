/// <reference lib="dom" />
/** Light or dark: as the system has it, until the person chooses. */

const KEY = 'theme';

export type Theme = 'light' | 'dark';

/** What is shown now. */
export function currentTheme(): Theme {
  return (document.documentElement.dataset['theme'] as Theme | undefined) ?? systemTheme();
}

function systemTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Takes up the choice of before. `onChange` hears when the system changes. */
export function startTheme(onChange: () => void): void {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen;
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  localStorage.setItem(KEY, theme);
}
