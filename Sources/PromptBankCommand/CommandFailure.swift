import ArgumentParser

/// Why the command stops, in a sentence a person can act on, and with which exit code.
struct CommandFailure: Error {
  var message: String
  var status: ExitStatus

  init(_ message: String, _ status: ExitStatus = .unavailable) {
    self.message = message
    self.status = status
  }
}
