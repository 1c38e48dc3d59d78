const settingsPage = (function (exports) {
  /** Characters of a host name, by RFC 1035. */
  const MAX_HOST = 253;

  // -------------------- src/settings/addresses.ts --------------------
  /**
   * Reading an admin's address into what a request template takes. The platform refuses a host with a scheme, a port or
   * an IP address, and there is no URL class in its sandbox.
   */

  const ADDRESS_PARTS = /^https:\/\/([^/?#]*)\/?([^#]*)/i;
  /**
   * Labels of letters, digits and hyphens, at least two. A last label that is a number, hexadecimal ones included, makes
   * the whole an IPv4 address for whoever resolves it (WHATWG URL, "ends in a number").
   */
  const PUBLIC_NAME =
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!(?:\d+|0x[\da-f]*|localhost)$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
  const IP_ADDRESS = /^\[|^[\d.]+(?::\d*)?$|(?:^|\.)(?:\d+|0x[\da-f]*)$/;

  /**
   * Reads `https://host/path?query`, where `:443` may stand behind the host; a fragment never travels and is dropped. A
   * problem is the end of a sentence that starts with a destination's name.
   */
  function readAddress(text) {
    const parts = ADDRESS_PARTS.exec(text);
    if (parts === null) return { problem: 'needs an address that starts with https://.' };
    const { 1: authority = '', 2: rest = '' } = parts;
    if (authority.includes('@')) return { problem: 'must not hold a user name or password.' };
    const host = authority.replace(/:443$/, '').toLowerCase();
    const problem = hostProblem(host);
    return problem === null ? { address: { host, path: encodePath(rest) } } : { problem };
  }

  function hostProblem(host) {
    if (IP_ADDRESS.test(host)) return 'needs a host name, not an IP address.';
    if (host.includes(':')) return 'must not name a port other than 443.';
    return host.length <= MAX_HOST && PUBLIC_NAME.test(host) ? null : 'needs a public host, like hooks.acme.com.';
  }

  /**
   * Percent-encodes what no URL may hold as it is, and with it whatever the platform could read as a tag of a template; a
   * percent sign that encodes nothing is encoded, what is encoded already stays so.
   */
  function encodePath(rest) {
    return rest.replace(/%(?![\dA-Fa-f]{2})|[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, (char) =>
      isLoneSurrogate(char) ? '%EF%BF%BD' : encodeURIComponent(char),
    );
  }

  function isLoneSurrogate(char) {
    return char.length === 1 && char >= '\ud800' && char <= '\udfff';
  }

  // -------------------- src/settings/kinds.ts --------------------
  /** What a destination may be told (`tell` in its settings), and the event types each kind stands for. */

  /** In the order in which the settings page lists them. */
  const KINDS = [
    'Created',
    'Assigned',
    'Reassigned',
    'Unassigned',
    'Resolved',
    'Reopened',
    'Status changed',
    'SLA breached',
    'Label or priority changed',
    'Other changes',
    'Unattended',
    'Trouble',
    'Daily summary',
  ];

  /** In the order of the settings page. */
  const DESTINATION_KINDS = ['webhook', 'slack', 'teams'];

  const DESTINATION_NAMES = {
    webhook: 'Webhook',
    slack: 'Slack',
    teams: 'Microsoft Teams',
  };

  const MOST_DESTINATIONS = 20;

  const BY_CHANNEL = new Set(['Unattended', 'SLA breached', 'Reopened', 'Unassigned', 'Trouble']);

  /** A system wants to know nearly everything, people only what somebody has to look after. */
  const TOLD_BY_DEFAULT = {
    webhook: new Set(KINDS.filter((kind) => kind !== 'Other changes' && kind !== 'Daily summary')),
    slack: BY_CHANNEL,
    teams: BY_CHANNEL,
  };

  function isKind(value) {
    return KINDS.some((kind) => kind === value);
  }

  function destinationKind(value) {
    return DESTINATION_KINDS.find((kind) => kind === value) ?? null;
  }

  // -------------------- src/settings/secrets.ts --------------------
  /** Whether a secret can be one: each answer is the end of a sentence that starts with a destination's name, or null. */

  const SECRET_BYTES = { least: 24, most: 64 };

  /** Standard Webhooks 1.0: `whsec_` and the Base64 of 24 to 64 bytes; two, separated by a space, while one replaces the other. */
  function signingSecretProblem(secrets) {
    if (secrets.length > 2) return 'takes two secrets at most.';
    return secrets.map(oneSecretProblem).find((problem) => problem !== null) ?? null;
  }

  function oneSecretProblem(secret) {
    if (!secret.startsWith('whsec_')) return 'needs a secret that starts with whsec_.';
    const base64 = secret.slice('whsec_'.length);
    if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
      return 'needs a secret in Base64 after whsec_.';
    const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
    if (bytes < SECRET_BYTES.least) return 'needs a longer secret: 24 to 64 bytes.';
    return bytes > SECRET_BYTES.most ? 'needs a shorter secret: 24 to 64 bytes.' : null;
  }

  /**
   * The token stands in a header of a request template, where a quote or a line break would break the request. A webhook's
   * secret, of a destination whose id is `slack`, is nobody's token.
   */
  function isSlackToken(token) {
    return /^(?!whsec_)[\w.-]{1,500}$/.test(token);
  }

  // -------------------- src/settings/slack.ts --------------------
  /** What the fields of a Slack destination may hold, for the settings page and for the server alike. */

  /** A channel is named by its id, which holds letters and digits only. */
  function isChannelId(text) {
    return /^[A-Z0-9]{1,30}$/i.test(text);
  }

  /** `here`, or an id, which Slack writes in capitals: U or W for a user, S for a user group. Null for anything else. */
  function readableMention(text) {
    if (text.toLowerCase() === 'here') return 'here';
    return /^[USW][A-Z0-9]{1,30}$/.test(text) ? text : null;
  }

  // -------------------- src/lib/json.ts --------------------

  Object.freeze({});
  /** Looked up once: a sandbox answers for its globals slowly, and these are asked of every value in a payload. */
  const { isArray } = Array;
  const { prototype } = Object;
  const { isFinite: isFiniteNumber } = Number;

  /** Duck-typed on purpose: values may come from another realm, where `instanceof` does not hold. */
  function isObject(value) {
    return typeof value === 'object' && value !== null && !isArray(value);
  }

  /** Arrays hold across realms, too. */
  function isList(value) {
    return isArray(value);
  }

  /** A finite number: JSON writes any other as null. */
  function isNumber(value) {
    return typeof value === 'number' && isFiniteNumber(value);
  }

  /** The own property only, so that a key such as `constructor` never reaches a prototype. */
  function own(object, key) {
    return prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
  }

  // -------------------- src/settings/times.ts --------------------
  /** Hours, a time of the day, a wait in minutes and a time zone, as the settings hold them. */

  const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

  const MINUTES_OF_DAY = 24 * 60;

  /** `HH:MM` as minutes of the day, `24:00` included; null for anything else. */
  function minuteOfDay(value) {
    const parts = typeof value === 'string' ? /^\s*(\d{1,2}):([0-5]\d)\s*$/.exec(value) : null;
    const minute = parts === null ? Number.NaN : Number(parts[1]) * 60 + Number(parts[2]);
    return minute <= MINUTES_OF_DAY ? minute : null;
  }

  const UNATTENDED = { least: 5, most: 1440 };

  /** After how many minutes a conversation counts as unattended: 0 for never, or 5 to 1,440. */
  function isUnattended(minutes) {
    if (!isNumber(minutes) || !Number.isInteger(minutes)) return false;
    return minutes === 0 || (minutes >= UNATTENDED.least && minutes <= UNATTENDED.most);
  }

  /** Null for anything but `{ days: ['Mon', …], from: '09:00', to: '18:00' }` with at least one day and one minute. */
  function readHours(value) {
    if (!isObject(value)) return null;
    const from = minuteOfDay(own(value, 'from'));
    const to = minuteOfDay(own(value, 'to'));
    const days = readDays(own(value, 'days'));
    if (from === null || to === null || days === null) return null;
    return from % MINUTES_OF_DAY === to % MINUTES_OF_DAY && from >= to ? null : { days, from, to };
  }

  function readDays(value) {
    if (!isList(value)) return null;
    const days = DAYS.filter((day) => value.some((one) => typeof one === 'string' && isDay(day, one)));
    const isKnown = value.every((one) => typeof one === 'string' && DAYS.some((day) => isDay(day, one)));
    return isKnown && days.length > 0 ? days : null;
  }

  function isDay(day, text) {
    return day.toLowerCase() === text.trim().toLowerCase();
  }

  /** Whether the engine knows the time zone by its IANA name; an offset such as `+05:30` is none. */
  function isTimeZone(name) {
    if (!/^[A-Za-z]/.test(name)) return false;
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
    } catch {
      return false;
    }
  }

  // -------------------- src/settings-page/secrets.ts --------------------

  function noSecret() {
    return { stored: null, isLost: false, entered: '', beside: null };
  }

  /** Of what `getConfigs` gives: a text of asterisks or bullets is the platform's mask, and no secret. */
  function savedSecret(value) {
    const text = typeof value === 'string' ? value.trim() : '';
    const isKnown = text !== '' && !isMask(text);
    return { ...noSecret(), stored: isKnown ? text : null, isLost: !isKnown };
  }

  function isMask(text) {
    return /^[*•●]+$/.test(text.trim());
  }

  /** What is saved: what is entered, with the old one beside it; else what was stored; blank for none. A mask is never saved. */
  function valueOfSecret({ stored, entered, beside }) {
    const typed = entered.trim();
    if (typed === '' || isMask(typed)) return stored ?? '';
    return beside === null ? typed : `${typed} ${beside}`;
  }

  const MADE_BYTES = 32;

  /** A signing secret of Standard Webhooks: `whsec_` and the Base64 of 32 random bytes. */
  function makeSecret() {
    const bytes = crypto.getRandomValues(new Uint8Array(MADE_BYTES));
    return `whsec_${btoa(String.fromCharCode(...bytes))}`;
  }

  /** A new secret in place of the one there is, which stays good until `endRotation`. One that nobody knows yet is simply replaced. */
  function rotate(secret) {
    const old = newest(secret.stored);
    return { ...secret, entered: makeSecret(), beside: old };
  }

  /** The old secret is good no longer. */
  function endRotation(secret) {
    return { ...secret, stored: newest(secret.stored), beside: null };
  }

  /** Whether two secrets are good at the moment, or will be once saved. */
  function isRotating({ stored, entered, beside }) {
    return entered === '' ? /\s/.test(stored ?? '') : beside !== null;
  }

  function newest(stored) {
    return stored === null ? null : (stored.split(/\s+/)[0] ?? null);
  }

  // -------------------- src/settings-page/draft.ts --------------------
  /** The settings as they stand on the page: what an admin has typed so far, malformed or not. */

  /** What the page shows where nothing was saved yet. */
  function newDraft() {
    return {
      destinations: [],
      slackToken: noSecret(),
      personalData: false,
      unattendedMinutes: '15',
      hours: { isOn: false, days: DAYS.slice(0, 5), from: '09:00', to: '18:00' },
      summaryAt: '',
      timeZone: 'UTC',
    };
  }

  /** A destination as it begins, with an id and a name that no other one has. */
  function newDestination(kind, others) {
    const secret = noSecret();
    return {
      id: newId(others.map(({ id }) => id)),
      kind,
      name: newName(
        DESTINATION_NAMES[kind],
        others.map(({ name }) => name),
      ),
      tell: KINDS.filter((one) => TOLD_BY_DEFAULT[kind].has(one)),
      filters: { groups: [], topics: [], sources: [], priorities: [] },
      url: '',
      channel: '',
      style: 'each',
      mention: '',
      secret: kind === 'webhook' ? { ...secret, entered: makeSecret() } : secret,
      hasOwnToken: false,
    };
  }

  function newName(name, taken) {
    let number = 1;
    while (taken.includes(number === 1 ? name : `${name} ${number}`)) number += 1;
    return number === 1 ? name : `${name} ${number}`;
  }

  const ID_CHARACTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
  const ID_LENGTH = 6;

  /** Never `slack`, under which the shared token is kept: ids are longer. */
  function newId(taken) {
    const bytes = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
    const id = [...bytes].map((byte) => ID_CHARACTERS.charAt(byte % ID_CHARACTERS.length)).join('');
    return taken.includes(id) ? newId(taken) : id;
  }

  /** The Slack destination whose card asks for the shared token: the first that uses it. */
  function holderOfToken({ destinations }) {
    return destinations.find(({ kind, hasOwnToken }) => kind === 'slack' && !hasOwnToken);
  }

  /** The secret that a destination is told with. */
  function secretFor(draft, { kind, hasOwnToken, secret }) {
    return kind === 'slack' && !hasOwnToken ? draft.slackToken : secret;
  }

  // -------------------- src/settings-page/faults.ts --------------------
  /** What is malformed, in the words the server has for it: page and server say the same. */

  /** Id of a destination's field. */
  function fieldOf({ id }, name) {
    return `${name}-of-${id}`;
  }

  /** Id of where destinations are added. */
  const TOO_MANY = 'add-destination';

  /** Every fault, in the order of the page. */
  function faultsOf(draft) {
    const many = draft.destinations.length > MOST_DESTINATIONS;
    return [
      ...draft.destinations.flatMap((destination) => destinationFaults(draft, destination)),
      ...(many ? [{ field: TOO_MANY, sentence: 'There can be 20 destinations at most: remove some.' }] : []),
      ...generalFaults(draft),
    ];
  }

  function destinationFaults(draft, destination) {
    const checks = [
      ['name', destination.name.trim() === '' ? 'needs a name that people know it by.' : null],
      ...CHECKS[destination.kind](draft, destination),
    ];
    return checks.flatMap(([field, problem]) =>
      problem === null ? [] : [{ field: fieldOf(destination, field), sentence: `This destination ${problem}` }],
    );
  }

  const CHECKS = {
    webhook: (...[, destination]) => [
      ['address', addressProblem(destination.url)],
      ['secret', secretProblem(destination)],
    ],
    slack: (draft, destination) => [
      ['token', tokenProblem(draft, destination)],
      ['channel', channelProblem(destination.channel)],
      ['mention', mentionProblem(destination.mention)],
    ],
    teams: (...[, destination]) => [['address', workflowProblem(destination)]],
  };

  function addressProblem(url) {
    if (url.trim() === '') return 'has no address yet.';
    const reading = readAddress(url.trim());
    return 'problem' in reading ? reading.problem : null;
  }

  const ASK_AGAIN = 'was saved with a secret that Freshworks does not show again. ';

  function secretProblem({ secret }) {
    const value = valueOfSecret(secret);
    if (isMask(secret.entered) || value === '')
      return secret.isLost ? `${ASK_AGAIN}Enter it once more, or make a new one.` : 'has no secret yet: make one.';
    return signingSecretProblem(value.split(/\s+/));
  }

  function workflowProblem({ secret }) {
    const value = valueOfSecret(secret);
    if (isMask(secret.entered) || value === '')
      return secret.isLost
        ? `${ASK_AGAIN}Paste the workflow’s address once more.`
        : "has no address yet: paste the workflow's.";
    return addressProblem(value);
  }

  /** The shared token is asked for at one card only. */
  function tokenProblem(draft, destination) {
    if (!destination.hasOwnToken && holderOfToken(draft) !== destination) return null;
    const secret = secretFor(draft, destination);
    const value = valueOfSecret(secret);
    if (isMask(secret.entered) || value === '')
      return secret.isLost ? `${ASK_AGAIN}Paste the bot token once more.` : 'has no bot token yet: paste it.';
    return isSlackToken(value) ? null : 'needs its bot token as Slack shows it.';
  }

  function channelProblem(channel) {
    if (channel.trim() === '') return 'has no channel yet: choose one.';
    return isChannelId(channel.trim()) ? null : "needs the channel's id, like C0123ABCDEF.";
  }

  function mentionProblem(mention) {
    return mention.trim() === '' || readableMention(mention.trim()) !== null
      ? null
      : 'can mention here, or the ID of a user group or a person, like S0123ABCDEF.';
  }

  function generalFaults({ unattendedMinutes, hours, summaryAt, timeZone }) {
    const areHoursRead = !hours.isOn || readHours(hours) !== null;
    const checks = [
      ['unattended', isMinutes(unattendedMinutes), 'Enter 5 to 1,440 minutes, or 0 for never.'],
      ['hours', areHoursRead, 'Choose at least one day, and two times like 09:00 and 18:00.'],
      ['summary-at', isTimeOrBlank(summaryAt), 'Enter a time of the day, such as 08:30.'],
      ['time-zone', isTimeZone(timeZone.trim()), 'Choose a time zone from the list, such as Europe/Berlin.'],
    ];
    return checks.flatMap(([field, isRight, sentence]) => (isRight ? [] : [{ field, sentence }]));
  }

  function isMinutes(text) {
    return /^\s*\d+\s*$/.test(text) && isUnattended(Number(text));
  }

  function isTimeOrBlank(text) {
    return text.trim() === '' || minuteOfDay(text) !== null;
  }

  // -------------------- src/settings-page/dom.ts --------------------

  /** An element; an attribute that is `true` stands without a value, one that is `false` does not stand, and null is no child. */
  function html(name, attributes = {}, children = []) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== false) element.setAttribute(key, value === true ? '' : value);
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  function childrenOf(children) {
    return [children].flat();
  }

  /** A name that people typed: it keeps its own direction and leaves the sentence around it alone. */
  function named(name) {
    return html('bdi', {}, [name]);
  }

  /** Said by screen readers only. */
  function unseen(text) {
    return html('span', { class: 'unseen' }, [text]);
  }

  /** A Crayons button that does `act` when pressed; one that looks like a link is the browser's own, which can be dark as well. */
  function button(label, act, look = {}) {
    const { color = 'secondary', size = 'small', id } = look;
    const children = childrenOf(label);
    if (color === 'link') return linkButton(children, act, id);
    const element = html(
      'fw-button',
      { color, size, 'throttle-delay': '0', ...(id !== undefined && { id }) },
      children,
    );
    element.addEventListener('click', act);
    return element;
  }

  function linkButton(children, act, id = '') {
    const element = html('button', { type: 'button', class: 'link', ...(id !== '' && { id }) }, children);
    element.addEventListener('click', act);
    return element;
  }

  /** Replaces what is in `place`, and gives the focus back to what has the same id as what had it. */
  function redraw(place, children) {
    const focused = document.activeElement?.id ?? '';
    place.replaceChildren(...children.filter((child) => child !== null));
    if (focused !== '') focusOn(focused);
  }

  /** Gives the focus to the element of an id. A Crayons button takes it by a function of its own alone, once it is drawn. */
  function focusOn(id) {
    const element = document.getElementById(id);
    element?.focus({ preventScroll: true });
    element
      ?.componentOnReady?.()
      // By then the focus may be elsewhere, and is left there.
      .then(() => (document.activeElement === document.body ? element.setFocus?.() : undefined))
      .catch(() => undefined);
  }

  // -------------------- src/settings-page/fields.ts --------------------
  /**
   * Fields with a label, a sentence that helps, and a place for what is wrong. Buttons, the switch and the pills of the status are
   * Crayons'. What is typed into, chosen from or ticked is the browser's own, in Crayons' looks, because of four things that Crayons 4.2
   * cannot do: be dark (white fields and dark words stand in its shadow trees); be named for a screen reader in `fw-select` and `fw-tag`
   * (axe: aria-required-attr, nested-interactive, aria-command-name); give a name typed from right to left its own direction; and
   * suggest time zones.
   */

  /** Where the page says what is wrong with a field, and how it is marked. */
  const FAULT = 'fault';

  /** Puts label, help and a place for a fault around what is typed into. */
  function field({ id, label, help }, control, beside = []) {
    const helpId = `${id}-help`;
    const described = [...(help === undefined ? [] : [helpId]), `${id}-fault`].join(' ');
    if (control.id === '') control.id = id;
    control.setAttribute('aria-describedby', described);
    return html('div', { class: 'field', 'data-field': id }, [
      html('label', { for: id }, childrenOf(label)),
      beside.length === 0 ? control : html('div', { class: 'field-line' }, [control, ...beside]),
      help === undefined ? null : html('p', { class: 'help', id: helpId }, childrenOf(help)),
      html('p', { class: FAULT, id: `${id}-fault` }),
    ]);
  }

  /** Fields that belong together under one legend, such as a list of boxes to tick. */
  function fieldGroup({ id, label, help }, children, className = '') {
    return html(
      'fieldset',
      { class: `field ${className}`, id, 'data-field': id, tabindex: '-1', 'aria-describedby': `${id}-fault` },
      [
        html('legend', {}, childrenOf(label)),
        help === undefined ? null : html('p', { class: 'help' }, childrenOf(help)),
        ...children,
        html('p', { class: FAULT, id: `${id}-fault` }),
      ],
    );
  }

  /** Says what is wrong at a field, or takes it back with a blank sentence. */
  function markField(id, sentence) {
    const place = document.getElementById(`${id}-fault`);
    if (place === null || place.textContent === sentence) return;
    place.textContent = sentence;
    const control = document.getElementById(id);
    if (sentence === '') control?.removeAttribute('aria-invalid');
    else control?.setAttribute('aria-invalid', 'true');
  }

  /** What a field of each type has besides: text that people write keeps its own direction, codes run from left to right. */
  const TYPED = {
    text: { type: 'text', dir: 'auto' },
    password: { type: 'password', dir: 'ltr' },
    time: { type: 'time' },
    number: { type: 'number', min: '0', inputmode: 'numeric' },
    url: { type: 'text', dir: 'ltr', inputmode: 'url' },
  };

  /** A field of one line; `change` is told of every letter. */
  function inputField(look, change) {
    const { id, value, type = 'text', placeholder = '', list, beside = [] } = look;
    const typing = { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' };
    const suggested = list === undefined ? {} : { list };
    const input = html('input', { id, placeholder, ...typing, ...TYPED[type], ...suggested });
    input.value = value;
    input.addEventListener('input', () => {
      change(input.value);
    });
    return field(look, input, beside);
  }

  function selectField(look, change) {
    const options = look.options.map(({ value, label }) =>
      html('option', { value, selected: value === look.value }, [label]),
    );
    const select = html('select', { id: look.id }, options);
    select.addEventListener('change', () => {
      change(select.value);
    });
    return field(look, select, look.beside);
  }

  /** A box to tick, or one of several to choose among, with what it means below its name. */
  function tickField(look, change) {
    const { id, label, sentence, type, name = id, isOn } = look;
    const helped = sentence !== undefined;
    const input = html('input', {
      id,
      type,
      name,
      ...(helped && { 'aria-describedby': `${id}-help` }),
    });
    input.checked = isOn;
    input.addEventListener('change', () => {
      change(input.checked);
    });
    return html('div', { class: 'tick' }, [
      input,
      html('label', { for: id }, [label]),
      helped ? html('p', { class: 'help', id: `${id}-help` }, [sentence]) : null,
    ]);
  }

  /** A switch of Crayons', with what it means beside it. */
  function switchField(look, change) {
    const { id, label, sentence, isOn } = look;
    const control = html('fw-toggle', {
      id,
      label,
      size: 'medium',
      'show-icon': 'false',
      checked: isOn,
      'aria-describedby': `${id}-help`,
    });
    control.addEventListener('fwChange', (event) => {
      change(event.detail.checked);
    });
    // The switch is named already, so a screen reader need not read its words once more.
    const words = html('span', { class: 'switch-label', 'aria-hidden': 'true' }, [label]);
    words.addEventListener('click', () => {
      control.click();
    });
    return html('div', { class: 'tick' }, [control, words, html('p', { class: 'help', id: `${id}-help` }, [sentence])]);
  }

  // -------------------- src/settings-page/board.ts --------------------
  /** What the parts of the page share: the draft, and how a change of it is told to the others. */

  /** Typing counts as stopped after this long. */
  const PAUSE_MS = 700;

  /** A value was typed or chosen in a field: what is wrong is marked once typing has stopped. */
  function changed(board, fieldId) {
    board.touched.add(fieldId);
    board.refresh();
    clearTimeout(board.pause);
    board.pause = window.setTimeout(() => {
      markFaults(board);
    }, PAUSE_MS);
  }

  /** Marks every fault that is to be seen, takes back the others' marks, and gives those of the draft. */
  function markFaults(board) {
    const faults = faultsOf(board.draft);
    const sentences = new Map(faults.map(({ field, sentence }) => [field, sentence]));
    for (const place of document.querySelectorAll('[data-field]')) {
      const id = place.dataset['field'] ?? '';
      const isShown = board.isChecked || board.touched.has(id);
      markField(id, isShown ? (sentences.get(id) ?? '') : '');
    }
    return faults;
  }

  /** Faults of one destination's card, which are marked from now on. */
  function checkDestination(board, { id }) {
    const isOfCard = ({ field }) => field.endsWith(`-of-${id}`);
    const faults = faultsOf(board.draft).filter(isOfCard);
    for (const { field } of faults) board.touched.add(field);
    markFaults(board);
    return faults;
  }

  /** What was saved, whatever it holds: what cannot be read is as if it were new, and a destination without an id or a kind is none. */
  function draftOf(configs) {
    const saved = isObject(configs) ? configs : {};
    const secrets = secretsIn(own(saved, 'secrets'));
    const list = own(saved, 'destinations');
    const destinations = (isList(list) ? list : [])
      .map((entry) => destinationOf(entry, secrets))
      .filter((one) => one !== null);
    const draft = {
      destinations,
      personalData: own(saved, 'personal_data') === 'Include',
      unattendedMinutes: textIn(saved, 'unattended_minutes', '15'),
      hours: hoursOf(own(saved, 'hours')),
      summaryAt: textIn(saved, 'summary_at', ''),
      timeZone: textIn(saved, 'time_zone', 'UTC'),
    };
    const needsToken = holderOfToken(draft) !== undefined;
    return { ...draft, slackToken: needsToken ? savedSecret(secrets['slack']) : noSecret() };
  }

  /** All secrets may come as one object, as the text of one, as a mask, or not at all. */
  function secretsIn(value) {
    if (isObject(value)) return value;
    try {
      const parsed = typeof value === 'string' ? JSON.parse(value) : null;
      return isObject(parsed) ? parsed : {};
    } catch {
      return {};
    }
  }

  function destinationOf(entry, secrets) {
    if (!isObject(entry)) return null;
    const id = textIn(entry, 'id', '');
    const kind = destinationKind(own(entry, 'kind'));
    if (id === '' || kind === null) return null;
    const hasOwnToken = kind === 'slack' && isTokenOwn(entry, own(secrets, id));
    return {
      id,
      kind,
      name: textIn(entry, 'name', DESTINATION_NAMES[kind]),
      tell: tellIn(own(entry, 'tell'), kind),
      filters: {
        groups: textsIn(own(entry, 'groups')),
        topics: textsIn(own(entry, 'topics')),
        sources: textsIn(own(entry, 'sources')),
        priorities: textsIn(own(entry, 'priorities')),
      },
      url: textIn(entry, 'url', ''),
      channel: textIn(entry, 'channel', ''),
      style: styleIn(own(entry, 'style')),
      mention: textIn(entry, 'mention', ''),
      secret: kind === 'slack' && !hasOwnToken ? noSecret() : savedSecret(own(secrets, id)),
      hasOwnToken,
    };
  }

  /** Also where the secrets did not come back. */
  function isTokenOwn(entry, secret) {
    return secret !== undefined || own(entry, 'own_token') === true;
  }

  function styleIn(value) {
    return value === 'thread' || value === 'card' ? value : 'each';
  }

  function tellIn(value, kind) {
    const told = isList(value) ? new Set(value.filter(isKind)) : TOLD_BY_DEFAULT[kind];
    return KINDS.filter((one) => told.has(one));
  }

  function textsIn(value) {
    return isList(value) ? value.map(String).filter((text) => text.trim() !== '') : [];
  }

  function textIn(object, key, otherwise) {
    const value = own(object, key);
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value.trim() !== '' ? value : otherwise;
  }

  function hoursOf(value) {
    const { hours } = newDraft();
    if (!isObject(value)) return hours;
    const days = textsIn(own(value, 'days'));
    return {
      isOn: true,
      days: DAYS.filter((day) => days.includes(day)),
      from: textIn(value, 'from', hours.from),
      to: textIn(value, 'to', hours.to),
    };
  }

  /** Everything that is saved: what were left out would be lost. */
  function configsOf(draft) {
    const { hours, unattendedMinutes, summaryAt, timeZone } = draft;
    const minutes = unattendedMinutes.trim();
    return {
      __meta: { secure: ['secrets'] },
      destinations: draft.destinations.map(entryOf),
      secrets: secretsOf(draft),
      personal_data: draft.personalData ? 'Include' : 'Leave out',
      unattended_minutes: /^\d+$/.test(minutes) ? Number(minutes) : minutes,
      hours: hours.isOn ? { days: hours.days, from: hours.from, to: hours.to } : null,
      summary_at: summaryAt,
      time_zone: timeZone.trim(),
    };
  }

  /** One entry of `destinations`, as the server reads it; `testDestination` is given it too. */
  function entryOf(destination) {
    const { id, kind, name, tell, filters } = destination;
    return { id, kind, name: name.trim(), tell, ...filters, ...OWN_SETTINGS[kind](destination) };
  }

  /** What an entry holds of its kind alone, its secret aside. */
  const OWN_SETTINGS = {
    webhook: ({ url }) => ({ url: url.trim() }),
    slack: ({ channel, style, mention, hasOwnToken }) => ({
      channel: channel.trim(),
      style,
      mention: mention.trim(),
      // For the page alone, which may not get the secrets back: whose card is then to ask for which token.
      ...(hasOwnToken && { own_token: true }),
    }),
    teams: () => ({}),
  };

  /** By id; a blank one is left out, and a token that no destination uses with it. */
  function secretsOf(draft) {
    const own = draft.destinations
      .filter(({ kind, hasOwnToken }) => kind !== 'slack' || hasOwnToken)
      .map(({ id, secret }) => [id, valueOfSecret(secret)]);
    const shared = holderOfToken(draft) === undefined ? [] : [['slack', valueOfSecret(draft.slackToken)]];
    return Object.fromEntries([...own, ...shared].filter(([, value]) => value !== ''));
  }

  // -------------------- src/settings-page/kinds.ts --------------------
  /** What a destination can hear, in words for an admin, and the two usual choices. */

  /** What happens in a conversation that a kind stands for; `minutes` is after how many it counts as unattended. */
  function sentenceOfKind(kind, minutes) {
    return kind === 'Unattended' ? unattendedSentence(minutes) : SENTENCES[kind];
  }

  function unattendedSentence(minutes) {
    return minutes === '0'
      ? 'Nobody picks it up. This is off: say below after how many minutes.'
      : `Nobody has picked it up for ${minutes} minutes, and again after twice as long.`;
  }

  const SENTENCES = {
    Created: 'A customer starts a conversation.',
    Assigned: 'A group or an agent gets it.',
    Reassigned: 'It goes from one group or agent to another.',
    Unassigned: 'It is taken off its group or agent.',
    Resolved: 'It is marked as resolved.',
    Reopened: 'It was resolved, and is open again.',
    'Status changed': 'It waits for the customer or for another team, and the like.',
    'SLA breached': 'A response or the resolution is later than your SLA policy allows.',
    'Label or priority changed': 'Somebody labels it, or gives it another priority.',
    'Other changes': 'Any other property changes. There can be many of these.',
    Trouble: 'Another destination has taken nothing for 15 minutes, or takes messages again.',
    'Daily summary': 'Once a day: how many came, were resolved and were late, at the time set below.',
  };

  const PRESETS = [
    {
      preset: 'person',
      label: 'Needs a person',
      sentence: 'Only what somebody has to look after: unattended, late, reopened, let go, and trouble.',
    },
    { preset: 'everything', label: 'Everything', sentence: 'All that happens, the daily summary included.' },
    { preset: 'chosen', label: 'One by one', sentence: 'Choose from the list.' },
  ];

  const OF_PRESET = {
    person: KINDS.filter((kind) => TOLD_BY_DEFAULT.slack.has(kind)),
    everything: KINDS,
  };

  /** The kinds of a preset; one by one, what is chosen now stays. */
  function kindsOf(preset, now) {
    return [...(preset === 'chosen' ? now : OF_PRESET[preset])];
  }

  function presetOf(tell) {
    const isAll = (kinds) => kinds.length === tell.length && kinds.every((kind) => tell.includes(kind));
    if (isAll(OF_PRESET.person)) return 'person';
    return isAll(OF_PRESET.everything) ? 'everything' : 'chosen';
  }

  // -------------------- src/settings-page/tag-field.ts --------------------
  /** A field for lists of names or ids. */

  /** A field that holds several words, each of which can be taken out again. */
  function tagField(look, change) {
    let values = [...look.values];
    const tags = html('ul', { class: 'tags' });
    const listId = `${look.id}-list`;
    const { suggestions = [], placeholder = '' } = look;
    const input = html('input', {
      id: look.id,
      type: 'text',
      autocomplete: 'off',
      dir: 'auto',
      placeholder,
      ...(suggestions.length > 0 && { list: listId }),
    });

    const set = (next) => {
      values = next;
      tags.replaceChildren(...values.map(drawTag));
      change([...values]);
    };
    const drawTag = (value) => {
      const remove = html('button', { type: 'button', 'aria-label': `Take out ${value}` }, ['×']);
      remove.addEventListener('click', () => {
        set(values.filter((one) => one !== value));
        input.focus();
      });
      return html('li', {}, [html('bdi', {}, [value]), remove]);
    };
    const take = () => {
      const typed = input.value.split(/[,\n]/).map((text) => text.trim());
      const isNew = (text, index) => text !== '' && !values.includes(text) && typed.indexOf(text) === index;
      input.value = '';
      set([...values, ...typed.filter(isNew)]);
    };
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ',') {
        event.preventDefault();
        take();
      }
      if (event.key === 'Backspace' && input.value === '') set(values.slice(0, -1));
    });
    // What was typed and not ended with Enter counts as well: nobody loses a filter by going on to the next field.
    input.addEventListener('blur', () => {
      if (input.value.trim() !== '') take();
    });
    tags.replaceChildren(...values.map(drawTag));
    const datalist = html(
      'datalist',
      { id: listId },
      suggestions.map((value) => html('option', { value })),
    );
    const control = html('div', { class: 'tag-field' }, [tags, input, suggestions.length > 0 ? datalist : null]);
    const element = field(look, input);
    input.replaceWith(control);
    control.insertBefore(input, control.lastElementChild === datalist ? datalist : null);
    return element;
  }

  // -------------------- src/settings-page/parts/filters.ts --------------------
  /** Whom a destination hears about: lists of which a conversation must meet each that is not empty. */

  const LOOKS = [
    { filter: 'groups', label: 'Groups', help: 'Names or IDs, as Freshchat has them.', suggestions: [] },
    { filter: 'topics', label: 'Topics', help: 'Names or IDs of channels that customers write in.', suggestions: [] },
    {
      filter: 'sources',
      label: 'Sources',
      help: 'By what way customers write.',
      suggestions: ['WEBCHAT', 'MOBILE', 'WHATSAPP', 'EMAIL', 'FACEBOOK_MESSENGER', 'LINE', 'ABC', 'GBM'],
    },
    {
      filter: 'priorities',
      label: 'Priorities',
      help: 'As agents set them.',
      suggestions: ['Low', 'Medium', 'High', 'Urgent'],
    },
  ];

  function drawFilters(board, destination) {
    const isUsed = Object.values(destination.filters).some((list) => list.length > 0);
    const fields = LOOKS.map(({ filter, label, help, suggestions }) => {
      const id = fieldOf(destination, filter);
      const values = destination.filters[filter];
      return tagField(
        { id, label, help, suggestions, values, placeholder: values.length === 0 ? 'All' : '' },
        (next) => {
          destination.filters[filter] = next;
          changed(board, id);
        },
      );
    });
    return html('details', { class: 'filters', open: isUsed }, [
      html('summary', {}, ['Which conversations it hears about']),
      html('p', { class: 'help' }, [
        'Leave a list empty for all. Press Enter after each entry. ',
        'A conversation counts where every list that is filled in holds it. Trouble and the daily summary are told in any case.',
      ]),
      html('div', { class: 'grid' }, fields),
    ]);
  }

  // -------------------- src/settings-page/parts/hears.ts --------------------
  /** What a destination hears: one of two usual choices, or kind by kind. */

  function drawHears(board, destination) {
    const id = fieldOf(destination, 'tell');
    let preset = presetOf(destination.tell);
    const list = html('div', { class: 'kinds' });
    const choose = (next) => {
      preset = next;
      destination.tell = kindsOf(next, destination.tell);
      changed(board, id);
      drawList();
    };
    const tick = (kind, isOn) => {
      const { tell } = destination;
      destination.tell = KINDS.filter((one) => (one === kind ? isOn : tell.includes(one)));
      changed(board, id);
    };
    const drawList = () => {
      list.hidden = preset !== 'chosen';
      list.replaceChildren(
        ...KINDS.map((kind) =>
          tickField(
            {
              id: `${id}-${kind.replace(/ /g, '-')}`,
              label: kind,
              sentence: sentenceOfKind(kind, board.draft.unattendedMinutes),
              type: 'checkbox',
              isOn: destination.tell.includes(kind),
            },
            (isOn) => {
              tick(kind, isOn);
            },
          ),
        ),
      );
    };
    drawList();
    const presets = PRESETS.map(({ preset: one, label, sentence }) =>
      tickField({ id: `${id}-${one}`, label, sentence, type: 'radio', name: id, isOn: preset === one }, () => {
        choose(one);
      }),
    );
    const element = fieldGroup({ id, label: 'What it hears' }, [html('div', { class: 'presets' }, presets), list]);
    return {
      element,
      refresh: () => {
        const help = list.querySelector(`[id="${id}-Unattended-help"]`);
        if (help !== null) help.textContent = sentenceOfKind('Unattended', board.draft.unattendedMinutes);
      },
    };
  }

  // What the previews show, drawn by the build from docs/examples.json.
  const EXAMPLES = [
    {
      kind: 'Created',
      said: {
        without: {
          text: '💬 New conversation #058a in Your trip by web chat. Nobody has it yet.',
          card: {
            heading: '💬 Conversation #058a in Your trip',
            facts: [
              ['State', 'New'],
              ['With', 'Nobody'],
              ['Began', '2026-11-04 19:25 UTC'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-04 19:25 UTC: It began by web chat. Nobody has it yet.'],
          },
        },
        with: {
          text: '💬 Nadia Okafor started a conversation in Your trip by web chat. Nobody has it yet.',
          card: {
            heading: '💬 Nadia Okafor’s conversation in Your trip',
            facts: [
              ['State', 'New'],
              ['With', 'Nobody'],
              ['Began', '2026-11-04 19:25 UTC'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-04 19:25 UTC: Nadia Okafor started it by web chat. Nobody has it yet.'],
          },
        },
      },
      event: {
        id: 'evt_zGw80n8PX-V-Sp6ABWH0gBXkPCIWUy0K',
        type: 'conversation.created',
        occurred_at: '2026-11-04T19:25:36.019Z',
        sequence: 0,
        account: {
          app_id: '925b84c5-c38a-4b46-a461-409413244cb8',
          region: 'US',
          url: 'https://lumentravel.freshchat.com',
        },
        conversation: {
          id: '058a81fb-2256-4ce4-be95-e29ac7d23a63',
          ref: '#058a',
          status: 'new',
          url: 'https://lumentravel.freshchat.com/a/925b84c5-c38a-4b46-a461-409413244cb8/open/conversation/058a81fb-2256-4ce4-be95-e29ac7d23a63',
          channel: { id: '1c811a7f-6c69-43a3-a501-aab2b88fdbdc', name: 'Your trip' },
          group: null,
          agent: null,
          user: { id: 'b6aca658-955d-4f85-9a9e-566bbb9d9099' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'WEBCHAT',
          created_at: '2026-11-04T19:25:36.019Z',
          assigned_at: null,
          resolved_at: null,
          reopened_at: null,
        },
        actor: { type: 'user', id: 'b6aca658-955d-4f85-9a9e-566bbb9d9099', name: null, cause: null, source: null },
        metrics: {},
      },
    },
    {
      kind: 'Assigned',
      said: {
        without: {
          text: '📥 Lumi sent conversation #058a in Your trip to Disruption desk, 56 s after it began. Nobody has it yet.',
          card: {
            heading: '📥 Conversation #058a in Your trip',
            facts: [
              ['State', 'New'],
              ['With', 'Nobody, waits in Disruption desk'],
              ['Began', '2026-11-04 19:25 UTC'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-04 19:26 UTC: Lumi sent it to Disruption desk, 56 s after it began. Nobody has it yet.'],
          },
        },
        with: {
          text: '📥 Lumi sent Nadia Okafor’s conversation in Your trip to Disruption desk, 56 s after it began. Nobody has it yet.',
          card: {
            heading: '📥 Nadia Okafor’s conversation in Your trip',
            facts: [
              ['State', 'New'],
              ['With', 'Nobody, waits in Disruption desk'],
              ['Began', '2026-11-04 19:25 UTC'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-04 19:26 UTC: Lumi sent it to Disruption desk, 56 s after it began. Nobody has it yet.'],
          },
        },
      },
      event: {
        id: 'evt_23WxOtXP0Yk5pPWAQDmKL2eSwrSF5ot1',
        type: 'conversation.group.assigned',
        occurred_at: '2026-11-04T19:26:32.819Z',
        sequence: 3000,
        account: {
          app_id: '925b84c5-c38a-4b46-a461-409413244cb8',
          region: 'US',
          url: 'https://lumentravel.freshchat.com',
        },
        conversation: {
          id: '058a81fb-2256-4ce4-be95-e29ac7d23a63',
          ref: '#058a',
          status: 'new',
          url: 'https://lumentravel.freshchat.com/a/925b84c5-c38a-4b46-a461-409413244cb8/open/conversation/058a81fb-2256-4ce4-be95-e29ac7d23a63',
          channel: { id: '1c811a7f-6c69-43a3-a501-aab2b88fdbdc', name: 'Your trip' },
          group: { id: '7f3d4873-3469-4fce-a28e-88d734137634', name: 'Disruption desk' },
          agent: null,
          user: { id: 'b6aca658-955d-4f85-9a9e-566bbb9d9099' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'WEBCHAT',
          created_at: '2026-11-04T19:25:36.019Z',
          assigned_at: null,
          resolved_at: null,
          reopened_at: null,
        },
        actor: { type: 'bot', id: '6bf2dfdf-8489-47bd-b0dc-27898fc2dcee', name: 'Lumi', cause: null, source: null },
        change: {
          field: 'assigned_group_id',
          from: null,
          to: '7f3d4873-3469-4fce-a28e-88d734137634',
          to_name: 'Disruption desk',
        },
        metrics: {
          first_agent_assignment_time_chrs: 1,
          first_agent_assignment_time_bhrs: 1,
          first_group_assignment_time_chrs: 57,
          first_group_assignment_time_bhrs: 57,
        },
      },
    },
    {
      kind: 'Reassigned',
      said: {
        without: {
          text: '🔀 Priya Nair moved conversation #ba4c in support@lumentravel.example.org to Corporate accounts, 24 min after it began. It is with Cleo Marchetti in Corporate accounts.',
          card: {
            heading: '🔀 Conversation #ba4c in support@lumentravel.example.org',
            facts: [
              ['State', 'Assigned'],
              ['With', 'Cleo Marchetti in Corporate accounts'],
              ['Began', '2026-11-03 14:12 UTC (24 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: [
              '2026-11-03 14:37 UTC: Priya Nair moved it to Corporate accounts, 24 min after it began. It is with Cleo Marchetti in Corporate accounts.',
            ],
          },
        },
        with: {
          text: '🔀 Priya Nair moved Nadia Okafor’s conversation in support@lumentravel.example.org to Corporate accounts, 24 min after it began. It is with Cleo Marchetti in Corporate accounts.',
          card: {
            heading: '🔀 Nadia Okafor’s conversation in support@lumentravel.example.org',
            facts: [
              ['State', 'Assigned'],
              ['With', 'Cleo Marchetti in Corporate accounts'],
              ['Began', '2026-11-03 14:12 UTC (24 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: [
              '2026-11-03 14:37 UTC: Priya Nair moved it to Corporate accounts, 24 min after it began. It is with Cleo Marchetti in Corporate accounts.',
            ],
          },
        },
      },
      event: {
        id: 'evt_wZLJZnQdNroUWWlyhzAZD1nAkRIuHf5R',
        type: 'conversation.group.reassigned',
        occurred_at: '2026-11-03T14:37:19.500Z',
        sequence: 3000,
        account: {
          app_id: '925b84c5-c38a-4b46-a461-409413244cb8',
          region: 'US',
          url: 'https://lumentravel.freshchat.com',
        },
        conversation: {
          id: 'ba4ca20d-0753-407d-9906-62859d6380cf',
          ref: '#ba4c',
          status: 'assigned',
          url: 'https://lumentravel.freshchat.com/a/925b84c5-c38a-4b46-a461-409413244cb8/open/conversation/ba4ca20d-0753-407d-9906-62859d6380cf',
          channel: { id: '67f60715-fd7f-4656-8cca-d1e5c77100dc', name: 'support@lumentravel.example.org' },
          group: { id: '19fd696f-5f52-4b3a-812b-f6d267d3f962', name: 'Corporate accounts' },
          agent: { id: 'bae3beab-48ce-4ac6-8d89-a5b0ec1d0deb', name: 'Cleo Marchetti' },
          user: { id: '2e80f60e-56c8-46fd-8ada-43e92216169e' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'EMAIL',
          created_at: '2026-11-03T14:12:50.500Z',
          assigned_at: '2026-11-03T14:37:19.500Z',
          resolved_at: null,
          reopened_at: null,
        },
        actor: {
          type: 'agent',
          id: '3959bee2-6685-4b2e-a024-dd1af784de27',
          name: 'Priya Nair',
          cause: null,
          source: null,
        },
        change: {
          field: 'assigned_group_id',
          from: '626be577-9165-4cee-bf0e-f72d3c60e741',
          to: '19fd696f-5f52-4b3a-812b-f6d267d3f962',
          to_name: 'Corporate accounts',
        },
        metrics: {
          first_group_assignment_time_chrs: 4,
          first_group_assignment_time_bhrs: 4,
          first_agent_assignment_time_chrs: 1121,
          first_agent_assignment_time_bhrs: 1121,
          group_reassignment_time_chrs: 1465,
          group_reassignment_time_bhrs: 1465,
          agent_reassignment_time_chrs: 348,
          agent_reassignment_time_bhrs: 348,
        },
      },
    },
    {
      kind: 'Unassigned',
      said: {
        without: {
          text: '📤 Shipwatch took conversation #e1c7 in Orders off First line, 4 min after it began. Nobody has it now.',
          card: {
            heading: '📤 Conversation #e1c7 in Orders',
            facts: [
              ['State', 'New'],
              ['With', 'Nobody'],
              ['Began', '2026-11-12 10:02 UTC (4 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-12 10:06 UTC: Shipwatch took it off First line, 4 min after it began. Nobody has it now.'],
          },
        },
        with: {
          text: '📤 Shipwatch took Nadia Okafor’s conversation in Orders off First line, 4 min after it began. Nobody has it now.',
          card: {
            heading: '📤 Nadia Okafor’s conversation in Orders',
            facts: [
              ['State', 'New'],
              ['With', 'Nobody'],
              ['Began', '2026-11-12 10:02 UTC (4 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-12 10:06 UTC: Shipwatch took it off First line, 4 min after it began. Nobody has it now.'],
          },
        },
      },
      event: {
        id: 'evt_7R84P_bDBmhUNnWzo4iom0tKqK9Yn1LT',
        type: 'conversation.group.unassigned',
        occurred_at: '2026-11-12T10:06:33.480Z',
        sequence: 2000,
        account: {
          app_id: 'e729c7d7-a0e6-4493-b7c8-c51473fb2bd6',
          region: 'EU',
          url: 'https://harbourpine.freshchat.com',
        },
        conversation: {
          id: 'e1c77a52-90b3-4d0e-9c4c-5d3f2f7f3a10',
          ref: '#e1c7',
          status: 'new',
          url: 'https://harbourpine.freshchat.com/a/e729c7d7-a0e6-4493-b7c8-c51473fb2bd6/open/conversation/e1c77a52-90b3-4d0e-9c4c-5d3f2f7f3a10',
          channel: { id: '63bb99d7-4015-4601-9cf6-7f7669d2a517', name: 'Orders' },
          group: null,
          agent: null,
          user: { id: '3c0c5e0a-2b0a-4b7e-8a55-0a3f7d2c9e11' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'WEBCHAT',
          created_at: '2026-11-12T10:02:11.480Z',
          assigned_at: '2026-11-12T10:05:21.480Z',
          resolved_at: null,
          reopened_at: null,
        },
        actor: {
          type: 'agent',
          id: '9b0f6a2e-1f0d-4f6f-8a63-3f1f5f0c7d21',
          name: 'Shipwatch',
          cause: null,
          source: 'API',
        },
        change: {
          field: 'assigned_group_id',
          from: '0c2297db-2936-4e6e-9421-662d9d4f8001',
          to: null,
          from_name: 'First line',
        },
        metrics: {
          first_group_assignment_time_chrs: 2,
          first_group_assignment_time_bhrs: 2,
          first_agent_assignment_time_chrs: 190,
          first_agent_assignment_time_bhrs: 190,
          first_response_time_chrs: 260,
          first_response_time_bhrs: 260,
          wait_time_chrs: 260,
          wait_time_bhrs: 260,
        },
      },
    },
    {
      kind: 'Resolved',
      said: {
        without: {
          text: '✅ Cleo Marchetti of Disruption desk resolved conversation #058a in Your trip. It took 11 min, with a first response after 4 min.',
          card: {
            heading: '✅ Conversation #058a in Your trip',
            facts: [
              ['State', 'Resolved'],
              ['With', 'Cleo Marchetti in Disruption desk'],
              ['Began', '2026-11-04 19:25 UTC (took 11 min)'],
              ['Priority', 'Low'],
            ],
            foot: [
              '2026-11-04 19:37 UTC: Cleo Marchetti of Disruption desk resolved it. It took 11 min, with a first response after 4 min.',
            ],
          },
        },
        with: {
          text: '✅ Cleo Marchetti of Disruption desk resolved Nadia Okafor’s conversation in Your trip. It took 11 min, with a first response after 4 min.',
          card: {
            heading: '✅ Nadia Okafor’s conversation in Your trip',
            facts: [
              ['State', 'Resolved'],
              ['With', 'Cleo Marchetti in Disruption desk'],
              ['Began', '2026-11-04 19:25 UTC (took 11 min)'],
              ['Priority', 'Low'],
            ],
            foot: [
              '2026-11-04 19:37 UTC: Cleo Marchetti of Disruption desk resolved it. It took 11 min, with a first response after 4 min.',
            ],
          },
        },
      },
      event: {
        id: 'evt_-VV2VNY2Rcj9j676wuuhXckdz37ACDbv',
        type: 'conversation.resolved',
        occurred_at: '2026-11-04T19:37:22.819Z',
        sequence: 12000,
        account: {
          app_id: '925b84c5-c38a-4b46-a461-409413244cb8',
          region: 'US',
          url: 'https://lumentravel.freshchat.com',
        },
        conversation: {
          id: '058a81fb-2256-4ce4-be95-e29ac7d23a63',
          ref: '#058a',
          status: 'resolved',
          url: 'https://lumentravel.freshchat.com/a/925b84c5-c38a-4b46-a461-409413244cb8/open/conversation/058a81fb-2256-4ce4-be95-e29ac7d23a63',
          channel: { id: '1c811a7f-6c69-43a3-a501-aab2b88fdbdc', name: 'Your trip' },
          group: { id: '7f3d4873-3469-4fce-a28e-88d734137634', name: 'Disruption desk' },
          agent: { id: 'bae3beab-48ce-4ac6-8d89-a5b0ec1d0deb', name: 'Cleo Marchetti' },
          user: { id: 'b6aca658-955d-4f85-9a9e-566bbb9d9099' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'WEBCHAT',
          created_at: '2026-11-04T19:25:36.019Z',
          assigned_at: '2026-11-04T19:28:10.819Z',
          resolved_at: '2026-11-04T19:37:22.819Z',
          reopened_at: null,
        },
        actor: {
          type: 'agent',
          id: 'bae3beab-48ce-4ac6-8d89-a5b0ec1d0deb',
          name: 'Cleo Marchetti',
          cause: null,
          source: null,
        },
        change: { field: 'status', from: 'assigned', to: 'resolved' },
        metrics: {
          first_agent_assignment_time_chrs: 1,
          first_agent_assignment_time_bhrs: 1,
          first_group_assignment_time_chrs: 57,
          first_group_assignment_time_bhrs: 57,
          first_response_time_chrs: 275,
          first_response_time_bhrs: 275,
          wait_time_chrs: 275,
          wait_time_bhrs: 275,
          resolution_time_chrs: 707,
          resolution_time_bhrs: 707,
        },
      },
    },
    {
      kind: 'Reopened',
      said: {
        without: {
          text: '🔁 The customer wrote again and reopened conversation #77ab in Family 👩‍👩‍👧 & 🏴󠁧󠁢󠁳󠁣󠁴󠁿, 59 min after it was resolved. It is with ශ්‍රී Perera in ⁨پشتیبانی می‌روم⁩.',
          card: {
            heading: '🔁 Conversation #77ab in Family 👩‍👩‍👧 &amp; 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
            facts: [
              ['State', 'Reopened'],
              ['With', 'ශ්‍රී Perera in ⁨پشتیبانی می‌روم⁩'],
              ['Began', '2026-11-17 06:30 UTC (1 h 30 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: [
              '2026-11-17 08:00 UTC: The customer wrote again and reopened it, 59 min after it was resolved. It is with ශ්‍රී Perera in ⁨پشتیبانی می‌روم⁩.',
            ],
          },
        },
        with: {
          text: '🔁 Nadia Okafor wrote again and reopened the conversation in Family 👩‍👩‍👧 & 🏴󠁧󠁢󠁳󠁣󠁴󠁿, 59 min after it was resolved. It is with ශ්‍රී Perera in ⁨پشتیبانی می‌روم⁩.',
          card: {
            heading: '🔁 Nadia Okafor’s conversation in Family 👩‍👩‍👧 &amp; 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
            facts: [
              ['State', 'Reopened'],
              ['With', 'ශ්‍රී Perera in ⁨پشتیبانی می‌روم⁩'],
              ['Began', '2026-11-17 06:30 UTC (1 h 30 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: [
              '2026-11-17 08:00 UTC: Nadia Okafor wrote again and reopened it, 59 min after it was resolved. It is with ශ්‍රී Perera in ⁨پشتیبانی می‌روم⁩.',
            ],
          },
        },
      },
      event: {
        id: 'evt_c7cVxVTaJqpX3Lsb8lQhtYOj_RpgVG-J',
        type: 'conversation.reopened',
        occurred_at: '2026-11-17T08:00:12.000Z',
        sequence: 1000,
        account: {
          app_id: '925b84c5-c38a-4b46-a461-409413244cb8',
          region: 'IND',
          url: 'https://lumentravel.freshchat.com',
        },
        conversation: {
          id: '77ab41d0-2e0f-4a57-9d2e-1f6f0a9b8c7d',
          ref: '#77ab',
          status: 'reopen',
          url: 'https://lumentravel.freshchat.com/a/925b84c5-c38a-4b46-a461-409413244cb8/open/conversation/77ab41d0-2e0f-4a57-9d2e-1f6f0a9b8c7d',
          channel: { id: '0a7d5b0c-95b0-4a1e-8a43-6b0b5a4f9c01', name: 'Family 👩‍👩‍👧 & 🏴󠁧󠁢󠁳󠁣󠁴󠁿' },
          group: { id: '5d2f6e0b-0d7a-4b4e-9e0f-7c1e2a3b4c5d', name: 'پشتیبانی می‌روم' },
          agent: { id: 'c1a2b3c4-0d0e-4f10-8a11-1213141516aa', name: 'ශ්‍රී Perera' },
          user: { id: 'b0b1b2b3-c4c5-4d6d-8e7e-f8f9fafbfcfd' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'TELEGRAM_BOT',
          created_at: '2026-11-17T06:30:12.000Z',
          assigned_at: '2026-11-17T06:34:12.000Z',
          resolved_at: '2026-11-17T07:01:12.000Z',
          reopened_at: '2026-11-17T08:00:12.000Z',
        },
        actor: {
          type: 'system',
          id: '1eee2dbc-3cac-4c91-acff-a02ba5be1a40',
          name: null,
          cause: 'user_message',
          source: null,
        },
        change: { field: 'status', from: 'resolved', to: 'reopen' },
        metrics: {
          first_group_assignment_time_chrs: 2,
          first_group_assignment_time_bhrs: 2,
          first_agent_assignment_time_chrs: 240,
          first_agent_assignment_time_bhrs: 240,
          first_response_time_chrs: 300,
          first_response_time_bhrs: 300,
          wait_time_chrs: 300,
          wait_time_bhrs: 300,
          resolution_time_chrs: 1860,
          resolution_time_bhrs: 1860,
        },
      },
    },
    {
      kind: 'Status changed',
      said: {
        without: {
          text: '🔵 Cleo Marchetti of Corporate accounts set conversation #ba4c in support@lumentravel.example.org to “waiting on customer”.',
          card: {
            heading: '🔵 Conversation #ba4c in support@lumentravel.example.org',
            facts: [
              ['State', 'Waiting on customer'],
              ['With', 'Cleo Marchetti in Corporate accounts'],
              ['Began', '2026-11-03 14:12 UTC (1 h 26 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-03 15:39 UTC: Cleo Marchetti of Corporate accounts set it to “waiting on customer”.'],
          },
        },
        with: {
          text: '🔵 Cleo Marchetti of Corporate accounts set Nadia Okafor’s conversation in support@lumentravel.example.org to “waiting on customer”.',
          card: {
            heading: '🔵 Nadia Okafor’s conversation in support@lumentravel.example.org',
            facts: [
              ['State', 'Waiting on customer'],
              ['With', 'Cleo Marchetti in Corporate accounts'],
              ['Began', '2026-11-03 14:12 UTC (1 h 26 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-03 15:39 UTC: Cleo Marchetti of Corporate accounts set it to “waiting on customer”.'],
          },
        },
      },
      event: {
        id: 'evt_5mfD7c2kiBauqgkQWAxQSLtiX_O2kgvr',
        type: 'conversation.status.changed',
        occurred_at: '2026-11-03T15:39:29.500Z',
        sequence: 6000,
        account: {
          app_id: '925b84c5-c38a-4b46-a461-409413244cb8',
          region: 'US',
          url: 'https://lumentravel.freshchat.com',
        },
        conversation: {
          id: 'ba4ca20d-0753-407d-9906-62859d6380cf',
          ref: '#ba4c',
          status: 'waiting on customer',
          url: 'https://lumentravel.freshchat.com/a/925b84c5-c38a-4b46-a461-409413244cb8/open/conversation/ba4ca20d-0753-407d-9906-62859d6380cf',
          channel: { id: '67f60715-fd7f-4656-8cca-d1e5c77100dc', name: 'support@lumentravel.example.org' },
          group: { id: '19fd696f-5f52-4b3a-812b-f6d267d3f962', name: 'Corporate accounts' },
          agent: { id: 'bae3beab-48ce-4ac6-8d89-a5b0ec1d0deb', name: 'Cleo Marchetti' },
          user: { id: '2e80f60e-56c8-46fd-8ada-43e92216169e' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'EMAIL',
          created_at: '2026-11-03T14:12:50.500Z',
          assigned_at: '2026-11-03T14:37:19.500Z',
          resolved_at: null,
          reopened_at: null,
        },
        actor: {
          type: 'agent',
          id: 'bae3beab-48ce-4ac6-8d89-a5b0ec1d0deb',
          name: 'Cleo Marchetti',
          cause: null,
          source: null,
        },
        change: { field: 'status', from: 'assigned', to: 'waiting on customer' },
        metrics: {
          first_group_assignment_time_chrs: 4,
          first_group_assignment_time_bhrs: 4,
          first_agent_assignment_time_chrs: 1121,
          first_agent_assignment_time_bhrs: 1121,
          group_reassignment_time_chrs: 1465,
          group_reassignment_time_bhrs: 1465,
          agent_reassignment_time_chrs: 348,
          agent_reassignment_time_bhrs: 348,
          first_response_time_chrs: 5189,
          first_response_time_bhrs: 5189,
          wait_time_chrs: 5189,
          wait_time_bhrs: 5189,
        },
      },
    },
    {
      kind: 'SLA breached',
      said: {
        without: {
          text: '🚨 Conversation #6f0d in Power and outages missed its next response SLA under “Premium”, 55 min after it began. It is with Hana Kealoha in Outages.',
          card: {
            heading: '🚨 Conversation #6f0d in Power and outages',
            facts: [
              ['State', 'Assigned'],
              ['With', 'Hana Kealoha in Outages'],
              ['Began', '2026-11-16 01:10 UTC (55 min so far)'],
              ['Priority', 'Medium'],
            ],
            foot: [
              '2026-11-16 02:05 UTC: It missed its next response SLA under “Premium”, 55 min after it began. It is with Hana Kealoha in Outages.',
            ],
          },
        },
        with: {
          text: '🚨 Nadia Okafor’s conversation in Power and outages missed its next response SLA under “Premium”, 55 min after it began. It is with Hana Kealoha in Outages.',
          card: {
            heading: '🚨 Nadia Okafor’s conversation in Power and outages',
            facts: [
              ['State', 'Assigned'],
              ['With', 'Hana Kealoha in Outages'],
              ['Began', '2026-11-16 01:10 UTC (55 min so far)'],
              ['Priority', 'Medium'],
            ],
            foot: [
              '2026-11-16 02:05 UTC: It missed its next response SLA under “Premium”, 55 min after it began. It is with Hana Kealoha in Outages.',
            ],
          },
        },
      },
      event: {
        id: 'evt_VIavqvJQaRy4sMvxc8QNHHGTN91BXznC',
        type: 'conversation.sla.breached',
        occurred_at: '2026-11-16T02:05:00.250Z',
        sequence: 11000,
        account: {
          app_id: '2abee1bb-1148-44d3-85c0-3fb19350a47e',
          region: 'AUS',
          url: 'https://tidewaterenergy.myfreshworks.com',
        },
        conversation: {
          id: '6f0d2c9b-3d75-4a0f-b0a2-8b5f0e6f1c44',
          ref: '#6f0d',
          status: 'assigned',
          url: 'https://tidewaterenergy.myfreshworks.com/crm/messaging/a/2abee1bb-1148-44d3-85c0-3fb19350a47e/inbox/open/0/conversation/1996894455228299310',
          channel: { id: '1503605815775380748', name: 'Power and outages' },
          group: { id: '1478843631892631543', name: 'Outages' },
          agent: { id: '1404179779649553139', name: 'Hana Kealoha' },
          user: { id: '1573801537473379955' },
          labels: { category: 'Meter', subcategory: null },
          priority: 'Medium',
          source: 'WEBCHAT',
          created_at: '2026-11-16T01:10:00.250Z',
          assigned_at: '2026-11-16T01:10:48.250Z',
          resolved_at: null,
          reopened_at: null,
        },
        actor: { type: 'system', id: '1eee2dbc-3cac-4c91-acff-a02ba5be1a40', name: null, cause: null, source: null },
        change: { field: 'sla_breach', from: false, to: true },
        sla: 'next response',
        policy: 'Premium',
        metrics: {
          first_group_assignment_time_chrs: 2,
          first_group_assignment_time_bhrs: 2,
          first_agent_assignment_time_chrs: 48,
          first_agent_assignment_time_bhrs: 48,
          first_response_time_chrs: 95,
          first_response_time_bhrs: 95,
          wait_time_chrs: 95,
          wait_time_bhrs: 95,
        },
      },
    },
    {
      kind: 'Label or priority changed',
      said: {
        without: {
          text: '🏷️ Mei Lin of Billing (Tier 1) labelled conversation #51bb in Payments “Billing question”.',
          card: {
            heading: '🏷️ Conversation #51bb in Payments',
            facts: [
              ['State', 'Assigned'],
              ['With', 'Mei Lin in Billing (Tier 1)'],
              ['Began', '2026-11-11 14:03 UTC (7 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-11 14:11 UTC: Mei Lin of Billing (Tier 1) labelled it “Billing question”.'],
          },
        },
        with: {
          text: '🏷️ Mei Lin of Billing (Tier 1) labelled Nadia Okafor’s conversation in Payments “Billing question”.',
          card: {
            heading: '🏷️ Nadia Okafor’s conversation in Payments',
            facts: [
              ['State', 'Assigned'],
              ['With', 'Mei Lin in Billing (Tier 1)'],
              ['Began', '2026-11-11 14:03 UTC (7 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-11 14:11 UTC: Mei Lin of Billing (Tier 1) labelled it “Billing question”.'],
          },
        },
      },
      event: {
        id: 'evt_RUAZG3q7YQThRe8Berbeg7unSKNH6Cpj',
        type: 'conversation.label.changed',
        occurred_at: '2026-11-11T14:11:11.731Z',
        sequence: 7000,
        account: {
          app_id: 'e729c7d7-a0e6-4493-b7c8-c51473fb2bd6',
          region: 'EU',
          url: 'https://harbourpine.freshchat.com',
        },
        conversation: {
          id: '51bbf892-4745-49ad-9b37-817a9495d413',
          ref: '#51bb',
          status: 'assigned',
          url: 'https://harbourpine.freshchat.com/a/e729c7d7-a0e6-4493-b7c8-c51473fb2bd6/open/conversation/51bbf892-4745-49ad-9b37-817a9495d413',
          channel: { id: 'e875d187-e183-4853-81a1-84ed3569856b', name: 'Payments' },
          group: { id: '97b60527-2ace-4985-bb09-b2193a68240e', name: 'Billing (Tier 1)' },
          agent: { id: '06e985ab-8749-42b1-848c-584907a2dca1', name: 'Mei Lin' },
          user: { id: 'e78300e0-46b6-43fc-bc0e-e400e2233270' },
          labels: { category: 'Billing question', subcategory: null },
          priority: 'Low',
          source: 'WEBCHAT',
          created_at: '2026-11-11T14:03:27.731Z',
          assigned_at: '2026-11-11T14:08:30.731Z',
          resolved_at: null,
          reopened_at: null,
        },
        actor: {
          type: 'agent',
          id: '06e985ab-8749-42b1-848c-584907a2dca1',
          name: 'Mei Lin',
          cause: null,
          source: null,
        },
        change: {
          field: 'label',
          from: { category: null, subcategory: null },
          to: { category: 'b058d207-35ac-421e-acf5-b388ce6d8fa4', subcategory: null },
        },
        metrics: {
          first_group_assignment_time_chrs: 1,
          first_group_assignment_time_bhrs: 1,
          first_agent_assignment_time_chrs: 303,
          first_agent_assignment_time_bhrs: 303,
        },
      },
    },
    {
      kind: 'Other changes',
      said: {
        without: {
          text: '✏️ Asha Raman of First line turned “do not auto resolve” on for conversation #e779 in Orders.',
          card: {
            heading: '✏️ Conversation #e779 in Orders',
            facts: [
              ['State', 'Assigned'],
              ['With', 'Asha Raman in First line'],
              ['Began', '2026-11-12 09:41 UTC (5 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-12 09:46 UTC: Asha Raman of First line turned “do not auto resolve” on.'],
          },
        },
        with: {
          text: '✏️ Asha Raman of First line turned “do not auto resolve” on for Nadia Okafor’s conversation in Orders.',
          card: {
            heading: '✏️ Nadia Okafor’s conversation in Orders',
            facts: [
              ['State', 'Assigned'],
              ['With', 'Asha Raman in First line'],
              ['Began', '2026-11-12 09:41 UTC (5 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-12 09:46 UTC: Asha Raman of First line turned “do not auto resolve” on.'],
          },
        },
      },
      event: {
        id: 'evt_RQwI03nbmO8pRNdUcWxGQxqDE8AGUaZz',
        type: 'conversation.changed',
        occurred_at: '2026-11-12T09:46:23.590Z',
        sequence: 9000,
        account: {
          app_id: 'e729c7d7-a0e6-4493-b7c8-c51473fb2bd6',
          region: 'EU',
          url: 'https://harbourpine.freshchat.com',
        },
        conversation: {
          id: 'e7794bc7-288f-48ea-816c-5221824b2e55',
          ref: '#e779',
          status: 'assigned',
          url: 'https://harbourpine.freshchat.com/a/e729c7d7-a0e6-4493-b7c8-c51473fb2bd6/open/conversation/e7794bc7-288f-48ea-816c-5221824b2e55',
          channel: { id: '63bb99d7-4015-4601-9cf6-7f7669d2a517', name: 'Orders' },
          group: { id: '0c2297db-2936-4e6e-9421-662d9d4f8001', name: 'First line' },
          agent: { id: '079c662a-49ef-4ec1-b1ce-77849d8452ea', name: 'Asha Raman' },
          user: { id: 'aa19f9c8-1b10-4b8f-85cb-f950c17387dd' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'WEBCHAT',
          created_at: '2026-11-12T09:41:03.590Z',
          assigned_at: '2026-11-12T09:45:21.590Z',
          resolved_at: null,
          reopened_at: null,
        },
        actor: {
          type: 'agent',
          id: '079c662a-49ef-4ec1-b1ce-77849d8452ea',
          name: 'Asha Raman',
          cause: null,
          source: null,
        },
        change: { field: 'do_not_auto_resolve', from: false, to: true },
        metrics: {
          first_group_assignment_time_chrs: 1,
          first_group_assignment_time_bhrs: 1,
          first_agent_assignment_time_chrs: 258,
          first_agent_assignment_time_bhrs: 258,
        },
      },
    },
    {
      kind: 'Unattended',
      said: {
        without: {
          text: '⏰ Nobody has picked up conversation #ba4c in support@lumentravel.example.org for 15 min. It waits in Bookings.',
          card: {
            heading: '⏰ Conversation #ba4c in support@lumentravel.example.org',
            facts: [
              ['State', 'New'],
              ['With', 'Nobody, waits in Bookings'],
              ['Began', '2026-11-03 14:12 UTC (15 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-03 14:27 UTC: Nobody has picked it up for 15 min. It waits in Bookings.'],
          },
        },
        with: {
          text: '⏰ Nobody has picked up Nadia Okafor’s conversation in support@lumentravel.example.org for 15 min. It waits in Bookings.',
          card: {
            heading: '⏰ Nadia Okafor’s conversation in support@lumentravel.example.org',
            facts: [
              ['State', 'New'],
              ['With', 'Nobody, waits in Bookings'],
              ['Began', '2026-11-03 14:12 UTC (15 min so far)'],
              ['Priority', 'Low'],
            ],
            foot: ['2026-11-03 14:27 UTC: Nobody has picked it up for 15 min. It waits in Bookings.'],
          },
        },
      },
      event: {
        id: 'evt_plAGF5yEk-ThnTTZuBhrYzMiQ7VTGOLh',
        type: 'conversation.unattended',
        occurred_at: '2026-11-03T14:27:50.500Z',
        sequence: 10000,
        account: {
          app_id: '925b84c5-c38a-4b46-a461-409413244cb8',
          region: 'US',
          url: 'https://lumentravel.freshchat.com',
        },
        conversation: {
          id: 'ba4ca20d-0753-407d-9906-62859d6380cf',
          ref: '#ba4c',
          status: 'new',
          url: 'https://lumentravel.freshchat.com/a/925b84c5-c38a-4b46-a461-409413244cb8/open/conversation/ba4ca20d-0753-407d-9906-62859d6380cf',
          channel: { id: '67f60715-fd7f-4656-8cca-d1e5c77100dc', name: 'support@lumentravel.example.org' },
          group: { id: '626be577-9165-4cee-bf0e-f72d3c60e741', name: 'Bookings' },
          agent: null,
          user: { id: '2e80f60e-56c8-46fd-8ada-43e92216169e' },
          labels: { category: null, subcategory: null },
          priority: 'Low',
          source: 'EMAIL',
          created_at: '2026-11-03T14:12:50.500Z',
          assigned_at: null,
          resolved_at: null,
          reopened_at: null,
        },
        actor: { type: null, id: null, name: null, cause: null, source: null },
        metrics: {},
        unattended_seconds: 900,
      },
    },
    {
      kind: 'Trouble',
      said: {
        without: {
          text: '⚠️ The webhook “Customer records” has taken nothing since 2026-11-04 13:29 UTC: the receiver failed (503). 2 updates wait for it and will be delivered once it answers.',
        },
        with: {
          text: '⚠️ The webhook “Customer records” has taken nothing since 2026-11-04 13:29 UTC: the receiver failed (503). 2 updates wait for it and will be delivered once it answers.',
        },
      },
      event: {
        id: 'evt_kYI05gMU0-OOkTY2RZvnku8SfgjIk57q',
        type: 'relay.trouble',
        occurred_at: '2026-11-04T13:45:44.804Z',
        sequence: 0,
        destination: { id: 'records', name: 'Customer records', kind: 'webhook' },
        since: '2026-11-04T13:29:28.804Z',
        waiting: 2,
        reason: 'the receiver failed (503)',
      },
    },
    {
      kind: 'Daily summary',
      said: {
        without: {
          card: {
            heading: '📊 Thursday 5 November',
            facts: [
              ['Started', '0 (1)'],
              ['Resolved', '2 (1)'],
              ['Reopened', '2 (0)'],
              ['SLAs missed', '0 (0)'],
              ['Left unattended', '0 (0)'],
              ['First response', '11 min (11 min)'],
              ['Resolution', '21 h 57 min (58 min)'],
            ],
            foot: [
              'Delivery: 2 resolved · 2 reopened · first response 11 min · resolution 21 h 57 min',
              'In parentheses: the day before. Times are medians.',
            ],
          },
        },
        with: {
          card: {
            heading: '📊 Thursday 5 November',
            facts: [
              ['Started', '0 (1)'],
              ['Resolved', '2 (1)'],
              ['Reopened', '2 (0)'],
              ['SLAs missed', '0 (0)'],
              ['Left unattended', '0 (0)'],
              ['First response', '11 min (11 min)'],
              ['Resolution', '21 h 57 min (58 min)'],
            ],
            foot: [
              'Delivery: 2 resolved · 2 reopened · first response 11 min · resolution 21 h 57 min',
              'In parentheses: the day before. Times are medians.',
            ],
          },
        },
      },
      event: {
        id: 'evt_tBRhw3S0cvevKRbNuCc89uJNuTM0K-20',
        type: 'relay.summary',
        occurred_at: '2026-11-05T17:00:00.000Z',
        sequence: 0,
        day: '2026-11-05',
        time_zone: 'Europe/Berlin',
        total: {
          created: 0,
          resolved: 2,
          reopened: 2,
          sla_breaches: 0,
          unattended: 0,
          first_response_seconds: 695.2,
          resolution_seconds: 79064.7,
        },
        day_before: {
          created: 1,
          resolved: 1,
          reopened: 0,
          sla_breaches: 0,
          unattended: 0,
          first_response_seconds: 695.2,
          resolution_seconds: 3499.4,
        },
        groups: [
          {
            id: 'a6f13f47-50e0-484b-9788-f5f101432b7a',
            name: 'Delivery',
            total: {
              created: 0,
              resolved: 2,
              reopened: 2,
              sla_breaches: 0,
              unattended: 0,
              first_response_seconds: 695.2,
              resolution_seconds: 79064.7,
            },
            day_before: {
              created: 0,
              resolved: 1,
              reopened: 0,
              sla_breaches: 0,
              unattended: 0,
              first_response_seconds: 695.2,
              resolution_seconds: 3499.4,
            },
          },
        ],
      },
    },
  ];
  const CUSTOMER = { name: 'Nadia Okafor', email: 'nadia.okafor@example.com', phone: '+1 555 0100' };
  const FIRST_MESSAGE = 'Hello, where is my order?';

  // -------------------- src/settings-page/parts/preview.ts --------------------
  /** What messages of the kinds that a destination hears will look like, before anything is saved. */

  function drawPreview(board, destination) {
    const place = html('div', { class: 'preview' });
    let shown = '';
    const draw = () => {
      const which = board.draft.personalData ? 'with' : 'without';
      const heard = EXAMPLES.filter(({ kind }) => destination.tell.some((one) => one === kind));
      const { style, mention } = destination;
      const key = JSON.stringify([which, shown, style, mention, heard.map(({ kind }) => kind)]);
      if (place.dataset['key'] === key) return;
      place.dataset['key'] = key;
      if (heard.length === 0) redraw(place, [html('p', { class: 'help' }, ['It hears nothing yet.'])]);
      else redraw(place, destination.kind === 'webhook' ? webhookPreview(heard, which) : channelPreview(heard, which));
    };
    const webhookPreview = (heard, which) => {
      const example = heard.find(({ kind }) => kind === shown) ?? heard[0];
      if (example === undefined) return [];
      const options = heard.map(({ kind }) => ({ value: kind, label: kind }));
      const id = fieldOf(destination, 'preview');
      return [
        selectField({ id, label: 'Kind', value: example.kind, options }, (kind) => {
          shown = kind;
          draw();
        }),
        html('pre', { tabindex: '0', role: 'region', 'aria-label': `Example of ${example.kind}` }, [
          bodyOf(example.event, which),
        ]),
      ];
    };
    const channelPreview = (heard, which) => {
      const help = destination.kind === 'slack' ? ABOUT_STYLE[destination.style] : '';
      const messages = heard.map((example) =>
        drawMessage(destination, example, which, isReply(destination, example, heard)),
      );
      return [
        help === '' ? null : html('p', { class: 'help' }, [help]),
        html('ul', { class: 'messages', 'aria-label': 'Examples of messages' }, messages),
      ];
    };
    const element = html('details', { class: 'filters' }, [html('summary', {}, ['What it will look like']), place]);
    draw();
    return { element, refresh: draw };
  }

  /** A delivery as it is posted. */
  function bodyOf(event, which) {
    const told = which === 'with' ? withPersonalData(event) : event;
    return JSON.stringify(
      { type: 'conversation.events', timestamp: event.occurred_at, data: { events: [told] } },
      null,
      2,
    );
  }

  function withPersonalData(event) {
    const { conversation, type } = event;
    if (conversation === undefined) return event;
    return {
      ...event,
      conversation: { ...conversation, user: conversation.user && { ...conversation.user, ...CUSTOMER } },
      ...(type === 'conversation.created' && { first_message: FIRST_MESSAGE }),
    };
  }

  const ABOUT_STYLE = {
    each: '',
    thread:
      'The first message on a conversation stands in the channel, and what follows beneath it, as replies. ' +
      'A missed SLA and a reopening are shown in the channel as well.',
    card: 'Each conversation has one message, which changes as it does. It looks like this after each of these.',
  };

  /** In a thread, whatever is said of a conversation after the first message. */
  function isReply({ kind, style }, { event }, heard) {
    const first = heard.find((one) => one.event.conversation !== undefined);
    return kind === 'slack' && style === 'thread' && event.conversation !== undefined && event !== first?.event;
  }

  function drawMessage(destination, example, which, reply) {
    const mention = mentionIn(destination, example);
    return html('li', reply ? { class: 'reply' } : {}, [
      html('span', { class: 'pill' }, [example.kind]),
      mention === '' ? null : html('p', {}, [html('strong', {}, [mention])]),
      ...drawSaid(destination, example.said[which]),
    ]);
  }

  function drawSaid({ kind, style }, { text, card }) {
    const isCard = (kind === 'slack' && style === 'card') || text === undefined;
    return isCard && card !== undefined ? drawLook(card) : [html('p', { dir: 'auto' }, [text ?? ''])];
  }

  function drawLook({ heading, facts, foot }) {
    return [
      html('p', { dir: 'auto' }, [html('strong', {}, [heading])]),
      html(
        'dl',
        { class: 'facts' },
        facts.map(([label = '', value = '']) => html('div', {}, [html('dt', {}, [label]), html('dd', {}, [value])])),
      ),
      ...foot.map((line) => html('p', { class: 'help', dir: 'auto' }, [line])),
    ];
  }

  /** Only what somebody has to look after at once calls anybody. */
  function mentionIn({ kind, mention }, example) {
    const isUrgent = example.kind === 'Unattended' || example.kind === 'SLA breached';
    const called = kind === 'slack' && isUrgent ? readableMention(mention.trim()) : null;
    return called === null ? '' : `@${called}`;
  }

  // -------------------- src/settings-page/server.ts --------------------
  /** What the page asks of the app's own server functions, and how it says that a call failed. */

  /** The platform's own script declares it, before this one runs. */

  /** Calls a function of server/server.js. Rejects with an Error whose message is a sentence for an admin. */
  async function call(name, data = {}) {
    try {
      const client = await app.initialized();
      const { response } = await client.request.invoke(name, data);
      const answer = typeof response === 'string' ? JSON.parse(response) : response;
      return isObject(answer) ? answer : {};
    } catch (error) {
      throw new Error(sentenceOfFailure(error), { cause: error });
    }
  }

  /** The platform rejects with `{ status, message }`, by way of an Error or as a plain object. */
  function sentenceOfFailure(error) {
    const status = isObject(error) ? own(error, 'status') : undefined;
    if (status === 429) return 'The app is asked too often just now. Wait a minute, then try again.';
    if (status === 504) return 'The app took too long to answer. Try again.';
    const message = isObject(error) ? own(error, 'message') : undefined;
    return typeof message === 'string' && message !== ''
      ? `The app could not answer: ${message}`
      : 'The app could not be reached. Check your connection, then try again.';
  }

  /** Sends a real test message, by the code that delivers. */
  async function testDestination(destination, secret, personalData) {
    const answer = await call('testDestination', {
      destination,
      secret,
      personal_data: personalData ? 'Include' : 'Leave out',
    });
    return answerOf(answer);
  }

  function answerOf(answer) {
    const message = own(answer, 'message');
    const ok = own(answer, 'ok') === true;
    return {
      ok,
      message: typeof message === 'string' && message !== '' ? message : ok ? 'It worked.' : 'It did not work.',
    };
  }

  /** The channels that a Slack token can list. Rejects with a sentence where it cannot. */
  async function slackChannels(secret) {
    const answer = await call('listSlackChannels', { secret });
    if (own(answer, 'ok') === false) throw new Error(answerOf(answer).message);
    const channels = own(answer, 'channels');
    return (isList(channels) ? channels : []).filter(isObject).map((channel) => ({
      id: String(own(channel, 'id')),
      name: String(own(channel, 'name')),
    }));
  }

  async function destinationStates() {
    const states = own(await call('status'), 'destinations');
    return (isList(states) ? states : []).filter(isObject).map((entry) => ({
      id: String(own(entry, 'id')),
      name: String(own(entry, 'name')),
      kind: String(own(entry, 'kind')),
      state: stateIn(own(entry, 'state')),
      since: own(entry, 'since'),
      reason: typeof entry['reason'] === 'string' ? entry['reason'] : '',
      waiting: Number(own(entry, 'waiting') ?? 0),
      next: own(entry, 'next'),
    }));
  }

  function stateIn(value) {
    return value === 'failing' || value === 'off' ? value : 'working';
  }

  async function retryNow(id) {
    return answerOf(await call('retryNow', { id }));
  }

  /** Tells the app what is about to be saved, secrets aside: no event of the platform does, and the daily summary has a schedule. */
  async function settingsSaved(settings) {
    await call('settingsSaved', { settings });
  }

  // -------------------- src/settings-page/parts/secret-input.ts --------------------
  /** A secret that comes from elsewhere: pasted once, then kept and not shown, until it is replaced. */

  /** `secretOf` gives the secret that is edited in place; `change` is told of every letter. */
  function secretInput(look, secretOf, change) {
    const place = html('div', { class: 'secret' });
    let isReplacing = false;
    const turn = (replacing) => {
      isReplacing = replacing;
      secretOf().entered = '';
      draw();
      focusOn(look.id);
      change();
    };
    const draw = () => {
      redraw(place, [
        secretOf().stored !== null && !isReplacing
          ? keptSecret(look, () => {
              turn(true);
            })
          : typing(),
      ]);
    };
    const typing = () => {
      const keepOld = button(
        'Keep the one that is set',
        () => {
          turn(false);
        },
        { color: 'link', id: `${look.id}-keep` },
      );
      return inputField({ ...look, value: secretOf().entered, beside: isReplacing ? [keepOld] : [] }, (value) => {
        secretOf().entered = value;
        change();
      });
    };
    draw();
    return place;
  }

  function keptSecret({ id, label, replace }, act) {
    return html('div', { class: 'field', 'data-field': id, id, tabindex: '-1', role: 'group', 'aria-label': label }, [
      html('span', { class: 'label' }, [label]),
      html('div', { class: 'field-line' }, [
        html('p', {}, ['It is set, and not shown again. It stays as it is.']),
        button(replace, act, { id: `${id}-replace` }),
      ]),
      html('p', { class: 'fault', id: `${id}-fault` }),
    ]);
  }

  // -------------------- src/settings-page/parts/slack.ts --------------------
  /** A Slack destination's own settings: token, channel, style and mention. */

  const STYLES = [
    { value: 'each', label: 'A message for every change' },
    { value: 'thread', label: 'A thread for every conversation' },
    { value: 'card', label: 'One message for every conversation, kept current' },
  ];

  function drawSlack(board, destination) {
    const styleId = fieldOf(destination, 'style');
    const mentionId = fieldOf(destination, 'mention');
    return html('div', { class: 'own' }, [
      drawToken(board, destination),
      drawChannel(board, destination),
      html('div', { class: 'grid' }, [
        selectField({ id: styleId, label: 'Style', value: destination.style, options: STYLES }, (value) => {
          destination.style = value === 'thread' || value === 'card' ? value : 'each';
          changed(board, styleId);
        }),
        inputField(
          {
            id: mentionId,
            label: 'Mention',
            help:
              'Who is called when a conversation is unattended or late: here for all who are there, ' +
              'a user group’s ID (S…) or a person’s (U…). Blank calls nobody.',
            value: destination.mention,
            placeholder: 'here',
          },
          (value) => {
            destination.mention = value;
            changed(board, mentionId);
          },
        ),
      ]),
    ]);
  }

  function drawToken(board, destination) {
    const id = fieldOf(destination, 'token');
    const holder = holderOfToken(board.draft);
    const isShared =
      !destination.hasOwnToken && board.draft.destinations.filter(({ kind }) => kind === 'slack').length > 1;
    if (!destination.hasOwnToken && holder !== destination) return sharedToken(board, destination, holder);
    return html('div', {}, [
      secretInput(
        {
          id,
          label: isShared ? 'Bot token, for all Slack destinations without one of their own' : 'Bot token',
          help:
            'It starts with xoxb-. Create a Slack app, give its bot the scope chat:write, install it, and copy the ' +
            'Bot User OAuth Token. With channels:read too, channels can be chosen from a list.',
          placeholder: 'xoxb-…',
          type: 'password',
          replace: 'Enter another token',
        },
        () => secretFor(board.draft, destination),
        () => {
          changed(board, id);
        },
      ),
      destination.hasOwnToken ? ownTokenSwitch(board, destination, false) : null,
    ]);
  }

  function sharedToken(board, destination, holder) {
    const words = ['It uses the token that is entered at ', named(holder?.name ?? 'another destination'), '.'];
    return html('div', { class: 'field' }, [
      html('span', { class: 'label' }, ['Bot token']),
      html('div', { class: 'field-line' }, [html('p', {}, words), ownTokenSwitch(board, destination, true)]),
    ]);
  }

  function ownTokenSwitch(board, destination, toOwn) {
    return button(
      toOwn ? 'Use a token of its own' : 'Use the token that Slack destinations share',
      () => {
        destination.hasOwnToken = toOwn;
        board.drawDestinations();
        focusOn(toOwn ? fieldOf(destination, 'token') : `open-${destination.id}`);
      },
      { color: 'link', id: `token-switch-of-${destination.id}` },
    );
  }

  /** By id, or from a list where the token can list channels. */
  function drawChannel(board, destination) {
    const id = fieldOf(destination, 'channel');
    const place = html('div', { class: 'channel' });
    const said = html('p', { class: 'answer', role: 'status' });
    const set = (value) => {
      destination.channel = value;
      changed(board, id);
    };
    const list = button('Choose from a list', () => void load(), { id: `${id}-list` });
    const show = (field) => {
      redraw(place, [field, said]);
      focusOn(id);
    };
    const load = async () => {
      const token = valueOfSecret(secretFor(board.draft, destination));
      if (token === '') {
        said.textContent = 'Enter the bot token first: it is what lists the channels.';
        return;
      }
      said.textContent = 'Asking Slack for its channels …';
      try {
        const channels = await slackChannels(token);
        said.textContent = channels.length === 0 ? 'The token can see no channel: enter the ID of one.' : '';
        if (channels.length > 0) show(chooser(channels));
      } catch (error) {
        said.textContent = `${error instanceof Error ? error.message : String(error)} You can enter the channel’s ID instead.`;
      }
    };
    const chooser = (channels) => {
      const isListed = channels.some((channel) => channel.id === destination.channel);
      const first = isListed
        ? []
        : [
            {
              value: destination.channel,
              label: destination.channel === '' ? 'Choose a channel' : destination.channel,
            },
          ];
      const options = [...first, ...channels.map((channel) => ({ value: channel.id, label: `#${channel.name}` }))];
      return selectField(
        { id, label: 'Channel', help: 'Invite the bot to it.', value: destination.channel, options, beside: [byId] },
        set,
      );
    };
    const typing = () =>
      inputField(
        {
          id,
          label: 'Channel',
          help: 'Its ID, such as C0123ABCDEF, stands at the bottom of the channel’s details in Slack. Invite the bot to it.',
          value: destination.channel,
          placeholder: 'C0123ABCDEF',
          beside: [list],
        },
        set,
      );
    const byId = button(
      'Enter its ID',
      () => {
        show(typing());
      },
      { id: `${id}-by-id` },
    );
    redraw(place, [typing(), said]);
    return place;
  }

  // -------------------- src/settings-page/parts/teams.ts --------------------
  /** A Teams destination's own setting: the workflow's address, which is its secret. */

  function drawTeams(board, destination) {
    const id = fieldOf(destination, 'address');
    return html('div', { class: 'own' }, [
      secretInput(
        {
          id,
          label: 'Workflow address',
          help: 'In the Teams channel choose Workflows, then “Post to a channel when a webhook request is received”, and copy the address it shows.',
          placeholder: 'https://….logic.azure.com/workflows/…',
          type: 'url',
          replace: 'Enter another address',
        },
        () => destination.secret,
        () => {
          changed(board, id);
        },
      ),
    ]);
  }

  // -------------------- src/settings-page/parts/test.ts --------------------
  /** The button that sends a real test message, and the sentence that comes of it. */

  function drawTest(board, destination) {
    const answer = html('div', { class: 'answer', role: 'status', id: `answer-of-${destination.id}` });
    let isUnderWay = false;
    const test = async () => {
      const [fault] = checkDestination(board, destination);
      if (fault !== undefined) {
        say(answer, { ok: false, message: fault.sentence });
        focusOn(fault.field);
        return;
      }
      if (isUnderWay) return;
      isUnderWay = true;
      answer.dataset['tone'] = 'waiting';
      answer.textContent = 'Sending a test message …';
      say(answer, await tested(board, destination));
      isUnderWay = false;
    };
    return html('div', { class: 'test' }, [
      button(['Test', unseen(' this destination')], () => void test(), {
        size: 'normal',
        id: `test-${destination.id}`,
      }),
      answer,
    ]);
  }

  async function tested({ draft }, destination) {
    try {
      return await testDestination(
        entryOf(destination),
        valueOfSecret(secretFor(draft, destination)),
        draft.personalData,
      );
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  function say(place, { ok, message }) {
    place.dataset['tone'] = ok ? 'good' : 'bad';
    place.textContent = message;
  }

  // -------------------- src/settings-page/parts/webhook.ts --------------------
  /** A webhook's own settings: its address, and the secret that its messages are signed with. */

  function drawWebhook(board, destination) {
    const addressId = fieldOf(destination, 'address');
    return html('div', { class: 'own' }, [
      inputField(
        {
          id: addressId,
          label: 'Address',
          help: 'Where your system takes messages: it starts with https:// and names a public host.',
          value: destination.url,
          type: 'url',
          placeholder: 'https://hooks.acme.com/freshchat',
        },
        (value) => {
          destination.url = value;
          changed(board, addressId);
        },
      ),
      drawSecret(board, destination),
    ]);
  }

  function drawSecret(board, destination) {
    const id = fieldOf(destination, 'secret');
    const place = html('div', { class: 'secret' });
    const set = (secret) => {
      destination.secret = secret;
      draw();
      focusOn(id);
      changed(board, id);
    };
    const type = (value) => {
      destination.secret.entered = value;
      changed(board, id);
    };
    const draw = () => {
      const isEntered = isToBeEntered(destination.secret);
      redraw(place, [isEntered ? entering(destination, id, set, type) : showing(destination, id, set)]);
    };
    draw();
    return place;
  }

  /** Nothing is known that could be used, and nothing was made here. */
  function isToBeEntered({ stored, entered }) {
    return stored === null && !isMade(entered);
  }

  const MADE = new Set();

  /** Made by this page, as against typed: a made one is shown to be copied, a typed one stays in its field. */
  function isMade(secret) {
    return MADE.has(secret);
  }

  function entering(destination, id, set, type) {
    if (destination.secret.entered !== '' && !destination.secret.isLost) {
      MADE.add(destination.secret.entered);
      return showing(destination, id, set);
    }
    return inputField(
      {
        id,
        label: 'Signing secret',
        help: 'Freshworks does not show a saved secret again. Paste the one your system knows, or make a new one.',
        value: destination.secret.entered,
        type: 'password',
        placeholder: 'whsec_…',
        beside: [
          button(
            'Make a new one',
            () => {
              const made = makeSecret();
              MADE.add(made);
              set({ ...destination.secret, entered: made });
            },
            { id: `${id}-make` },
          ),
        ],
      },
      type,
    );
  }

  function showing(destination, id, set) {
    const { secret } = destination;
    if (secret.entered === '') return kept(destination, id, set);
    const copied = html('span', { role: 'status' });
    const shown = html('input', { id, type: 'text', readonly: true, class: 'code', dir: 'ltr' });
    shown.value = secret.entered;
    const copy = button('Copy', () => void copyText(shown, copied), { id: `${id}-copy` });
    return html('div', {}, [
      field(
        {
          id,
          label: secret.beside === null ? 'Signing secret' : 'New signing secret',
          help: [
            'Give it to the developers of your system, who check with it that a message is from this app. ',
            'It is shown this once only: copy it before you save.',
          ],
        },
        shown,
        [copy],
      ),
      copied,
      rotationNote(destination, id, set),
    ]);
  }

  async function copyText(shown, copied) {
    shown.select();
    try {
      await navigator.clipboard.writeText(shown.value);
      copied.textContent = 'Copied.';
    } catch {
      copied.textContent = 'It could not be copied for you: it is marked, so press Ctrl+C, or ⌘C on a Mac.';
    }
  }

  function kept({ secret }, id, set) {
    const replace = button(
      'Replace it…',
      () => {
        const next = rotate(secret);
        MADE.add(next.entered);
        set(next);
      },
      { id: `${id}-replace` },
    );
    const end = button(
      'The new one works: end the old one',
      () => {
        set(endRotation(secret));
      },
      { id: `${id}-end` },
    );
    const isTwo = isRotating(secret);
    return html(
      'div',
      { class: 'field', 'data-field': id, id, tabindex: '-1', role: 'group', 'aria-label': 'Signing secret' },
      [
        html('span', { class: 'label' }, ['Signing secret']),
        html('div', { class: 'field-line' }, [
          html('p', {}, [
            isTwo
              ? 'Two are in use: every message is signed with the new and with the old one.'
              : 'It is set, and not shown again. It stays as it is.',
          ]),
          isTwo ? end : replace,
        ]),
        html('p', { class: 'fault', id: `${id}-fault` }),
      ],
    );
  }

  function rotationNote({ secret }, id, set) {
    if (secret.stored === null) return null;
    const undo = button(
      'Keep the old one alone',
      () => {
        set({ ...secret, entered: '', beside: null });
      },
      { id: `${id}-undo`, color: 'link' },
    );
    return html('div', { class: 'note' }, [
      html('p', {}, [
        'Until you end it here, every message is also signed with the old secret, so nothing is refused while your system changes over.',
      ]),
      undo,
    ]);
  }

  // -------------------- src/settings-page/parts/card.ts --------------------
  /** A destination's card: its head, which opens and closes it, and everything that can be set of it. */

  function drawCard(board, destination) {
    const { id, kind } = destination;
    const bodyId = `body-of-${id}`;
    const title = html('span', { class: 'card-name' });
    const summary = html('span', { class: 'card-summary' });
    const toggle = html('button', { type: 'button', class: 'card-toggle', id: `open-${id}`, 'aria-controls': bodyId }, [
      html('span', { class: `glyph glyph-${kind}`, 'aria-hidden': 'true' }),
      html('span', { class: 'card-words' }, [title, summary]),
      html('span', { class: 'chevron', 'aria-hidden': 'true' }),
    ]);
    toggle.addEventListener('click', () => {
      if (!board.open.delete(id)) board.open.add(id);
      refresh();
    });
    const hears = drawHears(board, destination);
    const preview = drawPreview(board, destination);
    const body = html('div', { class: 'card-body', id: bodyId }, [
      inputField(
        {
          id: fieldOf(destination, 'name'),
          label: 'Name',
          help: 'What your team calls it. It stands in messages about trouble.',
          value: destination.name,
        },
        (value) => {
          destination.name = value;
          changed(board, fieldOf(destination, 'name'));
        },
      ),
      DRAW_OWN[kind](board, destination),
      hears.element,
      drawFilters(board, destination),
      preview.element,
      html('div', { class: 'card-foot' }, [drawTest(board, destination), drawRemove(board, destination)]),
    ]);
    const refresh = () => {
      const isOpen = board.open.has(id);
      toggle.setAttribute('aria-expanded', String(isOpen));
      body.hidden = !isOpen;
      title.replaceChildren(
        named(destination.name.trim() === '' ? DESTINATION_NAMES[kind] : destination.name),
        unseen(', '),
      );
      summary.textContent = summaryOf(board, destination);
      hears.refresh();
      preview.refresh();
    };
    refresh();
    return { element: html('article', { class: 'card', id: `card-${id}` }, [html('h3', {}, [toggle]), body]), refresh };
  }

  /** The fields of its kind alone. */
  const DRAW_OWN = {
    webhook: drawWebhook,
    slack: drawSlack,
    teams: drawTeams,
  };

  const HEARS = { person: 'what needs a person', everything: 'everything' };

  /** `Slack · hears what needs a person · of some conversations`. */
  function summaryOf({ draft }, destination) {
    const { kind, tell, filters } = destination;
    const preset = presetOf(tell);
    const what = preset === 'chosen' ? `${tell.length} of ${KINDS.length} kinds` : HEARS[preset];
    const isFiltered = Object.values(filters).some((list) => list.length > 0);
    const parts = [
      DESTINATION_NAMES[kind],
      tell.length === 0 ? 'hears nothing' : `hears ${what}`,
      isFiltered ? 'of chosen conversations' : 'of all conversations',
      ...(kind === 'webhook' && isRotating(secretFor(draft, destination)) ? ['two secrets in use'] : []),
    ];
    return parts.join(' · ');
  }

  /** Asks once more: what waits for a destination is given up with it. */
  function drawRemove(board, destination) {
    const place = html('div', { class: 'remove' });
    const name = () => named(destination.name);
    const ask = () => {
      redraw(place, [
        html('p', { id: `ask-remove-${destination.id}` }, [
          'Remove ',
          name(),
          '? What still waits for it is given up when you save.',
        ]),
        button('Remove', remove, { color: 'danger', id: `remove-now-${destination.id}` }),
        button('Keep it', keep),
      ]);
      focusOn(`remove-now-${destination.id}`);
    };
    const keep = () => {
      rest();
      focusOn(`remove-${destination.id}`);
    };
    const remove = () => {
      const { destinations } = board.draft;
      destinations.splice(destinations.indexOf(destination), 1);
      board.drawDestinations();
      markFaults(board);
      focusOn('destinations-title');
    };
    const rest = () => {
      redraw(place, [
        button(['Remove', unseen(' this destination')], ask, { color: 'link', id: `remove-${destination.id}` }),
      ]);
    };
    rest();
    return place;
  }

  // -------------------- src/settings-page/parts/destinations.ts --------------------
  /** The destinations: three large choices where there is none yet, else a card each and a way to add another. */

  /** What is told, and what an admin has to have at hand. */
  const CHOICES = {
    webhook: {
      what: 'A system of your own is told: customer records, a data store, a script.',
      have: 'Have at hand: the https:// address that takes the messages, from the developers of that system. The secret it checks them with is made here.',
    },
    slack: {
      what: 'A Slack channel reads it as messages, one by one, in threads or as cards.',
      have: 'Have at hand: the bot token of a Slack app that may write messages (chat:write), and the bot invited to the channel.',
    },
    teams: {
      what: 'A Microsoft Teams channel reads it as cards.',
      have: 'Have at hand: the address that Workflows shows for “Post to a channel when a webhook request is received”.',
    },
  };

  /** Draws them all, and gives what brings the cards up to date after a change elsewhere. */
  function drawDestinations(board, place) {
    const { destinations } = board.draft;
    const cards = destinations.map((destination) => drawCard(board, destination));
    const isFirst = destinations.length === 0;
    redraw(place, [
      html('h2', { id: 'destinations-title', tabindex: '-1' }, [isFirst ? 'Who is to hear of it?' : 'Destinations']),
      isFirst
        ? html('p', { class: 'lead' }, ['Nothing is set up yet. Choose where to begin; you can add up to 20 in all.'])
        : null,
      ...cards.map(({ element }) => element),
      isFirst ? largeChoices(board) : addBar(board),
    ]);
    return () => {
      cards.forEach((card) => {
        card.refresh();
      });
    };
  }

  function largeChoices(board) {
    return html(
      'div',
      { class: 'choices' },
      DESTINATION_KINDS.map((kind) => {
        const { what, have } = CHOICES[kind];
        const choice = html('button', { type: 'button', class: 'choice', id: `add-${kind}` }, [
          html('span', { class: `glyph glyph-${kind}`, 'aria-hidden': 'true' }),
          html('strong', {}, [DESTINATION_NAMES[kind]]),
          html('span', {}, [what]),
          html('span', { class: 'help' }, [have]),
        ]);
        choice.addEventListener('click', () => {
          add(board, kind);
        });
        return choice;
      }),
    );
  }

  function addBar(board) {
    const left = MOST_DESTINATIONS - board.draft.destinations.length;
    const buttons = DESTINATION_KINDS.map((kind) =>
      button(
        DESTINATION_NAMES[kind],
        () => {
          add(board, kind);
        },
        { id: `add-${kind}` },
      ),
    );
    const around = {
      id: TOO_MANY,
      'data-field': TOO_MANY,
      tabindex: '-1',
      role: 'group',
      'aria-label': 'Add a destination',
    };
    return html('div', { class: 'add-bar', ...around }, [
      ...(left > 0
        ? ['Add a destination:', ...buttons]
        : ['20 destinations are set up, which is the most there can be.']),
      html('p', { class: 'fault', id: `${TOO_MANY}-fault` }),
    ]);
  }

  function add(board, kind) {
    if (board.draft.destinations.length >= MOST_DESTINATIONS) return;
    const destination = newDestination(kind, board.draft.destinations);
    board.draft.destinations.push(destination);
    board.open.add(destination.id);
    board.drawDestinations();
    const name = fieldOf(destination, 'name');
    document.getElementById(name)?.scrollIntoView({ block: 'center' });
    focusOn(name);
  }

  // -------------------- src/settings-page/parts/general.ts --------------------
  /** What holds for all destinations: personal data, unattended conversations, hours, the daily summary, the time zone. */

  /** Draws it, and gives what brings it up to date after a change elsewhere. */
  function drawGeneral(board, place) {
    const { draft } = board;
    redraw(place, [
      html('h2', { id: 'general-title' }, ['For all destinations']),
      html('div', { class: 'card card-body' }, [
        drawPersonalData(board),
        inputField(
          {
            id: 'unattended',
            label: 'Unattended after (minutes)',
            help: 'A conversation that nobody has picked up for so long is told as unattended. 0 turns it off.',
            value: draft.unattendedMinutes,
            type: 'number',
          },
          (value) => {
            draft.unattendedMinutes = value.trim();
            changed(board, 'unattended');
          },
        ),
        drawHours(board),
        html('div', { class: 'grid' }, [drawSummaryAt(board), drawZone(board)]),
      ]),
    ]);
    return () => {
      const help = document.getElementById('summary-at-help');
      if (help !== null) help.textContent = summaryHelp(board);
    };
  }

  function summaryHelp({ draft }) {
    const isWanted = draft.destinations.some(({ tell }) => tell.includes('Daily summary'));
    if (!isWanted) return 'No destination hears the daily summary now.';
    return draft.summaryAt === ''
      ? 'A destination hears the daily summary: without a time there is none.'
      : 'For the destinations that hear the daily summary.';
  }

  function drawPersonalData(board) {
    const choice = (isIncluded, label, sentence) =>
      tickField(
        {
          id: isIncluded ? 'personal-in' : 'personal-out',
          label,
          sentence,
          type: 'radio',
          name: 'personal-data',
          isOn: board.draft.personalData === isIncluded,
        },
        () => {
          board.draft.personalData = isIncluded;
          changed(board, 'personal-data');
        },
      );
    return fieldGroup({ id: 'personal-data', label: 'Personal data of customers' }, [
      choice(false, 'Leave out', 'A customer is an ID: no name, email, phone or message leaves Freshchat.'),
      choice(true, 'Include', 'Name, email, phone and the first message go to every destination.'),
    ]);
  }

  const DAY_NAMES = {
    Mon: 'Monday',
    Tue: 'Tuesday',
    Wed: 'Wednesday',
    Thu: 'Thursday',
    Fri: 'Friday',
    Sat: 'Saturday',
    Sun: 'Sunday',
  };

  function drawHours(board) {
    const { hours } = board.draft;
    const mark = () => {
      changed(board, 'hours');
    };
    const days = DAYS.map((day) =>
      tickField(
        { id: `day-${day}`, label: DAY_NAMES[day] ?? day, type: 'checkbox', isOn: hours.days.includes(day) },
        (isOn) => {
          const kept = hours.days;
          hours.days = DAYS.filter((one) => (one === day ? isOn : kept.includes(one)));
          mark();
        },
      ),
    );
    const times = html('div', { class: 'grid' }, [
      inputField({ id: 'hours-from', label: 'From', value: hours.from, type: 'time' }, (value) => {
        hours.from = value;
        mark();
      }),
      inputField({ id: 'hours-to', label: 'To', value: hours.to, type: 'time' }, (value) => {
        hours.to = value;
        mark();
      }),
    ]);
    const inner = html('div', { class: 'hours' }, [html('div', { class: 'days' }, days), times]);
    inner.hidden = !hours.isOn;
    return fieldGroup({ id: 'hours', label: 'Hours', help: 'When somebody is there to look after conversations.' }, [
      switchField(
        {
          id: 'hours-on',
          label: 'Count only within these hours',
          sentence: 'Unattended is told, and its minutes counted, within them alone.',
          isOn: hours.isOn,
        },
        (isOn) => {
          hours.isOn = isOn;
          inner.hidden = !isOn;
          mark();
        },
      ),
      inner,
    ]);
  }

  function drawSummaryAt(board) {
    return inputField(
      {
        id: 'summary-at',
        label: 'Daily summary at',
        help: summaryHelp(board),
        value: board.draft.summaryAt,
        type: 'time',
      },
      (value) => {
        board.draft.summaryAt = value;
        changed(board, 'summary-at');
      },
    );
  }

  function drawZone(board) {
    const list = html(
      'datalist',
      { id: 'zones' },
      zones().map((value) => html('option', { value })),
    );
    const field = inputField(
      {
        id: 'time-zone',
        label: 'Time zone',
        help: 'Of the hours and of the daily summary.',
        value: board.draft.timeZone,
        list: 'zones',
      },
      (value) => {
        board.draft.timeZone = value;
        changed(board, 'time-zone');
      },
    );
    field.append(list);
    return field;
  }

  /** `Intl.supportedValuesOf` is younger than some browsers: without it the name is typed. */
  function zones() {
    const supported = Reflect.get(Intl, 'supportedValuesOf');
    return typeof supported === 'function' ? ['UTC', ...supported('timeZone')] : ['UTC'];
  }

  // -------------------- src/settings-page/parts/status.ts --------------------
  /** How every destination fares, at the top of the page once the app is installed. */

  function drawStatus() {
    const list = html('ul', { class: 'states' });
    const said = html('p', { class: 'answer', role: 'status' });
    const fail = (error) => {
      said.textContent = error instanceof Error ? error.message : String(error);
    };
    const load = async () => {
      const states = await destinationStates();
      redraw(
        list,
        states.map((state) => drawState(state, retry)),
      );
      if (states.length === 0) said.textContent = 'No destination is saved yet.';
    };
    const look = () => {
      said.textContent = '';
      load().catch(fail);
    };
    const retry = (id) => {
      said.textContent = 'Trying now …';
      retryNow(id)
        .then(({ message }) => {
          said.textContent = message;
          return load();
        })
        .catch(fail);
    };
    look();
    return html('section', { id: 'status', 'aria-labelledby': 'status-title' }, [
      html('div', { class: 'status-head' }, [
        html('h2', { id: 'status-title' }, ['How they are doing']),
        button('Look again', look, { id: 'look-again' }),
      ]),
      list,
      said,
    ]);
  }

  const TONES = { working: 'green', failing: 'red', off: 'grey' };
  const WORDS = { working: 'Working', failing: 'Failing', off: 'Off' };

  function drawState(state, retry) {
    const isFailing = state.state === 'failing';
    return html('li', { 'data-state': state.state, 'data-id': state.id }, [
      html('fw-pill', { color: TONES[state.state] }, [WORDS[state.state]]),
      html('div', { class: 'state-words' }, [html('strong', {}, [named(state.name)]), ...detail(state)]),
      isFailing
        ? button(
            ['Try now', unseen(` to deliver to ${state.name}`)],
            () => {
              retry(state.id);
            },
            { id: `retry-${state.id}` },
          )
        : null,
    ]);
  }

  function detail(state) {
    if (state.state === 'working') return state.waiting === 0 ? [] : [html('p', {}, [waitingAnyway(state)])];
    if (state.state === 'failing') return [html('p', {}, [failingWords(state)])];
    return [html('p', {}, [state.reason === '' ? 'It is told nothing.' : ended(state.reason)])];
  }

  function failingWords(state) {
    const { since, reason, waiting, next } = state;
    const parts = [
      `Failing since ${timeOf(since)}${reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`}.`,
      waiting === 0 ? 'Nothing waits.' : `${waitingWords(state)}.`,
      ...(waiting === 0
        ? []
        : [isTime(next) ? `It is tried again at ${timeOf(next)}.` : 'It is tried again within minutes.']),
    ];
    return parts.join(' ');
  }

  /** What found the app's own quota spent, or was refused alone while everything else is taken. */
  function waitingAnyway(state) {
    const until = isTime(state.next) ? `until ${timeOf(state.next)}` : 'to be sent within minutes';
    return `${waitingWords(state)} ${until}.`;
  }

  function waitingWords({ waiting }) {
    return `${waiting} ${waiting === 1 ? 'update waits' : 'updates wait'}`;
  }

  /** `it has no address yet` as a sentence. */
  function ended(reason) {
    const begun = reason.charAt(0).toUpperCase() + reason.slice(1);
    return /[.!?]$/.test(begun) ? begun : `${begun}.`;
  }

  function isTime(value) {
    return (typeof value === 'number' || typeof value === 'string') && !Number.isNaN(new Date(value).getTime());
  }

  /** In the reader's own zone and way of writing. */
  function timeOf(value) {
    if (!isTime(value)) return 'a while ago';
    return new Date(value).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  }

  // -------------------- src/settings-page/page.ts --------------------
  /** The settings page: draws itself, and answers the three calls that the platform makes. */

  const nothing = () => undefined;

  const board = {
    draft: { ...newDraft(), timeZone: zoneHere() },
    isEdit: false,
    open: new Set(),
    touched: new Set(),
    isChecked: false,
    pause: 0,
    drawDestinations: nothing,
    refresh: nothing,
  };

  /** The admin's own time zone is the likeliest one; it is saved like any other. */
  function zoneHere() {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  /** Fills the page with what is saved; the platform calls it when settings are edited. */
  function getConfigs(configs) {
    board.draft = draftOf(configs);
    board.isEdit = true;
    board.isChecked = false;
    board.touched.clear();
    board.open = new Set(toBeOpened(board));
    drawPage();
  }

  /** A single card, and those whose secrets have to be entered again. */
  function toBeOpened({ draft }) {
    const { destinations } = draft;
    const asks = (destination) => secretFor(draft, destination).isLost;
    return destinations.filter((one) => destinations.length === 1 || asks(one)).map(({ id }) => id);
  }

  /** Whether everything can be saved; if not, what is wrong is marked, and the first of it brought into view. */
  function validate() {
    board.isChecked = true;
    const faults = markFaults(board);
    const [first] = faults;
    if (first === undefined) {
      if (board.isEdit) announce();
      return true;
    }
    for (const { id } of board.draft.destinations)
      if (faults.some(({ field }) => field.endsWith(`-of-${id}`))) board.open.add(id);
    board.refresh();
    document.getElementById(first.field)?.scrollIntoView({ block: 'center' });
    focusOn(first.field);
    return false;
  }

  /** The settings are saved whether or not the app hears of it at once: it looks at them again when a summary is due. */
  function announce() {
    const settings = { ...configsOf(board.draft), secrets: {} };
    settingsSaved(settings).catch(nothing);
  }

  /** Everything the page holds, to be saved. */
  function postConfigs() {
    return configsOf(board.draft);
  }

  function drawPage() {
    const place = document.getElementById('settings');
    if (place === null) return;
    const destinations = html('section', { id: 'destinations', 'aria-labelledby': 'destinations-title' });
    const general = html('section', { id: 'general', 'aria-labelledby': 'general-title' });
    board.drawDestinations = () => {
      const refreshCards = drawDestinations(board, destinations);
      board.refresh = () => {
        refreshCards();
        refreshGeneral();
      };
      markFaults(board);
    };
    const refreshGeneral = drawGeneral(board, general);
    redraw(place, [
      html('header', {}, [
        html('h1', {}, ['Conversation Relay']),
        html('p', { class: 'lead' }, [
          'Tells your systems and your team’s channels what happens in Freshchat’s conversations, and speaks up when nobody looks after one.',
        ]),
      ]),
      board.isEdit ? drawStatus() : null,
      destinations,
      general,
    ]);
    board.drawDestinations();
  }

  drawPage();

  exports.getConfigs = getConfigs;
  exports.postConfigs = postConfigs;
  exports.validate = validate;

  return exports;
})({});
