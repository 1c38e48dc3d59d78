import { Webhook } from 'standardwebhooks';
import type { OutgoingRequest } from '../../packages/fresh-platform/index';

/** The signature a request should carry, by the reference library, for the moment its header names. */
export function signatureOf(request: OutgoingRequest | undefined, secret: string): string {
  const { 'webhook-id': id = '', 'webhook-timestamp': seconds = '' } = request?.headers ?? {};
  return new Webhook(secret).sign(id, new Date(Number(seconds) * 1000), request?.body ?? '');
}
