/// A message or a help as a sentence: with a full stop, but for a question.
func sentence(_ text: String) -> String { text.hasSuffix("?") ? text : text + "." }
