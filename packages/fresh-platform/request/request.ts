/** `$request.invokeTemplate`: quota, template, attempts, and the shapes in which the app sees what came of it. */
import { isPlainObject, Refusal } from '../rules/errors';
import { currentHost, type Installation } from '../installation/installation';
import { answerLater, operate, type Answer, type Invocation } from '../events/invocation';
import { count } from '../events/quota';
import { checkRequest, type FilledRequest } from '../rules/request';
import { fillBody, refuseInJson } from './body-templates';
import { fillTemplateText, type TemplateValues } from './template-text';
import type { RequestTemplate } from './templates';
import { transmit, type Reply } from './transmission';
import type { Operation } from '../types';

export interface RequestApi {
  /**
   * Resolves `{ status, headers, response, attempts }` for every status below 400, redirects included: they are not
   * followed. Rejects `{ status, headers, response, errorSource, attempts }` with what the receiver answered from 400 on,
   * 415 and empty headers for an answer of an unknown type, 502 when there was no answer (all `APP`); or with 400
   * for misuse, 413 for too large a body, 429 and a `message` over the quota (all `PLATFORM`).
   */
  invokeTemplate: (name: unknown, options?: unknown) => unknown;
}

export function createRequestApi(installation: Installation, invocation: Invocation): RequestApi {
  return {
    invokeTemplate: (name, options) =>
      operate(installation, invocation, {
        name: 'request',
        target: String(name),
        carryOut: (done, operation) => {
          const template = findTemplate(installation, name);
          const request = fill(template, options, installation, invocation);
          if (installation.ways.htmlOnOversize && isOversize(request, installation.limits.requestBodyBytes)) {
            answerLater(installation, 'request', done, { resolved: OVERSIZE_PAGE });
            return;
          }
          checkRequest(request, installation.limits, installation.ways);
          count(installation, 'requests');
          attempt({ installation, invocation, template, request, operation, done }, 1);
        },
        rejection,
      }),
  };
}

/** What came back where a body was too large once it stood inside another JSON text: a page for people, and nothing else. */
const OVERSIZE_PAGE =
  '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>The request entity is too large</pre>\n</body>\n</html>\n';

function isOversize({ method, host, path, headers, body }: FilledRequest, most: number): boolean {
  return Buffer.byteLength(JSON.stringify({ method, host, path, headers, body }), 'utf8') > most;
}

interface Sending {
  installation: Installation;
  invocation: Invocation;
  template: RequestTemplate;
  request: FilledRequest;
  operation: Operation;
  done: (answer: Answer) => void;
}

function attempt(sending: Sending, number: number): void {
  const { installation, invocation, template, request, operation, done } = sending;
  const outgoing = { ...request, at: installation.clock.now(), attempt: number, invocation: invocation.id };
  transmit(installation, outgoing, (reply) => {
    if (number < template.maxAttempts && reply.isRepeated) {
      installation.clock.at(installation.clock.now() + template.retryDelay, () => {
        attemptAgain(sending, number + 1);
      });
    } else {
      if (reply.reason !== undefined) operation.reason = reply.reason;
      done(answerOf(reply, number));
    }
  });
}

/** Each attempt counts. When the quota leaves no room for one, the app sees the quota's refusal. */
function attemptAgain(sending: Sending, number: number): void {
  if (sending.invocation.over) return;
  try {
    count(sending.installation, 'requests');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sending.done({ rejected: rejection(error) });
    return;
  }
  attempt(sending, number);
}

function answerOf({ status, headers, response, errorSource }: Reply, attempts: number): Answer {
  return status < 400
    ? { resolved: { status, headers, response, attempts } }
    : { rejected: { status, headers, response, errorSource, attempts } };
}

/** Over the quota the sentence stands in `message`, elsewhere in `response`. */
function rejection({ status, message }: Refusal): object {
  const where = status === 429 ? 'message' : 'response';
  return { status, headers: {}, [where]: message, errorSource: 'PLATFORM' };
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
  const { ways } = installation;
  const values = valuesOf(template, context, installation, invocation);
  const check = ways.templatesOverBodies ? refuseInJson : undefined;
  const texts = (entries: RequestTemplate['headers']): [string, string][] =>
    entries.map(([name, text]) => [name, fillTemplateText(text, values, check)]);
  return {
    template: template.name,
    method: template.method,
    host: fillTemplateText(template.host, { ...values, current_host: currentHostNames(installation) }, check),
    path: withQuery(fillTemplateText(template.path, values, check), texts(template.query)),
    headers: Object.fromEntries(texts(template.headers)),
    body: ways.templatesOverBodies ? fillBody(body, values) : body,
  };
}

function valuesOf(
  template: RequestTemplate,
  context: Record<string, unknown>,
  installation: Installation,
  { iparams }: Invocation,
): TemplateValues {
  const { options } = installation;
  const oauthIparams = iparams['oauth_iparams'];
  return {
    iparam: iparams,
    context,
    current_host: currentHost(installation),
    app_settings: options.appSettings ?? {},
    oauth_iparams: isPlainObject(oauthIparams) ? oauthIparams : {},
    access_token: accessToken(template, options.accessTokens),
  };
}

/** A stand-in where nobody gave one: there is nobody here to ask for a real one. */
function accessToken({ oauth }: RequestTemplate, tokens: Record<string, string> = {}): string | undefined {
  return oauth === undefined ? undefined : (tokens[oauth] ?? `stand-in-for-the-access-token-of-${oauth}`);
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
  const urls = Object.entries(currentHost(installation).endpoint_urls);
  return {
    endpoint_urls: Object.fromEntries(urls.map(([product, url]) => [product, url.replace(/^https:\/\/|\/$/g, '')])),
  };
}

function withQuery(path: string, query: [string, string][]): string {
  if (query.length === 0) return path;
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
