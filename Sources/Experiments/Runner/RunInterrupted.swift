import Runs

/// A run was asked to stop; its directory, if it had one, reads as interrupted.
public struct RunInterrupted: Error, Sendable {
  /// Where it was: "in epoch 3".
  public let stage: String
  /// The run that can be resumed; nil when none had begun.
  public let run: Begun?

  /// A run that has a directory.
  public struct Begun: Sendable {
    public let id: String
    /// Its directory.
    public let path: String
  }

  init(stage: String, directory: RunDirectory?) {
    self.stage = stage
    run = directory.map { Begun(id: $0.id, path: $0.path) }
  }
}
