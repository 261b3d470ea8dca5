/// What the command tells its caller; scripts depend on these numbers.
enum ExitStatus: Int32 {
  /// Findings at or above `--fail-on`.
  case findings = 1
  /// The command line was wrong.
  case usage = 2
  /// Something could not be read, written or loaded.
  case unavailable = 3
}
