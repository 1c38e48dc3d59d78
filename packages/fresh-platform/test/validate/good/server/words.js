exports.noteOf = function (data, greeting) {
  return greeting + ', ' + data.conversation.conversation_id;
};
