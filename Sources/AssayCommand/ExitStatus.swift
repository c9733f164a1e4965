/// The documented exit status of every command.
enum ExitStatus: Int32, Error, Sendable {
  case done = 0
  case internalError = 1
  /// Usage, or a spec that is invalid.
  case invalidSpec = 2
  case invalidData = 3
  case stoppedByGate = 4
  case diverged = 5
  case goalMissed = 6
  case worse = 7
  case inconclusive = 8
  /// By Ctrl-C.
  case interrupted = 130
  /// By a request to terminate.
  case terminated = 143
}
