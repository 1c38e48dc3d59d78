const greeting = require('greeting');
const words = require('./words');

exports = {
  onAppInstallCallback: function () {
    renderData();
  },

  onAppUninstallCallback: function () {
    renderData();
  },

  onConversationCreateCallback: async function (payload) {
    const note = words.noteOf(payload.data, greeting);
    console.log('A note of', note.length, 'characters');
    await $request.invokeTemplate('sendNote', { context: {}, body: JSON.stringify({ note }) });
  },
};
