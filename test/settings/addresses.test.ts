import { createApp, destination, payloadWith, SECRET, type Iparams } from '../support/app';
import { readAddress } from '../../src/settings/addresses';

async function reached(iparams: Iparams): Promise<string[]> {
  const { platform, requests } = createApp({ iparams });
  await platform.invoke('onConversationCreate', payloadWith());
  return requests.map(({ host, path }) => `${host}${path}`);
}

function byWebhook(url: string): Promise<string[]> {
  return reached(destination('webhook', SECRET, { url }));
}

describe('an address', () => {
  const addresses: [url: string, reached: string][] = [
    ['https://hooks.example.com', 'hooks.example.com/'],
    ['https://hooks.example.com/', 'hooks.example.com/'],
    ['  HTTPS://HOOKS.Example.COM/Relay ', 'hooks.example.com/Relay'],
    ['https://hooks.example.com?team=7', 'hooks.example.com/?team=7'],
    ['https://hooks.example.com/a/b?c=d&e=f%20g#fragment', 'hooks.example.com/a/b?c=d&e=f%20g'],
    ['https://hooks.example.com#fragment', 'hooks.example.com/'],
    ['https://hooks.example.com/grüße/🙂', 'hooks.example.com/gr%C3%BC%C3%9Fe/%F0%9F%99%82'],
    ['https://hooks.example.com/lone\ud83d', 'hooks.example.com/lone%EF%BF%BD'],
    ['https://hooks.example.com/a b"c\\d', 'hooks.example.com/a%20b%22c%5Cd'],
    [
      'https://hooks.example.com/<%= iparam.webhook_secret %>',
      'hooks.example.com/%3C%25=%20iparam.webhook_secret%20%25%3E',
    ],
    ['https://hooks.example.com/100%?off=5%2B5%', 'hooks.example.com/100%25?off=5%2B5%25'],
    ['https://hooks.example.com/{{iparam.webhook_secret}}', 'hooks.example.com/%7B%7Biparam.webhook_secret%7D%7D'],
  ];

  it.each(addresses)('%j reaches %s', async (url, expected) => {
    expect(await byWebhook(url)).toEqual([expected]);
  });

  const refused = [
    'https://hooks.example.com:8443/x',
    'https://hooks.example.com:443:443/x',
    'https://hooks.example.com:/x',
    'https://127.0.0.0x1/',
    'https://127.0.0.0x/',
    'https://hooks.0x7f/x',
    'https://0177.0.0.01/x',
    'https://１２７.0.0.1/x',
    'https://127.1/x',
    'https://2130706433/x',
    'https://0x7f000001/x',
    'https://0x7f.0.0.1/x',
    'https://10.0.0.1:443/x',
    'https://[::1]/x',
    'https:///x',
    'https://',
    'https://hooks..example.com/x',
    'https://hooks.example.com./x',
    'https://-a.example.com/',
    'https://a_b.example.com/',
    'https://hooks.example.123/',
    'https://bücher.example/',
    `https://${'a'.repeat(64)}.example.com/`,
    `https://${'a.'.repeat(130)}com/`,
    'https://user@hooks.example.com/',
    'ftp://hooks.example.com/',
    '//hooks.example.com/',
    'https:/hooks.example.com/',
    'https://hooks.example.com\\@evil.example/',
    'https://hooks.<%= iparam.webhook_secret %>.com/',
  ];

  it.each(refused)('%s is asked nothing', async (url) => {
    expect(await byWebhook(url)).toEqual([]);
  });

  it('may name port 443, and no other', async () => {
    const byTeams = (address: string): Promise<string[]> =>
      reached(destination('teams', address, { tell: ['Created'] }));
    expect(await byWebhook('https://hooks.example.com:443/x')).toEqual(['hooks.example.com/x']);
    expect(await byTeams('https://Flows.example.com:443/workflows/a?sig=b%2Bc')).toEqual([
      'flows.example.com/workflows/a?sig=b%2Bc',
    ]);
    expect(await byTeams('https://flows.example.com:443')).toEqual(['flows.example.com/']);
    for (const port of [':8443', ':80', ':4430', ':443:443', ':'])
      expect(await byTeams(`https://flows.example.com${port}/x`)).toEqual([]);
    expect(await byTeams('https://192.0.2.1:443/x')).toEqual([]);
  });
});

test('a host may have 253 characters, and none of its parts more than 63', () => {
  const host = (length: number): string => `${'a.'.repeat((length - 3) / 2)}com`;
  const read = (name: string): unknown => readAddress(`https://${name}/x`);
  expect(read(host(253))).toEqual({ address: { host: host(253), path: 'x' } });
  expect(read(host(255))).toEqual({ problem: 'needs a public host, like hooks.acme.com.' });
  expect(read(`b${host(253)}`)).toEqual({ problem: 'needs a public host, like hooks.acme.com.' });
  expect(read(`${'a'.repeat(63)}.com`)).toEqual({ address: { host: `${'a'.repeat(63)}.com`, path: 'x' } });
  expect(read(`${'a'.repeat(64)}.com`)).toEqual({ problem: 'needs a public host, like hooks.acme.com.' });
});
