/**
 * Slack's mrkdwn as Slack shows it, made of elements and text: emphasis, links, mentions and escapes. Source: "Formatting
 * text for app surfaces". What is no web address becomes no link, whatever it calls itself.
 */
import { unescaped } from '../../../stories/slack-text';
import { html } from '../dom';
import { webAddress } from './web-address';

/** `<target|label>`, or marks of emphasis that stand at the edges of words. An invisible break behind a mark makes it a plain character. */
const TOKEN =
  /<([^<>|\n]+)(?:\|([^<>\n]*))?>|(?<![\p{L}\p{N}])([*_~`])(?=[^\s\u200b])([^\n]*?[^\s\u200b])\3(?![\p{L}\p{N}])/gu;

const EMPHASIS: Readonly<Record<string, 'b' | 'i' | 's'>> = { '*': 'b', _: 'i', '~': 's' };

/** The nodes that show a text; lines break where it breaks. */
export function mrkdwnNodes(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [whole, target, label, mark = '', inner = ''] = found;
    nodes.push(
      unescaped(text.slice(end, found.index)),
      target === undefined ? emphasised(mark, inner) : linked(target, label),
    );
    end = found.index + whole.length;
  }
  return [...nodes, unescaped(text.slice(end))].filter((node) => node !== '');
}

function emphasised(mark: string, inner: string): HTMLElement {
  const name = EMPHASIS[mark];
  return name === undefined ? html('code', {}, [unescaped(inner)]) : html(name, {}, mrkdwnNodes(inner));
}

function linked(target: string, label: string | undefined): Node | string {
  if (target.startsWith('!date^')) return dateNode(target, label);
  const sign = target.charAt(0);
  if (sign === '!' || sign === '@' || sign === '#')
    return html('span', { class: 'preview-mention' }, [mentioned(sign, target.slice(1), label)]);
  const address = webAddress(unescaped(target));
  const words = unescaped(label ?? target);
  return address === null ? words : html('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, [words]);
}

/** `<!date^1793618330^{date_short} {time}|then>` in the reader's own zone, in the browser's format of a date and time. */
function dateNode(target: string, label: string | undefined): Node | string {
  const moment = new Date(Number(target.split('^')[1]) * 1_000);
  if (Number.isNaN(moment.getTime())) return unescaped(label ?? target);
  const words = moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return html('time', { datetime: moment.toISOString() }, [words]);
}

/** `<!channel>` is shown as "@channel", `<#C1|sales>` as "#sales". */
function mentioned(sign: string, id: string, label: string | undefined): string {
  return `${sign === '#' ? '#' : '@'}${unescaped(label ?? id)}`;
}
