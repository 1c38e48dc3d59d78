/** Which settings were in force when, and whether a request follows them. */
import type { OutgoingRequest } from '../../../packages/fresh-platform/types';
import { signatureProblem } from '../../../dev/stories/signature';
import type { Iparams } from '../../support/app';
import { isOn, type Name } from './destinations';

export interface SettingsHistory {
  add: (iparams: Iparams, at: number) => void;
  /** Those that were in force at some moment since then. */
  since: (time: number) => Iparams[];
}

export function createSettingsHistory(): SettingsHistory {
  const settings: { iparams: Iparams; at: number }[] = [];
  return {
    add: (iparams, at) => void settings.push({ iparams, at }),
    since: (time) =>
      settings.filter((...[, each]) => (settings[each + 1]?.at ?? Infinity) >= time).map(({ iparams }) => iparams),
  };
}

/** What is wrong with a request, given the settings that its invocation may have seen. */
export function requestProblems(name: Name, request: OutgoingRequest, recent: Iparams[], now: number): string[] {
  const isSet = recent.some((iparams) => isOn(iparams, name));
  const problems = isSet ? [] : [`${name} was sent something while it was not set.`];
  return name === 'webhook' ? [...problems, ...webhookProblems(request, recent, now)] : problems;
}

function webhookProblems(request: OutgoingRequest, recent: Iparams[], now: number): string[] {
  const address = `https://${request.host}${request.path}`;
  const isKnown = recent.some(({ destinations }) => destinations.some(({ url }) => url === address));
  const findings = recent.map((iparams) => signatureProblem(request, iparams.secrets['webhook'] ?? '', now));
  return [
    ...(isKnown ? [] : [`A request went to ${address}, which is not set.`]),
    ...(findings.includes(null) ? [] : [`A signature is wrong: ${String(findings[0])}`]),
  ];
}
