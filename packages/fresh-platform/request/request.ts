/** `$request.invokeTemplate`: quota, template, attempts, and the shapes in which the app sees what came of it. */
import { isPlainObject, Refusal } from '../rules/errors';
import { currentHost, type Installation } from '../installation/installation';
import { operate, type Answer, type Invocation } from '../events/invocation';
import { checkRequest, type FilledRequest } from './request-rules';
import { fillTemplateText, type TemplateValues } from './template-text';
import type { RequestTemplate } from './templates';
import { transmit, type Reply } from './transmission';

export interface RequestApi {
  /**
   * Resolves `{ status, headers, response, attempts }` for a 2xx. Rejects `{ status, headers, response, errorSource }`:
   * with what the receiver answered, 502 when it could not be reached, 504 when it took too long (all `APP`); or with 400
   * for misuse, 413 for too large a body, 429 over the quota (all `PLATFORM`).
   */
  invokeTemplate: (name: unknown, options?: unknown) => Promise<unknown>;
}

export function createRequestApi(installation: Installation, invocation: Invocation): RequestApi {
  return {
    invokeTemplate: (name, options) =>
      operate(installation, invocation, {
        name: 'request',
        target: String(name),
        carryOut: (done) => {
          const template = findTemplate(installation, name);
          const request = fill(template, options, installation, invocation);
          checkRequest(request, installation.limits);
          countRequest(installation);
          attempt({ installation, invocation, template, request, done }, 1);
        },
        rejection,
      }),
  };
}

interface Sending {
  installation: Installation;
  invocation: Invocation;
  template: RequestTemplate;
  request: FilledRequest;
  done: (answer: Answer) => void;
}

function attempt(sending: Sending, number: number): void {
  const { installation, template, request, done } = sending;
  transmit(installation, { ...request, at: installation.clock.now(), attempt: number }, (reply) => {
    if (number < template.maxAttempts && isRepeated(reply)) {
      installation.clock.at(installation.clock.now() + template.retryDelay, () => {
        attemptAgain(sending, number + 1);
      });
    } else {
      done(answerOf(reply, number));
    }
  });
}

/** Each attempt counts. When the quota leaves no room for one, the app sees the quota's refusal. */
function attemptAgain(sending: Sending, number: number): void {
  if (sending.invocation.over) return;
  try {
    countRequest(sending.installation);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sending.done({ rejected: rejection(error) });
    return;
  }
  attempt(sending, number);
}

/** The platform repeats network errors, 429 and 5xx, nothing else. */
function isRepeated({ status, errorSource }: Reply): boolean {
  return errorSource === 'APP' && (status === 429 || status >= 500);
}

function answerOf({ status, headers, response, errorSource }: Reply, attempts: number): Answer {
  const isSuccess = status >= 200 && status < 300;
  return isSuccess
    ? { resolved: { status, headers, response, attempts } }
    : { rejected: { status, headers, response, errorSource } };
}

function rejection({ status, message }: Refusal): object {
  return { status, headers: {}, response: message, errorSource: 'PLATFORM' };
}

function findTemplate({ app }: Installation, name: unknown): RequestTemplate {
  const template = typeof name === 'string' ? app.templates.get(name) : undefined;
  if (!template)
    throw new Refusal(
      400,
      `There is no request template ${String(name)}: declare it in config/requests.json and manifest.json.`,
    );
  return template;
}

function fill(
  template: RequestTemplate,
  options: unknown,
  installation: Installation,
  invocation: Invocation,
): FilledRequest {
  const { context, body } = readOptions(template.name, options);
  const { iparams: iparam } = invocation;
  const values: TemplateValues = {
    iparam,
    context,
    get current_host() {
      return currentHost(installation);
    },
  };
  const texts = (entries: RequestTemplate['headers']): [string, string][] =>
    entries.map(([name, text]) => [name, fillTemplateText(text, values)]);
  return {
    template: template.name,
    method: template.method,
    host: fillTemplateText(template.host, {
      iparam,
      context,
      get current_host() {
        return currentHostNames(installation);
      },
    }),
    path: withQuery(fillTemplateText(template.path, values), texts(template.query)),
    headers: Object.fromEntries(texts(template.headers)),
    body,
  };
}

function readOptions(template: string, options: unknown): { context: Record<string, unknown>; body: string } {
  const { context = {}, body = '' } = isPlainObject(options) ? options : {};
  if (!isPlainObject(context)) throw new Refusal(400, `Template ${template}: context must be an object.`);
  if (typeof body !== 'string')
    throw new Refusal(400, `Template ${template}: body must be a text: pass JSON.stringify(…).`);
  return { context, body };
}

/** A payload's addresses carry a scheme, a template's host must not: as a host, the address stands for its domain name. */
function currentHostNames(installation: Installation): Record<string, unknown> {
  const { endpoint_urls: urls } = currentHost(installation);
  const names = Object.entries(isPlainObject(urls) ? urls : {}).map(([product, url]) => [
    product,
    String(url).replace(/^https:\/\/|\/$/g, ''),
  ]);
  return { endpoint_urls: Object.fromEntries(names) as Record<string, string> };
}

function withQuery(path: string, query: [string, string][]): string {
  if (query.length === 0) return path;
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}

/** A request the quota refuses is taken not to count: the platform documents a limit on requests made, and it was not made. */
function countRequest({ requests, limits, clock }: Installation): void {
  const now = clock.now();
  if (requests.count(now) >= limits.requestsPerMinute) {
    throw new Refusal(
      429,
      `The installation has used its ${limits.requestsPerMinute} requests a minute: try again later.`,
    );
  }
  requests.add(now);
}
