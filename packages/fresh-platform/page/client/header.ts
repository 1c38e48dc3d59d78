/// <reference lib="dom" />
/** The page's head: its name, the account's time, what waits, the views, and the theme. */
import type { PageState } from '../server/api';
import { badgeOf, button, html } from './elements';
import { chooseTheme, currentTheme, startTheme } from './theme';
import { moment } from './words';

export interface Header {
  element: HTMLElement;
  show: (state: PageState) => void;
  mark: (title: string) => void;
  setConnection: (isThere: boolean) => void;
}

/** `views` in the order in which they are offered. */
export function createHeader(title: string, views: readonly { title: string; path: string }[]): Header {
  const clock = html('span', { class: 'clock', id: 'header-clock' });
  const badges = html('span', { class: 'badges' });
  const lost = html('p', { class: 'lost', role: 'alert', hidden: true }, [
    'The server of this page does not answer. Start it again; the page goes on by itself.',
  ]);
  const fault = html('p', { class: 'lost', role: 'alert', id: 'fault', hidden: true });
  const links = views.map((view) => html('a', { href: view.path }, [view.title]));
  const theme = themeButton();
  return {
    element: html('header', { class: 'top' }, [
      html('a', { class: 'skip', href: '#main' }, ['Skip to the content']),
      html('div', { class: 'top-line' }, [
        html('img', { src: iconAddress(), alt: '', width: 28, height: 28 }),
        html('h1', {}, [title]),
        html('span', { class: 'quiet tagline' }, [tagline()]),
        html('span', { class: 'spring' }),
        badges,
        clock,
        theme,
      ]),
      html('nav', { 'aria-label': 'Views' }, links),
      lost,
      fault,
    ]),
    show: (state) => {
      clock.textContent = `${moment(state.now)} UTC${state.isRunning ? ', running' : ''}`;
      badges.replaceChildren(...state.badges.map(badgeOf));
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

function tagline(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="description"]')?.content ?? '';
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
