public import Diagnostics

/// Why a saved model cannot be used.
public struct BundleError: ReportableError, Hashable {
  public let folder: String
  public let problem: Problem

  public enum Problem: Sendable, Hashable {
    case missingFile(String)
    /// `model.json` is no description of a model; the key where it stops being one.
    case description(String?)
    case version(Int)
    case digest(expected: String, found: String)
    case tensors(String)
    case inputCounts(preprocessing: Int, model: Int)
    case outputs
    /// The position of a golden row that the model predicts otherwise than when it was saved.
    case goldenRow(Int)
  }

  public init(folder: String, problem: Problem) {
    self.folder = folder
    self.problem = problem
  }

  public var fault: Fault { .data }

  public var diagnostics: [Diagnostic] {
    [Diagnostic(id: "bundle", message, notes: notes)]
  }

  private var message: String {
    let (tensors, description) = (
      "\(folder)/\(PipelineBundle.tensorsName)", "\(folder)/\(PipelineBundle.descriptionName)"
    )
    return switch problem {
    case .missingFile(let name): "a saved model must have \"\(folder)/\(name)\"; got no such file"
    case .description(let place?):
      "\"\(description)\" must describe a saved model; got something else at \"\(place)\""
    case .description(nil):
      "\"\(description)\" must describe a saved model; got no whole JSON document"
    case .version(let version):
      "\"\(description)\" must have version \(PipelineBundle.version); got version \(version)"
    case .digest(let expected, let found):
      "\"\(tensors)\" must have the SHA-256 \(expected); got \(found)"
    case .tensors(let reason): "\"\(tensors)\" must hold the model's tensors: \(reason)"
    case .inputCounts(let preprocessing, let model):
      "the model in \"\(folder)\" must take what its preprocessing makes, \(preprocessing) inputs; "
        + "got a model of \(model)"
    case .outputs:
      "the model in \"\(folder)\" must predict what its schema says; got another task or number of "
        + "classes"
    case .goldenRow(let position):
      "the model in \"\(folder)\" must predict golden row \(position + 1) as it did when it was saved; "
        + "got another prediction"
    }
  }

  private var notes: [String] {
    switch problem {
    case .version(let version) where version < PipelineBundle.version:
      ["an earlier version of Assay wrote it: run the spec again"]
    case .version: ["a later version of Assay wrote it: use that one"]
    case .missingFile: ["a run that was stopped before its training ended saves no model"]
    case .digest, .tensors, .description, .inputCounts, .outputs, .goldenRow:
      [
        "the files were changed or belong to different models: copy them again, or run the spec again"
      ]
    }
  }
}
