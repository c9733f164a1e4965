public import Diagnostics

/// Why there is nothing to compare new rows with.
public struct ReferenceError: ReportableError, Hashable {
  public let folder: String
  public let problem: Problem

  public enum Problem: Sendable, Hashable {
    case missing
    case damaged
    case version(Int)
    case otherModel
  }

  public init(folder: String, problem: Problem) {
    self.folder = folder
    self.problem = problem
  }

  public var fault: Fault { .data }

  public var diagnostics: [Diagnostic] {
    let file = "\"\(folder)/\(ReferenceProfile.fileName)\""
    let again = "run the spec again: a run writes it beside its model"
    return switch problem {
    case .missing:
      [
        Diagnostic(
          id: "reference", "a model whose drift is asked for must have \(file); got no such file",
          notes: [again])
      ]
    case .damaged:
      [Diagnostic(id: "reference", "\(file) must be a profile; got something else", notes: [again])]
    case .version(let version):
      [
        Diagnostic(
          id: "reference",
          "\(file) must have version \(ReferenceProfile.version); got version \(version)",
          notes: [again])
      ]
    case .otherModel:
      [
        Diagnostic(
          id: "reference", "\(file) must belong to the model beside it; got that of another",
          notes: ["copy the files of one run, or \(again)"])
      ]
    }
  }
}
