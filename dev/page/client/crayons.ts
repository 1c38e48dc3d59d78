/** The Crayons components this page uses. */
import { defineCustomElement as defineButton } from '@freshworks/crayons/dist/components/fw-button.js';
import { defineCustomElement as defineInlineMessage } from '@freshworks/crayons/dist/components/fw-inline-message.js';
import { defineCustomElement as defineInput } from '@freshworks/crayons/dist/components/fw-input.js';
import { defineCustomElement as defineSelect } from '@freshworks/crayons/dist/components/fw-select.js';
import { defineCustomElement as defineTab } from '@freshworks/crayons/dist/components/fw-tab.js';
import { defineCustomElement as defineTabPanel } from '@freshworks/crayons/dist/components/fw-tab-panel.js';
import { defineCustomElement as defineTabs } from '@freshworks/crayons/dist/components/fw-tabs.js';
import { defineCustomElement as defineToggle } from '@freshworks/crayons/dist/components/fw-toggle.js';

/** Makes their elements known to the browser; each brings the ones it is made of. */
export function defineCrayons(): void {
  for (const define of [
    defineButton,
    defineInlineMessage,
    defineInput,
    defineSelect,
    defineTab,
    defineTabPanel,
    defineTabs,
    defineToggle,
  ])
    define();
}
