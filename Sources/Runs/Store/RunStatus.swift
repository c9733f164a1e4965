/// What a run's files and the process that holds it say of the run; never stored.
public enum RunStatus: Sendable, Hashable {
  /// A live process holds it.
  case running
  /// It has a record.
  case finished(RunEnding)
  /// No record, and no process that could still write one.
  case interrupted
  /// There is a record that this program cannot read, or a holder it cannot ask.
  case unreadable(String)

  /// A word for tables: "finished", "goal missed", "running".
  public var word: String {
    switch self {
    case .running: "running"
    case .finished(let ending):
      ending.rawValue.replacing("_", with: " ")
    case .interrupted: "interrupted"
    case .unreadable: "unreadable"
    }
  }
}
