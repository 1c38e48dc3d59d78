/** How Teams sets a card. The colours are the style sheet's, so that a card follows the page from light to dark. */
import { HostConfig } from 'adaptivecards';

const INK = { default: 'var(--teams-ink)', subtle: 'var(--teams-muted)' };
const COLORS = Object.fromEntries(
  ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'].map((name) => [name, INK]),
);
const GROUND = { backgroundColor: 'transparent', foregroundColors: COLORS };

/** The host config of the card's renderer. */
export function teamsLook(): HostConfig {
  return new HostConfig({
    fontFamily: 'inherit',
    supportsInteractivity: true,
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 14 },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    containerStyles: { default: GROUND, emphasis: GROUND },
    actions: {
      maxActions: 6,
      spacing: 'medium',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
  });
}
