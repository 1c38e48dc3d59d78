/**
 * The ways of FDK 6.9 with request templates: it wrote the whole request, its body too, as one JSON text, ran a template
 * engine over that text, and read the result back as JSON. So tags in a customer's words were filled in, and a quote in a value
 * broke the request.
 */
import { format } from 'node:util';
import { isObject, Refusal } from '../rules/errors';
import type { TemplateValues } from './template-text';

/** `<%= value %>`, `<%- value %>`, `<% code %>` and `${value}`. */
const TAGS = /<%[=-]([\s\S]+?)%>|<%([\s\S]+?)%>|\$\{([^\\}]*(?:\\.[^\\}]*)*)\}/g;
const PATH = /^\s*[A-Za-z_$][\w$]*(?:\.[\w$]+)*\s*$/;
const FAULT = 'The templates of the request cannot be filled in.';

/** Fills in a body as the engine did. Refuses (400) code, names that are not known, and what is no JSON text afterwards. */
export function fillBody(body: string, values: TemplateValues): string {
  const filled = JSON.stringify(body).replace(TAGS, (...[, shown, code, literal]: (string | undefined)[]) => {
    if (code !== undefined) throw new Refusal(400, FAULT);
    return valueOf(shown ?? literal ?? '', values);
  });
  try {
    return JSON.parse(filled) as string;
  } catch {
    throw new Refusal(400, FAULT);
  }
}

/** Refuses (400) a value that cannot stand inside a JSON text as it is. */
export function refuseInJson(value: string): void {
  if (JSON.stringify(value).length !== value.length + 2) throw new Refusal(400, FAULT);
}

/** Nothing for what is not there, as the engine wrote it; only an unknown first name is a fault. */
function valueOf(expression: string, values: TemplateValues): string {
  const path = PATH.test(expression) ? expression.trim().split('.') : [''];
  if (!Object.hasOwn(values, path[0] ?? '')) throw new Refusal(400, FAULT);
  const value = path.reduce<unknown>((object, name) => (isObject(object) ? object[name] : undefined), values);
  return value === undefined || value === null ? '' : format('%s', value);
}
