public import Diagnostics

/// All problems that prevent data from being used.
public struct DatasetError: ReportableError, Sendable, Hashable {
  /// Errors and warnings.
  public let diagnostics: [Diagnostic]
  /// Whether the data are invalid (exit status 3), such as a corrupt file, rather than the spec
  /// (exit status 2); false if both are.
  public let isDataInvalid: Bool

  public init(_ diagnostics: [Diagnostic], isDataInvalid: Bool) {
    self.diagnostics = diagnostics
    self.isDataInvalid = isDataInvalid
  }

  public var fault: Fault { isDataInvalid ? .data : .specification }
}

/// Problems of a stage, collected to be thrown together.
struct ProblemList {
  private(set) var spec: [Diagnostic] = []
  private(set) var data: [Diagnostic] = []
  private(set) var warnings: [Diagnostic] = []

  var isEmpty: Bool { spec.isEmpty && data.isEmpty }

  /// Adds a problem of the spec.
  mutating func addToSpec(_ diagnostic: Diagnostic) { spec.append(diagnostic) }

  /// Adds a problem of the files.
  mutating func addToData(_ diagnostic: Diagnostic) { data.append(diagnostic) }

  mutating func warn(_ diagnostic: Diagnostic) { warnings.append(diagnostic) }

  /// Adds the problems of another stage.
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
