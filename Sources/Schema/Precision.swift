/// Floating-point precision of a computation.
public enum Precision: String, Sendable, Hashable, Codable {
  case float, double
}
