import Diagnostics

@testable import Specification

/// The text a user sees for a spec that is wrong; "" for one that is right.
func messages(_ text: String, _ overrides: String...) -> String {
  messages(text, overrides: overrides)
}

func messages(_ text: String, overrides: [String]) -> String {
  do {
    _ = try sampleReader.read(text: text, path: "mine.yaml", overrides: overrides)
    return ""
  } catch {
    return error.diagnostics.map { DiagnosticRenderer().render($0) }.joined(separator: "\n")
  }
}

/// The resolved value at a path, as YAML; "-" when there is none.
func value(_ path: String, of spec: ExperimentSpec) -> String {
  ResolvedListing.values(of: spec).first { $0.path == path }?.yaml ?? "-"
}

func read(_ text: String, _ overrides: String...) throws -> ExperimentSpec {
  try sampleReader.read(text: text, path: "mine.yaml", overrides: overrides)
}
