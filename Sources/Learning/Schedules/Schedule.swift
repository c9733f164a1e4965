public import Schema

/// The learning rate during a training, as a factor of its peak.
///
/// The factor of a step is the planned one times that of the state, which only schedules that
/// follow the loss change.
public protocol Schedule: Sendable {
  /// The catalog name: "cosine".
  var kind: String { get }
  /// The planned factor at a step, counted from 0, of a training of `stepCount` steps.
  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double
  /// Whether the rate stays at its peak once it has been reached.
  var isConstant: Bool { get }
  /// Updates the state with the loss of an epoch: the dev loss, or the training loss without dev rows.
  func update(_ state: inout ScheduleState, afterEpochWith loss: Double)
}

extension Schedule {
  public var isConstant: Bool { false }
  public func update(_ state: inout ScheduleState, afterEpochWith loss: Double) {}
}

/// The state of a schedule between epochs: all it needs to resume exactly.
public struct ScheduleState: Sendable, Hashable, Codable {
  /// Multiplies the planned factor.
  public var factor = 1.0
  /// The lowest finite loss so far; nil before the first.
  public var lowestLoss: Double?
  /// Epochs since the lowest loss or the last reduction.
  public var epochsWithoutImprovement = 0
  /// Remaining epochs that are not counted after a reduction.
  public var cooldownEpochs = 0

  public init() {}
}

/// A schedule of the catalog.
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
