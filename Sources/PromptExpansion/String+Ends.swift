extension StringProtocol {
  /// Whether the text ends in these bytes. `hasSuffix` compares whole characters from the back, which
  /// takes most of the time of a large set.
  func ends(_ ending: String) -> Bool {
    utf8.count >= ending.utf8.count && utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }
}
