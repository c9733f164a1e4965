public import Schema

/// The learning rate over the course of a training, as a factor of its peak.
public protocol Schedule: Sendable {
  /// The catalog name: "cosine".
  var kind: String { get }
  /// The factor in force at a step, counted from 0, of a training of `stepCount` steps.
  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double
}

/// A schedule as a spec can name it.
public struct ScheduleEntry: CatalogEntry {
  public let name: String
  public let summary: String
  public let fields: [Field]
  public let make: @Sendable (Settings) -> any Schedule

  public init(
    name: String, summary: String, fields: [Field],
    make: @escaping @Sendable (Settings) -> any Schedule
  ) {
    self.name = name
    self.summary = summary
    self.fields = fields
    self.make = make
  }
}
