/// Where a model is to be used.
public enum DeploymentTarget: String, Sendable, Hashable, Codable, CaseIterable {
  case server, edge, browser

  /// What is deployed there, for the reference page.
  public var summary: String {
    switch self {
    case .server: "the saved model, read by Assay"
    case .edge: "an ONNX graph, which the run writes as `model.onnx`"
    case .browser: "a JavaScript module, which the run writes as `model.js`"
    }
  }
}
