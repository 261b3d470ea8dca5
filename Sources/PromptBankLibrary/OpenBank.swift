public import CPromptBank
internal import PromptBank

/// The interface's version.
@c @implementation
public func promptbank_interface_version() -> Int32 { Int32(PROMPTBANK_INTERFACE_VERSION) }

/// Maps a bank.
@c @implementation
public func promptbank_open(
  _ path: UnsafePointer<CChar>?, _ bank: UnsafeMutablePointer<promptbank_bank>?
) -> promptbank_status {
  answer { () throws(LibraryError) in
    let number = try unsafe Place(bank, "bank")
    number.set(0)
    guard let path = unsafe path else { throw .argument("`path` is NULL") }
    guard let path = unsafe String(validatingCString: path) else {
      throw .argument("`path` is not UTF-8")
    }
    do throws(BankError) {
      number.set(OpenBanks.all.add(try Bank(path: path)))
    } catch {
      throw LibraryError(PROMPTBANK_INVALID_BANK, error.description)
    }
  }
}

/// Closes a bank.
@c @implementation
public func promptbank_close(_ bank: promptbank_bank) -> promptbank_status {
  answer { () throws(LibraryError) in try OpenBanks.all.close(bank) }
}
