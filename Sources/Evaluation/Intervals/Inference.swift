/// What is known of a number beyond its value.
struct Inference {
  /// nil where the rows allow none.
  let interval: Interval?
  /// Two-sided, against zero; nil where there is no test.
  let pValue: Double?
  let standardError: Double?
  let method: String
  /// Why there is no interval; nil where there is one, or in comparisons.
  var missing: MissingInterval?

  static func none(_ missing: MissingInterval) -> Inference {
    Inference(
      interval: nil, pValue: nil, standardError: nil, method: "none", missing: missing)
  }

  static func none(because reason: String) -> Inference {
    Inference(interval: nil, pValue: nil, standardError: nil, method: "none: \(reason)")
  }
}

/// How resampling is done; the same seed gives the same resamples for every metric and system, so
/// that all of them are compared on the same draws.
struct Resampling: Sendable {
  let count: Int
  let seed: UInt64
}
