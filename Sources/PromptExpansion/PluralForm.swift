/// What English makes of a noun phrase's plural.
package enum PluralForm: Hashable, Sendable {
  /// The plural; equal to the phrase for `sheep` and `aircraft`.
  case plural(String)
  /// The phrase is a plural already: `clouds`, `scissors`, `people`.
  case alreadyPlural
  /// Uncountable: `vegetation`, `scrap metal`.
  case mass
  /// Not an English noun phrase, so that no rule can know: `on rails`, `wall-concrete`, `道路`.
  case none
}
