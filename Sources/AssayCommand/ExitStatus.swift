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
  /// Compare: the last run is worse. Reproduce: the results are not identical. Drift: rows have changed.
  case worse = 7
  case inconclusive = 8
  /// A run was asked to stop and can be resumed; 75 is EX_TEMPFAIL of sysexits.
  case resumable = 75
  /// By Ctrl-C, with nothing to resume.
  case interrupted = 130
  /// By a request to terminate, with nothing to resume.
  case terminated = 143
}
