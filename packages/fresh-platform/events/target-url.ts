import type { Installation } from '../installation/installation';

/** The address at which the platform would take external events for the app. */
export function generateTargetUrl({ app, options }: Installation, event: string): Promise<string> {
  if (!app.handlers.some((handler) => handler.event === 'onExternalEvent'))
    return Promise.reject(
      new Error('generateTargetUrl needs onExternalEvent under modules.common.events in manifest.json.'),
    );
  const isOffered =
    event === 'onAppInstall' || app.handlers.some((handler) => handler.event === event && handler.module !== 'common');
  if (!isOffered)
    return Promise.reject(new Error(`generateTargetUrl works in onAppInstall and product events, not in ${event}.`));
  return Promise.resolve(options.targetUrl ?? 'https://app.example.com/hooks/external-event');
}
