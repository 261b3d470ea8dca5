/// The work and the time of encoding.
package struct EncodingEffort: Sendable, Equatable {
  /// Floating-point operations of the matrix products, a multiplication and an addition being two.
  package var operations = 0.0
  /// Reading weights and bringing them into the form that products take.
  package var preparing = Duration.zero
  /// All the rest, from token ids to embeddings.
  package var encoding = Duration.zero

  /// The rate of the products over the time of encoding, in 10⁹ operations a second.
  package var billionsPerSecond: Double {
    encoding > .zero ? operations / (encoding / .seconds(1)) / 1e9 : 0
  }
}
