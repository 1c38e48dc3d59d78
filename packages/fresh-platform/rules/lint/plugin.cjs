/**
 * The vendor's own lint rules, by their names and by what an older tool of theirs was seen to do. Plain JavaScript, so that
 * an ESLint configuration can load it as it is.
 *
 * `settings.freshworks.dependencies` lists what manifest.json names under `dependencies`; without it no-dependency-mismatch
 * finds nothing. `settings.freshworks.isOnlyFile` says that the file is all of server/.
 */
const PROMISE_MEMBERS = new Set(['then', 'catch', 'done', 'fail', 'finally']);
const REJECTION_MEMBERS = new Set(['catch', 'fail']);
const PLATFORM_PROMISES = new Set(['$request', '$db', '$schedule', 'client.request', 'client.db', 'client.data']);
const COMBINATORS = new Set(['all', 'race', 'any', 'resolve', 'reject', 'allSettled']);
const OTHER_REQUESTS = new Set(['fetch', 'axios', 'XMLHttpRequest']);
const OTHER_REQUEST_OBJECTS = new Set([...OTHER_REQUESTS, 'jQuery', '$']);
const METHODS = new Set(['get', 'put', 'post', 'patch', 'delete']);

/** `a.b.c` as text; empty where a part of it is computed. */
function pathOf(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed) return '';
  const object = pathOf(node.object);
  return object === '' ? '' : `${object}.${node.property.name}`;
}

const memberOf = (node) => (node.type === 'MemberExpression' && !node.computed ? node.property.name : '');
const objectOf = (node) => (node.type === 'MemberExpression' ? pathOf(node.object) : '');
const isFunction = (node) => node !== undefined && /^(?:Arrow)?Function(?:Expression|Declaration)$/.test(node.type);

/** The function that a name stands for, where it is declared in the file. */
function declaredFunction(context, node) {
  let scope = context.sourceCode.getScope(node);
  while (scope !== null) {
    const definition = scope.set.get(node.name)?.defs[0]?.node;
    if (definition !== undefined) return isFunction(definition) ? definition : (definition.init ?? undefined);
    scope = scope.upper;
  }
  return undefined;
}

/** Parts of a node, in the order the language lists them. */
const partsOf = (node, visitorKeys) =>
  (visitorKeys[node.type] ?? []).flatMap((key) => node[key]).filter((part) => part !== null && part !== undefined);

/** Whether something is awaited where no `catch` of the same function hears of it. */
function awaitsUnheard(node, visitorKeys) {
  if (isFunction(node)) return false;
  const isHeard = node.type === 'TryStatement' && node.handler !== null;
  return (
    node.type === 'AwaitExpression' ||
    partsOf(node, visitorKeys).some((part) => !(isHeard && part === node.block) && awaitsUnheard(part, visitorKeys))
  );
}

/** An async function that hears of all it awaits rejects nothing. */
function mayReject(context, callee) {
  const target = callee.type === 'Identifier' ? declaredFunction(context, callee) : callee;
  return isFunction(target) && target.async && awaitsUnheard(target.body, context.sourceCode.visitorKeys);
}

function isPromise(context, { callee }) {
  if (PROMISE_MEMBERS.has(memberOf(callee)) || PLATFORM_PROMISES.has(objectOf(callee))) return true;
  return (objectOf(callee) === 'Promise' && COMBINATORS.has(memberOf(callee))) || mayReject(context, callee);
}

/** What handles a rejection at the end of a chain: `.then(…, this)`, `.catch(this)`, `.fail(this)`, and `.finally(…)` after one. */
function handlerOf({ callee, arguments: args }) {
  if (memberOf(callee) === 'finally' && callee.object.type === 'CallExpression') return handlerOf(callee.object);
  if (memberOf(callee) === 'then') return args[1];
  return REJECTION_MEMBERS.has(memberOf(callee)) ? args[0] : undefined;
}

const isConsoleCall = (node) => node?.type === 'CallExpression' && objectOf(node.callee) === 'console';

function onlyLogs(handler) {
  if (!isFunction(handler)) return false;
  if (handler.body.type !== 'BlockStatement') return isConsoleCall(handler.body);
  const { body } = handler.body;
  return body.length === 1 && body[0].type === 'ExpressionStatement' && isConsoleCall(body[0].expression);
}

const unhandledPromise = (context) => ({
  ExpressionStatement(node) {
    const call = node.expression.type === 'UnaryExpression' ? node.expression.argument : node.expression;
    if (call.type !== 'CallExpression' || !isPromise(context, call) || handlerOf(call) !== undefined) return;
    context.report({ node, message: 'Nothing hears of it when this promise is rejected.' });
  },
});

const loggingRejections = (context) => ({
  CallExpression(node) {
    const handler = memberOf(node.callee) === 'finally' ? undefined : handlerOf(node);
    if (onlyLogs(handler)) context.report({ node: handler, message: 'A rejection is logged and nothing else.' });
  },
});

const nonClientRequestModel = (context) => {
  const tell = (node) => {
    context.report({ node, message: 'The platform makes requests by request templates only.' });
  };
  return {
    NewExpression(node) {
      if (OTHER_REQUESTS.has(pathOf(node.callee))) tell(node);
    },
    CallExpression(node) {
      if (OTHER_REQUESTS.has(pathOf(node.callee))) tell(node);
    },
    MemberExpression(node) {
      const isRequest = METHODS.has(memberOf(node)) || memberOf(node) === 'ajax';
      if (isRequest && OTHER_REQUEST_OBJECTS.has(objectOf(node))) tell(node);
    },
  };
};

const deprecatedApis = (context) => ({
  CallExpression({ callee }) {
    if (!METHODS.has(memberOf(callee)) || !['$request', 'client.request'].includes(objectOf(callee))) return;
    context.report({
      node: callee,
      message: `${pathOf(callee)} is of an older platform: use ${objectOf(callee)}.invokeTemplate.`,
    });
  },
});

/** `pkg/file` is of `pkg`, `@scope/pkg/file` of `@scope/pkg`. */
const packageOf = (name) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

const dependencyMismatch = (context) => {
  const { dependencies, isOnlyFile = false } = context.settings.freshworks ?? {};
  if (dependencies === undefined) return {};
  const seen = new Set();
  return {
    'CallExpression[callee.name="require"]'(node) {
      const name = node.arguments[0]?.value;
      if (typeof name !== 'string' || name.startsWith('.')) return;
      seen.add(packageOf(name));
      if (!dependencies.includes(packageOf(name)))
        context.report({ node, message: `manifest.json does not list ${name} under dependencies.` });
    },
    'Program:exit'(node) {
      const idle = isOnlyFile ? dependencies.filter((name) => !seen.has(name)) : [];
      for (const name of idle)
        context.report({ node, message: `manifest.json lists ${name}, which nothing requires.` });
    },
  };
};

const unpkgCdn = (context) => {
  const check = (node, text) => {
    if (/\bunpkg\.com\b/.test(text)) context.report({ node, message: 'unpkg.com is refused: use cdn.jsdelivr.net.' });
  };
  return {
    Literal: (node) => {
      check(node, String(node.value));
    },
    TemplateElement: (node) => {
      check(node, node.value.raw);
    },
  };
};

/** Calls below a node, without those in functions of their own. */
function callsIn(node, visitorKeys) {
  const below = partsOf(node, visitorKeys)
    .filter((part) => !isFunction(part))
    .flatMap((part) => callsIn(part, visitorKeys));
  return node.type === 'CallExpression' ? [node, ...below] : below;
}

const proxyRequests = (context) => ({
  'Program > ExpressionStatement > AssignmentExpression[left.name="exports"] > ObjectExpression > Property'(node) {
    if (!isFunction(node.value)) return;
    const calls = callsIn(node.value.body, context.sourceCode.visitorKeys).map(({ callee }) => pathOf(callee));
    const isProxy = (path) => path === '$request.invokeTemplate' || path === 'renderData' || /^console\./.test(path);
    if (calls.includes('$request.invokeTemplate') && calls.every(isProxy))
      context.report({ node, message: 'The function only passes a request template on: let the page invoke it.' });
  },
});

const rule = (description, create) => ({ meta: { type: 'problem', docs: { description }, schema: [] }, create });

module.exports = {
  meta: { name: 'freshworks' },
  rules: {
    'no-unhandled-promise': rule('a promise whose rejection nothing handles', unhandledPromise),
    'no-logging-rejections': rule('a rejection that is logged and nothing else', loggingRejections),
    'no-non-client-request-model': rule('a request by other means than the platform’s', nonClientRequestModel),
    'no-deprecated-apis': rule('functions of older platforms', deprecatedApis),
    'no-dependency-mismatch': rule('packages that manifest.json and the code do not agree on', dependencyMismatch),
    'no-unpkg-cdn': rule('the CDN that is refused', unpkgCdn),
    'no-proxy-requests': rule('a function that only passes a request on', proxyRequests),
  },
};
