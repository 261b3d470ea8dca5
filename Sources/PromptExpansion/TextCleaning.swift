/// What the text encoders' side knows of a text, passed in so that no Unicode table stands twice.
package struct TextCleaning {
  /// open_clip's cleaning, without lower-casing.
  package var cleaned: (String) -> String
  /// open_clip's cleaning and lower-casing: the equality of concepts.
  package var canonical: (String) -> String
  /// Whether a text looks decoded with the wrong encoding.
  package var isMisdecoded: (String) -> Bool

  package init(
    cleaned: @escaping (String) -> String, canonical: @escaping (String) -> String,
    isMisdecoded: @escaping (String) -> Bool
  ) {
    self.cleaned = cleaned
    self.canonical = canonical
    self.isMisdecoded = isMisdecoded
  }
}
