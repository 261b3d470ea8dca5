internal import CPromptBank

/// Why a call failed: the code for the program, the reason for people.
struct LibraryError: Error {
  var status: promptbank_status
  var reason: String

  init(_ status: Int, _ reason: String) {
    self.status = promptbank_status(status)
    self.reason = reason
  }

  static func argument(_ reason: String) -> LibraryError {
    LibraryError(PROMPTBANK_INVALID_ARGUMENT, reason)
  }
}

/// Does a call's work; keeps the reason where it fails, and gives the code.
func answer(_ work: () throws(LibraryError) -> Void) -> promptbank_status {
  do throws(LibraryError) {
    try work()
    return promptbank_status(PROMPTBANK_OK)
  } catch {
    var reason = error.reason
    reason.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) {
        unsafe promptbank_keep_error($0.baseAddress, $0.count)
      }
    }
    return error.status
  }
}
