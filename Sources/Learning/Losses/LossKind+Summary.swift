extension LossKind {
  /// One sentence for the reference page.
  public var summary: String {
    switch self {
    case .auto: "The canonical loss of the task."
    case .crossEntropy: "Cross entropy of the softmax of the outputs."
    case .binaryCrossEntropy: "Cross entropy of the logistic function of the outputs."
    case .meanSquaredError: "The squared error."
    case .meanAbsoluteError: "The absolute error."
    case .huber: "Half the squared error up to 1, linear beyond."
    case .hinge: "How far a row is from its side of the margin."
    }
  }
}
