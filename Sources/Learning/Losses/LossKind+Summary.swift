extension LossKind {
  /// One sentence for the reference page.
  public var summary: String {
    switch self {
    case .auto: "The canonical loss of the task."
    case .crossEntropy: "Cross-entropy of the softmax of the outputs."
    case .binaryCrossEntropy: "Binary cross-entropy of the sigmoid of the outputs."
    case .meanSquaredError: "Squared error."
    case .meanAbsoluteError: "Absolute error."
    case .huber: "Huber loss: half the squared error up to 1, linear beyond."
    case .hinge: "Hinge loss max(0, 1 − margin)."
    }
  }
}
