/// A piece of work that is measured, named as the peers' side names it.
struct Work: Sendable {
  let name: String
  let summary: String
  let measure: @Sendable (inout Arguments) throws -> Measurement
}

/// What doing a piece of work gave.
struct Measurement {
  /// The work proper, without reading data and judging the result.
  var seconds: Double
  /// How good the result is, by name; the comparison holds both sides to it.
  var quality: [String: Double] = [:]
  /// What follows from the time, by name: "epoch_s", "steps_s".
  var rate: [String: Double] = [:]
  var note: String?
}

/// This build cannot do the work.
struct NotAvailable: Error {
  let reason: String
}

/// A mistake in how the benchmark was called or in its data.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
