/// The losses of a training on the small subset.
public struct SubsetHistory: Sendable, Hashable, Codable {
  /// nil where it is not finite.
  public let startLoss: Double?
  /// nil where the loss or a parameter became infinite or NaN.
  public let endLoss: Double?
  public let neededLoss: Double?
  public let stepCount: Int
  /// At most 100 of the losses, evenly chosen, up to the first that is not finite.
  public let curve: [Double]
  /// The step after which each of them was measured, 0 for the start; nil in records from before
  /// the steps were kept.
  public let steps: [Int]?

  public init(
    startLoss: Double?, endLoss: Double?, neededLoss: Double?, stepCount: Int, curve: [Double],
    steps: [Int]? = nil
  ) {
    self.startLoss = startLoss
    self.endLoss = endLoss
    self.neededLoss = neededLoss
    self.stepCount = stepCount
    self.curve = curve
    self.steps = steps
  }
}
