"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.onConversationCreateCallback = onConversationCreateCallback;
exports.onConversationUpdateCallback = onConversationUpdateCallback;
exports.onAppInstallCallback = onAppInstallCallback;
exports.onAppUninstallCallback = onAppUninstallCallback;
exports.onScheduledEventCallback = onScheduledEventCallback;
/** The callbacks that manifest.json names. Nothing but wiring: none of them throws, whatever it is called with. */
const turn_1 = require("./outbox/turn");
const install_1 = require("./handlers/install");
const conversation_1 = require("./handlers/conversation");
const runtime_1 = require("./platform/runtime");
async function onConversationCreateCallback(payload) {
    await guarded('onConversationCreate', (0, conversation_1.relay)('onConversationCreate', payload, runtime_1.realRuntime));
}
async function onConversationUpdateCallback(payload) {
    await guarded('onConversationUpdate', (0, conversation_1.relay)('onConversationUpdate', payload, runtime_1.realRuntime));
}
async function onAppInstallCallback(payload) {
    await guarded('onAppInstall', (0, install_1.install)(payload, runtime_1.realRuntime));
}
function onAppUninstallCallback() {
    (0, install_1.uninstall)();
}
async function onScheduledEventCallback(payload) {
    await guarded('onScheduledEvent', (0, turn_1.drain)(payload, runtime_1.realRuntime));
}
/** A fault of our own must not take the platform's invocation down; its kind is told, its text could hold anything. */
async function guarded(event, work) {
    try {
        await work;
    }
    catch (fault) {
        const kind = fault instanceof Error ? fault.name : typeof fault;
        console.error(`Error in ${event}: the app failed with ${kind}. Please report it with the line above.`);
    }
}
