/**
 * The functions that manifest.json names. Nothing but wiring: none of them throws, whatever it is called with.
 * They stand in the object itself, because the platform's tool finds only functions that are written there.
 */
import { answerPage, faultName } from './handlers/answer-page';
import { relay } from './handlers/conversation';
import { install, uninstall } from './handlers/install';
import { listSlackChannels } from './handlers/list-slack-channels';
import { settingsSaved } from './handlers/reminders';
import { scheduledEvent } from './handlers/scheduled-event';
import { pageStatus, retryFromPage } from './handlers/status';
import { testDestination } from './handlers/test-destination';
import { realRuntime as runtime } from './platform/runtime';

/** A fault of our own must not take the platform's invocation down; its kind is told, its text could hold anything. */
async function guarded(event: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (fault) {
    console.error(`Error in ${event}: the app failed with ${faultName(fault)}. Please report it with the line above.`);
  }
}

exports = {
  onConversationCreateCallback: async function (payload: unknown) {
    await guarded('onConversationCreate', relay('onConversationCreate', payload, runtime));
  },

  onConversationUpdateCallback: async function (payload: unknown) {
    await guarded('onConversationUpdate', relay('onConversationUpdate', payload, runtime));
  },

  onAppInstallCallback: async function (payload: unknown) {
    await guarded('onAppInstall', install(payload, runtime));
  },

  onAppUninstallCallback: function () {
    uninstall();
  },

  testDestination: async function (payload: unknown) {
    await answerPage('testDestination', () => testDestination(payload, runtime));
  },

  listSlackChannels: async function (payload: unknown) {
    await answerPage('listSlackChannels', () => listSlackChannels(payload, runtime));
  },

  status: async function (payload: unknown) {
    await answerPage('status', () => pageStatus(payload, runtime));
  },

  retryNow: async function (payload: unknown) {
    await answerPage('retryNow', () => retryFromPage(payload, runtime));
  },

  settingsSaved: async function (payload: unknown) {
    await answerPage('settingsSaved', () => settingsSaved(payload, runtime));
  },

  onScheduledEventCallback: async function (payload: unknown) {
    await guarded('onScheduledEvent', scheduledEvent(payload, runtime));
  },
};
