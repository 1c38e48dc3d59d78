/// <reference lib="dom" />
/**
 * The script that `{{{appclient}}}` stands for: `app.initialized()` gives the client a settings page has on the platform,
 * and what the platform calls in the page is called. A classic script: served with its types taken out.
 */
(() => {
  type Message = { fresh: string; id: number; name: string; args: unknown[]; resolved?: unknown; rejected?: unknown };
  type Settle = { resolve: (value: unknown) => void; reject: (reason: unknown) => void };
  const waiting = new Map<number, Settle>();
  let lastId = 0;

  const post = (message: object): void => {
    parent.postMessage(JSON.stringify(message), location.origin);
  };

  const ask = (name: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      post({ fresh: 'ask', id: lastId, name, args });
    });

  const client = {
    data: {
      get: (name: string) =>
        name === 'currentHost'
          ? ask('currentHost', [])
          : Promise.reject(new Error(`client.data.get("${name}") does not exist on a settings page.`)),
    },
    request: {
      invoke: (name: string, data: unknown = {}) => ask('invoke', [name, data]),
      invokeTemplate: (name: string, options: unknown = {}) => ask('invokeTemplate', [name, options]),
    },
  };

  /** Only plain function declarations of a classic script become properties of the window, which is where the platform looks. */
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const declared: unknown = Reflect.get(window, name);
    if (typeof declared !== 'function') throw new Error(`config/iparams.html declares no global function ${name}().`);
    return (await Reflect.apply(declared, window, args)) as unknown;
  };

  const settle = (id: number, message: Message): void => {
    const promise = waiting.get(id);
    waiting.delete(id);
    if ('rejected' in message) promise?.reject(message.rejected);
    else promise?.resolve(message.resolved);
  };

  addEventListener('message', ({ data, origin, source }) => {
    if (origin !== location.origin || source !== parent || typeof data !== 'string') return;
    const message = JSON.parse(data) as Message;
    if (message.fresh === 'answer') settle(message.id, message);
    if (message.fresh !== 'call') return;
    call(message.name, message.args).then(
      (resolved) => {
        post({ fresh: 'answer', id: message.id, resolved });
      },
      (error: unknown) => {
        post({ fresh: 'answer', id: message.id, rejected: error instanceof Error ? error.message : String(error) });
      },
    );
  });

  Object.defineProperty(window, 'app', { value: { initialized: () => Promise.resolve(client) } });
})();
