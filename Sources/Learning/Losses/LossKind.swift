/// A loss; `auto` is the canonical one of the task.
///
/// A closed set, since each is a kernel over the outputs, fused with the output activation where
/// that is the numerically stable form.
public enum LossKind: String, Sendable, Hashable, Codable, CaseIterable {
  case auto
  case crossEntropy = "cross_entropy"
  case binaryCrossEntropy = "binary_cross_entropy"
  case meanSquaredError = "mse"
  case meanAbsoluteError = "mae"
  case huber
  case hinge

  /// Whether it is a negative log-likelihood of classes.
  public var isCrossEntropy: Bool { self == .crossEntropy || self == .binaryCrossEntropy }

  /// Whether it is a function of the difference of each output and its target; of the differences
  /// of probabilities from 0 and 1 for classes.
  public var isPointwise: Bool {
    switch self {
    case .meanSquaredError, .meanAbsoluteError, .huber: true
    case .auto, .crossEntropy, .binaryCrossEntropy, .hinge: false
    }
  }
}
