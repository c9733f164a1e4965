public import Findings

/// The settings of the spec's `sanity` section.
public struct GateSettings: Sendable {
  /// By check code; the rest is as the table of thresholds says.
  public var thresholds: [CheckCode: Double]
  /// Rows of the subset to overfit; nil chooses by task and classes.
  public var overfitRows: Int?
  /// Steps before the overfit check decides.
  public var overfitSteps: Int?
  /// The training loss that counts as fitted.
  public var overfitTarget: Double?
  /// The reason of each waiver, by check code.
  public var waived: [CheckCode: String]

  public init(
    thresholds: [CheckCode: Double] = [:], overfitRows: Int? = nil, overfitSteps: Int? = nil,
    overfitTarget: Double? = nil, waived: [CheckCode: String] = [:]
  ) {
    self.thresholds = thresholds
    self.overfitRows = overfitRows
    self.overfitSteps = overfitSteps
    self.overfitTarget = overfitTarget
    self.waived = waived
  }

  /// The number in force: the spec's, or else the table's.
  func value(of threshold: Threshold) -> Double {
    threshold.isOverridable ? thresholds[threshold.code] ?? threshold.value : threshold.value
  }
}
