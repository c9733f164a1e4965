/// The losses a spec can ask for; `auto` is the canonical one of the task.
///
/// A closed set: each is a pass over the output layer, fused with its activation where that is
/// the stable form.
public enum LossKind: String, Sendable, Hashable, Codable, CaseIterable {
  case auto
  case crossEntropy = "cross_entropy"
  case binaryCrossEntropy = "binary_cross_entropy"
  case meanSquaredError = "mse"
  case meanAbsoluteError = "mae"
  case huber
  case hinge
}
