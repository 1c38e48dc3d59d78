/** The page's head: its name, the account's time, what waits, the views, and the theme. */
import type { PageState } from '../server/api';
import { badge, button, html } from './elements';
import { chooseTheme, currentTheme, startTheme } from './theme';
import { count, moment } from './words';

export interface Header {
  element: HTMLElement;
  show: (state: PageState) => void;
  mark: (title: string) => void;
  setConnection: (isThere: boolean) => void;
}

/** `views` in the order in which they are offered. */
export function createHeader(views: readonly { title: string; path: string }[]): Header {
  const clock = html('span', { class: 'clock', id: 'header-clock' });
  const waiting = html('span', { class: 'waiting' });
  const lost = html('p', { class: 'lost', role: 'alert', hidden: '' }, [
    'The server of this page does not answer. Start it again with npm start; the page goes on by itself.',
  ]);
  const fault = html('p', { class: 'lost', role: 'alert', id: 'fault', hidden: '' });
  const links = views.map(({ title, path }) => html('a', { href: path }, [title]));
  const theme = themeButton();
  return {
    element: html('header', { class: 'top' }, [
      html('a', { class: 'skip', href: '#main' }, ['Skip to the content']),
      html('div', { class: 'top-line' }, [
        html('img', { src: iconAddress(), alt: '', width: 28, height: 28 }),
        html('h1', {}, ['Conversation Relay']),
        html('span', { class: 'quiet tagline' }, ['the platform on your machine']),
        html('span', { class: 'spring' }),
        waiting,
        clock,
        theme,
      ]),
      html('nav', { 'aria-label': 'Views' }, links),
      lost,
      fault,
    ]),
    show: (state) => {
      clock.textContent = `${moment(state.now)} UTC${state.running ? ', running' : ''}`;
      waiting.replaceChildren(...statusOf(state));
      fault.hidden = state.fault === '';
      fault.textContent = state.fault;
    },
    mark: (title) => {
      links.forEach((link, index) => {
        if (views[index]?.title !== title) link.removeAttribute('aria-current');
        else link.setAttribute('aria-current', 'page');
      });
    },
    setConnection: (isThere) => {
      lost.hidden = isThere;
    },
  };
}

/** Kept is what waits in the outbox; the oldest of a long history are forgotten, and that is said. */
function statusOf({ installed, waiting, counts }: PageState): HTMLElement[] {
  const all = waiting.webhook + waiting.slack + waiting.teams;
  const forgotten = counts.forgotten === 0 ? [] : [badge(`${counts.forgotten} oldest forgotten`, 'grey')];
  if (!installed) return [badge('not installed', 'red')];
  return [...forgotten, all === 0 ? badge('nothing kept', 'green') : badge(`${count(all, 'message')} kept`, 'yellow')];
}

function iconAddress(): string {
  return document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href ?? '';
}

function themeButton(): HTMLElement {
  const element = button(
    '',
    () => {
      chooseTheme(currentTheme() === 'dark' ? 'light' : 'dark');
      label();
    },
    'secondary',
    'theme',
  );
  const label = (): void => {
    element.textContent = currentTheme() === 'dark' ? 'Light' : 'Dark';
  };
  startTheme(label);
  label();
  return element;
}
