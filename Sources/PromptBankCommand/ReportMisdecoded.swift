import PromptSource
import PromptTokenizer

/// Says which texts look as if they had been decoded with the wrong encoding, as `cafÃ©`: open_clip and
/// OpenAI repair some of them before they tokenize, and here they stay as they are.
///
/// - Parameter texts: a line each.
func reportMisdecoded(_ texts: [String]) {
  let found = texts.indices.filter { looksMisdecoded(texts[$0]) }
  for index in found.prefix(3) {
    printMessage(
      "line \(index + 1): \(quoted(texts[index])) looks mis-decoded: it is taken as it stands, where "
        + "open_clip may repair it")
  }
  if found.count > 3 { printMessage("\(found.count - 3) more lines look mis-decoded") }
}
