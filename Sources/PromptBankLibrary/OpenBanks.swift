internal import CPromptBank
internal import PromptBank
internal import Synchronization

/// The banks that are open, by number. A number is never given twice, so that one which has been closed
/// is found out; a bank that a call is using lives until that call ends.
final class OpenBanks: Sendable {
  static let all = OpenBanks()
  private let banks = Mutex<(last: promptbank_bank, open: [promptbank_bank: Bank])>((0, [:]))

  func add(_ bank: Bank) -> promptbank_bank {
    banks.withLock {
      $0.last += 1
      $0.open[$0.last] = bank
      return $0.last
    }
  }

  func bank(_ number: promptbank_bank) throws(LibraryError) -> Bank {
    try found(number, banks.withLock { $0.open[number] })
  }

  func close(_ number: promptbank_bank) throws(LibraryError) {
    // Unmapped here, outside the lock, where no call uses it.
    _ = try found(number, banks.withLock { $0.open.removeValue(forKey: number) })
  }

  private func found(_ number: promptbank_bank, _ bank: Bank?) throws(LibraryError) -> Bank {
    if let bank { return bank }
    throw LibraryError(
      PROMPTBANK_INVALID_HANDLE,
      number == 0
        ? "no bank: 0 is the number of none"
        : "bank \(number) is not open: it was closed, or never opened")
  }
}
