public import Diagnostics

/// Why a model cannot be exported.
public enum ExportError: ReportableError, Hashable {
  /// Its kind has no layers that another program could compute.
  case noLayers(kind: String)
  /// What would be written does not predict the golden rows as the model does.
  case goldenRow

  public var fault: Fault {
    switch self {
    case .noLayers: .specification
    case .goldenRow: .program
    }
  }

  public var diagnostics: [Diagnostic] {
    switch self {
    case .noLayers(let kind):
      [
        Diagnostic(
          id: "export-model", "a model that is exported must consist of layers; got \(kind)",
          notes: ["copy model.json and model.safetensors of the run instead"])
      ]
    case .goldenRow:
      [
        Diagnostic(
          id: "export-golden-row",
          "the export must predict the golden rows as the model does; got other predictions")
      ]
    }
  }
}
