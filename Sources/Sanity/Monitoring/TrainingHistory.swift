/// The history of a training that a monitor recorded, for the checks after it.
public struct TrainingHistory: Sendable, Hashable, Codable {
  /// Mean loss over windows of consecutive steps, in order; each window has `windowSize` steps.
  public internal(set) var windowLosses: [Double] = []
  public internal(set) var windowSize = 1
  public internal(set) var stepCount = 0
  public internal(set) var clippedCount = 0
  /// Norms of the gradient and of the parameters at evenly spaced steps, at most 1,024 of them.
  public internal(set) var gradientNorms: [Double] = []
  public internal(set) var parameterNorms: [Double] = []
  /// The mean loss of the first and of the last tenth of each epoch, in order.
  public internal(set) var epochStarts: [Double] = []
  public internal(set) var epochEnds: [Double] = []
  /// The loss of the first batch.
  public internal(set) var firstLoss: Double?

  public init() {}
}

/// A bounded, evenly spaced sample of a stream of numbers; halved when full.
struct EvenSample: Sendable, Codable {
  private(set) var values: [Double] = []
  private var spacing = 1
  private var seen = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func add(_ value: Double) {
    if seen % spacing == 0 {
      values.append(value)
      if values.count == limit {
        values = stride(from: 0, to: limit, by: 2).map { values[$0] }
        spacing *= 2
      }
    }
    seen += 1
  }
}
