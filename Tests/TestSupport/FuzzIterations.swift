import Foundation

/// How many random cases a fuzz test runs: `usual` in CI, `PROMPTBANK_FUZZ_ITERATIONS` under `make fuzz`.
package func fuzzIterations(_ usual: Int) -> Int {
  ProcessInfo.processInfo.environment["PROMPTBANK_FUZZ_ITERATIONS"].flatMap(Int.init) ?? usual
}
