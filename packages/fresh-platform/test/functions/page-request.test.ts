import { platformWith, recording, removeApps } from '../support/apps';

afterAll(removeApps);

const server = 'exports = { onConversationUpdate() {}, onScheduledEvent() {} };';

describe('a request that a page makes by a template (documented)', () => {
  it('is filled in as one of the server’s, and resolves with the answer', async () => {
    const { sent, receiver } = recording({ status: 201, body: 'made' });
    const platform = platformWith(
      { server, schema: { host: '<%= iparam.domain %>', path: '/to/<%= context.id %>' } },
      { receiver, iparams: { domain: 'acme.example.com' } },
    );
    const options = { context: { id: 7 }, body: 'hello' };
    expect(await platform.invokeTemplate('send', options)).toEqual({
      resolved: { status: 201, headers: {}, response: 'made', attempts: 1 },
    });
    expect(sent).toMatchObject([{ host: 'acme.example.com', path: '/to/7', body: 'hello' }]);
    expect(platform.quota().requests).toBe(1);
    expect(platform.invocations).toMatchObject([{ event: 'invokeTemplate', outcome: 'completed' }]);
  });

  it('is rejected as the server’s are, on every variant of the platform', async () => {
    for (const variant of ['current', 'fdk6'] as const) {
      const platform = platformWith({ server }, { variant, receiver: () => ({ status: 404, body: 'no' }) });
      expect(await platform.invokeTemplate('send')).toMatchObject({ rejected: { status: 404, response: 'no' } });
      expect(await platform.invokeTemplate('other')).toMatchObject({ rejected: { status: 400 } });
    }
  });
});
