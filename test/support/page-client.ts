/** Asking the page's server, as a browser or as somebody else would. */
import { request } from 'node:http';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/**
 * One request to `port` of this machine, its path as it is: no client tidies it up. A body makes it a POST of JSON from the page
 * itself; a header that is empty is left out.
 */
export function ask(port: number, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  const own: Record<string, string> =
    body === undefined ? {} : { 'content-type': 'application/json', origin: `http://localhost:${port}` };
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
        headers: Object.fromEntries(Object.entries({ ...own, ...headers }).filter(([, value]) => value !== '')),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    sending.on('error', reject).end(body);
  });
}

export function portOf(address: string): number {
  return Number(new URL(address).port);
}
