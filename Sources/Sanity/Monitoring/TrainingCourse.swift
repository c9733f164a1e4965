/// What a monitor saw of a training, for the checks after it.
public struct TrainingCourse: Sendable, Hashable, Codable {
  /// Mean loss over windows of consecutive steps, in order; each window has `windowSize` steps.
  public internal(set) var windowLosses: [Double] = []
  public internal(set) var windowSize = 1
  public internal(set) var stepCount = 0
  public internal(set) var clippedCount = 0
  /// Norms of the gradient and of the parameters at evenly spaced steps, at most 1,024 of them.
  public internal(set) var gradientNorms: [Double] = []
  public internal(set) var parameterNorms: [Double] = []
  /// The loss of each epoch's first and last tenth, in order.
  public internal(set) var epochStarts: [Double] = []
  public internal(set) var epochEnds: [Double] = []
  /// The loss of the first batch.
  public internal(set) var firstLoss: Double?

  public init() {}
}

/// Keeps at most so many of a stream of numbers, evenly spaced, by halving when full.
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
