public import Schema

/// The learning rate over the course of a training, as a factor of its peak.
///
/// The factor in force is the planned one times the one that the state holds, which only schedules
/// that watch the loss ever change.
public protocol Schedule: Sendable {
  /// The catalog name: "cosine".
  var kind: String { get }
  /// The planned factor at a step, counted from 0, of a training of `stepCount` steps.
  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double
  /// Whether the rate stays at its peak once it has been reached.
  var isConstant: Bool { get }
  /// Takes the loss after an epoch: that of the dev rows, or without any that of training.
  func update(_ state: inout ScheduleState, afterEpochWith loss: Double)
}

extension Schedule {
  public var isConstant: Bool { false }
  public func update(_ state: inout ScheduleState, afterEpochWith loss: Double) {}
}

/// What a schedule remembers of the epochs so far: all it needs to be gone on with exactly.
public struct ScheduleState: Sendable, Hashable, Codable {
  /// What the planned factor is multiplied by.
  public var factor = 1.0
  /// The lowest loss so far; nil before the first epoch that had one.
  public var lowestLoss: Double?
  /// Epochs since then, or since the last fall of the factor.
  public var epochsWithoutGain = 0
  /// Epochs still to come whose losses are not counted against it.
  public var epochsOfRest = 0

  public init() {}
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
