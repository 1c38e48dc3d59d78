/// <reference lib="dom" />
import type { Remark } from '../server/api';
import { badgeOf, html } from './elements';

/** What plugins say of an invocation. */
export function drawRemarks(remarks: readonly Remark[]): HTMLElement[] {
  const rows = remarks.map(({ label, badge: sign, text }) =>
    html('li', {}, [
      html('span', { class: 'remark-label' }, [label]),
      ...(sign === undefined ? [] : [badgeOf(sign)]),
      html('span', { class: 'quiet' }, [text]),
    ]),
  );
  return rows.length === 0 ? [] : [html('ul', { class: 'remarks' }, rows)];
}
