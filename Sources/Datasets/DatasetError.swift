public import Diagnostics

/// All that keeps data from being used, collected before it is thrown.
public struct DatasetError: Error, Sendable, Hashable {
  /// Errors, and the warnings met on the way.
  public let diagnostics: [Diagnostic]
  /// Whether the data is to blame (exit status 3): a corrupt or contradictory file. Otherwise the
  /// spec names something that is not there or cannot be (exit status 2). When both are wrong it
  /// is the spec's turn first.
  public let isDataInvalid: Bool

  public init(_ diagnostics: [Diagnostic], isDataInvalid: Bool) {
    self.diagnostics = diagnostics
    self.isDataInvalid = isDataInvalid
  }
}

/// Gathers the problems of a stage, so that they are thrown together.
struct ProblemList {
  private(set) var spec: [Diagnostic] = []
  private(set) var data: [Diagnostic] = []
  private(set) var warnings: [Diagnostic] = []

  var isEmpty: Bool { spec.isEmpty && data.isEmpty }

  /// A mistake in what the spec asks.
  mutating func addToSpec(_ diagnostic: Diagnostic) { spec.append(diagnostic) }

  /// A fault of the files.
  mutating func addToData(_ diagnostic: Diagnostic) { data.append(diagnostic) }

  mutating func warn(_ diagnostic: Diagnostic) { warnings.append(diagnostic) }

  /// Takes over what another stage found.
  mutating func add(_ error: DatasetError) {
    let errors = error.diagnostics.filter { $0.severity == .error }
    if error.isDataInvalid { data += errors } else { spec += errors }
    warnings += error.diagnostics.filter { $0.severity != .error }
  }

  func throwIfAny() throws {
    guard !isEmpty else { return }
    throw DatasetError(spec + data + warnings, isDataInvalid: spec.isEmpty)
  }
}
