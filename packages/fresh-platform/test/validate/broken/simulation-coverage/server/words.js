exports.noteOf = function (data, greeting) {
  return greeting + ', ' + data.conversation.conversation_id;
};

exports.letterOf = function (data) {
  const lines = [];
  lines.push('Dear');
  lines.push(data.conversation.conversation_id);
  lines.push('Yours');
  return lines.join('\n');
};
