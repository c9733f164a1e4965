/// The losses of a training on the small subset.
public struct SubsetHistory: Sendable, Hashable, Codable {
  /// nil where it is not finite.
  public let startLoss: Double?
  public let endLoss: Double?
  public let neededLoss: Double?
  public let stepCount: Int
  /// At most 100 of the losses, evenly chosen, up to the first that is not finite.
  public let curve: [Double]

  public init(
    startLoss: Double?, endLoss: Double?, neededLoss: Double?, stepCount: Int, curve: [Double]
  ) {
    self.startLoss = startLoss
    self.endLoss = endLoss
    self.neededLoss = neededLoss
    self.stepCount = stepCount
    self.curve = curve
  }
}
