package import PromptSource

/// The comments of a file in the concise spelling, each from `#` to the end of its line, in order.
package func comments(_ file: SourceFile) -> [TextRange] { Lexer(file.utf8).comments }
