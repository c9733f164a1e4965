public import Findings

/// A limit of a check and the quantity it limits. It stands in the file of its check.
public struct Threshold: Sendable, Hashable {
  /// The code of its check.
  public let code: CheckCode
  public let value: Double
  /// The quantity: "rows of the commonest class for each of the rarest".
  public let meaning: String
  /// Whether `sanity.thresholds` may change it: at most one limit of a check.
  public let isOverridable: Bool

  init(_ code: CheckCode, _ value: Double, _ meaning: String) {
    self.init(code: code, value: value, meaning: meaning, isOverridable: true)
  }

  private init(code: CheckCode, value: Double, meaning: String, isOverridable: Bool) {
    self.code = code
    self.value = value
    self.meaning = meaning
    self.isOverridable = isOverridable
  }

  /// A limit that is part of the check's definition.
  static func fixed(_ code: CheckCode, _ value: Double, _ meaning: String) -> Threshold {
    Threshold(code: code, value: value, meaning: meaning, isOverridable: false)
  }
}
