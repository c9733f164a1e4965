import Schema

/// The ways to find the parameters of a linear model.
enum LinearSolver: String, Sendable, Hashable, CaseIterable {
  case auto, cholesky, qr, svd, lbfgs, newton, sgd
  case newtonCG = "newton_cg"
  case coordinateDescent = "coordinate_descent"
  case proximalGradient = "proximal_gradient"

  /// A spec's choice among some of them.
  static func rule(_ solvers: [LinearSolver]) -> Rule {
    Rule.oneOf(solvers.map { Rule.Option($0.rawValue, $0.summary) })
  }

  private var summary: String {
    switch self {
    case .auto: "chosen from shape, penalty and conditioning; the report says which and why"
    case .cholesky: "normal equations, the fastest for many rows"
    case .qr: "orthogonal factorization with column pivoting, for ill-conditioned columns"
    case .svd: "singular values, the least-norm answer when columns depend on each other"
    case .lbfgs: "quasi-Newton with a short memory, for many parameters"
    case .newton: "Newton's method with Cholesky, for few parameters"
    case .newtonCG: "Newton's method with conjugate gradients, for many classes"
    case .coordinateDescent: "one weight after the other, for l1 penalties"
    case .proximalGradient: "accelerated gradient steps, for l1 penalties on many weights"
    case .sgd: "steps along gradients of batches, as the training section says"
    }
  }
}

/// How strongly the weights of a linear model are held small.
enum LinearPenalty: Sendable, Hashable {
  /// ½·l2·‖w‖² beside the mean loss.
  case l2(Double)
  /// ½·‖w‖² beside C times the sum of losses, as scikit-learn writes it: l2 = 1 / (C·Σ weights).
  case inverseStrength(Double)

  static let none = LinearPenalty.l2(0)

  /// The factor of ½·‖w‖² beside the mean loss.
  func l2(totalWeight: Double) -> Double {
    switch self {
    case .l2(let strength): strength
    case .inverseStrength(let c): 1 / (c * totalWeight)
    }
  }
}
