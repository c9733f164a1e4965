/// The strength of a linear model's L2 penalty, in either of two parametrizations.
enum LinearPenalty: Sendable, Hashable {
  /// ½·l2·‖w‖² beside the mean loss.
  case l2(Double)
  /// ½·‖w‖² beside C times the sum of losses, as scikit-learn writes it: l2 = 1 / (C·Σ weights).
  case inverseStrength(Double)

  static let none = LinearPenalty.l2(0)

  /// Whether it is a strength above 0 beside the mean loss.
  var hasStrength: Bool {
    if case .l2(let strength) = self { strength > 0 } else { false }
  }

  /// The factor of ½·‖w‖² beside the mean loss.
  func l2(totalWeight: Double) -> Double {
    switch self {
    case .l2(let strength): strength
    case .inverseStrength(let c): 1 / (c * totalWeight)
    }
  }
}
