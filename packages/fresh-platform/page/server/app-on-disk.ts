/** Takes up what was built or edited meanwhile, so that the page runs what is on the disk, as the real tool does. */
import { fingerprint } from '../../app/fingerprint';
import { messageOf } from '../../lib/thrown';

export interface AppOnDisk {
  /** Reads the app anew where its files have changed. Throws what is wrong with them, until they are mended. */
  takeUp: () => void;
  /** Why the app on the disk cannot be run; empty when it can. */
  fault: () => string;
}

/** `reload` reads the app's files, and throws where they break a rule. */
export function appOnDisk(appDir: string, reload: () => void): AppOnDisk {
  let files = fingerprint(appDir);
  let fault = '';
  return {
    takeUp: () => {
      const current = fingerprint(appDir);
      if (current === files) return;
      try {
        reload();
        fault = '';
        files = current;
      } catch (error) {
        fault = messageOf(error);
        throw error;
      }
    },
    fault: () => fault,
  };
}
