public import Schema

/// An algorithm that finds the parameters of a linear model.
public enum LinearSolver: String, Sendable, Hashable, Codable, CaseIterable,
  CustomStringConvertible
{
  case auto, cholesky, qr, svd, lbfgs, newton, sgd
  case newtonCG = "newton_cg"
  case coordinateDescent = "coordinate_descent"
  case proximalGradient = "proximal_gradient"

  /// How a solver approaches the minimum.
  public enum Convergence: Sendable, Hashable {
    /// A fixed number of operations.
    case closedForm
    /// Iterations until a tolerance is reached; training reads `model.tolerance` and
    /// `model.max_iterations`.
    case iterative
    /// Gradient steps on batches; training reads the optimizer, the schedule, the budget and all
    /// other settings of the `training` section.
    case gradientSteps
  }

  /// Nil for `auto`, which stands for one of the others.
  public var convergence: Convergence? {
    switch self {
    case .auto: nil
    case .cholesky, .qr, .svd: .closedForm
    case .lbfgs, .newton, .newtonCG, .coordinateDescent, .proximalGradient: .iterative
    case .sgd: .gradientSteps
    }
  }

  /// The range of passes over the rows in which solves to the default tolerance usually converge, from
  /// a few well-conditioned columns to many correlated ones; nil for solvers that do not iterate.
  public var usualPasses: ClosedRange<Double>? {
    switch self {
    case .newton: 5...40
    case .newtonCG: 30...600
    case .lbfgs: 25...400
    case .coordinateDescent: 8...150
    case .proximalGradient: 100...3_000
    case .auto, .cholesky, .qr, .svd, .sgd: nil
    }
  }

  /// Whether the model is trained by gradient steps on batches.
  public var isStepwise: Bool { convergence == .gradientSteps }

  /// Whether the objective may contain an l1 penalty; nil for `auto`.
  public var supportsL1: Bool? {
    switch self {
    case .auto: nil
    case .coordinateDescent, .proximalGradient, .sgd: true
    case .cholesky, .qr, .svd, .lbfgs, .newton, .newtonCG: false
    }
  }

  /// The key in a spec: "newton_cg".
  public var description: String { rawValue }

  /// A choice of one of `solvers` in a spec.
  static func rule(_ solvers: [LinearSolver]) -> Rule {
    Rule.oneOf(solvers.map { Rule.Option($0.rawValue, $0.summary) })
  }

  private var summary: String {
    switch self {
    case .auto: "chosen by shape, penalty and conditioning; the report names the choice and reason"
    case .cholesky: "Cholesky factorization of the normal equations, fastest for many rows"
    case .qr: "QR factorization with column pivoting, for ill-conditioned columns"
    case .svd: "singular value decomposition; minimum-norm solution for dependent columns"
    case .lbfgs: "limited-memory BFGS, for many parameters"
    case .newton: "Newton's method with a Cholesky-factorized Hessian, for few parameters"
    case .newtonCG: "Newton's method with conjugate gradients, for many classes"
    case .coordinateDescent: "coordinate descent, for l1 penalties"
    case .proximalGradient:
      "accelerated proximal gradient (FISTA), for l1 penalties on many weights"
    case .sgd: "gradient steps on batches, controlled by the training section"
    }
  }
}

/// The number of floating-point operations of a linear model's solver.
///
/// Leading terms only; terms below about 1 % are left out.
///
/// **Source** Golub and Van Loan, Matrix Computations, 4th edition, sections 4.2, 5.2 and 8.6
public struct SolverOperations: Sendable, Hashable {
  /// Operations before the first iteration; all operations of a closed form.
  public let setUp: Double
  /// Operations of an iteration: one loss and gradient, plus what the method adds.
  public let iteration: Double
}

extension LinearSolver {
  /// The operations of one solve. `auto` is counted as the usual choice for the task: a closed
  /// form for regression, L-BFGS without its set-up for classification.
  ///
  /// - Parameter outputs: The number of weight vectors.
  public func operations(
    for task: PredictionTask, rows: Int, columns: Int, outputs: Int
  ) -> SolverOperations {
    let (n, d, k) = (Double(rows), Double(columns), Double(outputs))
    let cube = d * d * d
    // The d·(d + 1) / 2 distinct inner products of columns.
    func gram(_ n: Double) -> Double { n * d * (d + 1) }
    // Scores and gradient: two products of the rows with k vectors.
    let pass = 4 * n * d * k
    switch (self, task.isClassification) {
    case (.qr, _):
      return SolverOperations(setUp: 2 * n * d * d - 2 * cube / 3, iteration: 0)
    case (.svd, _):
      return SolverOperations(setUp: 2 * n * d * d + 11 * cube, iteration: 0)
    case (.coordinateDescent, false):
      // Sweeps over the Gram matrix: each weight's change is added to the whole gradient.
      return SolverOperations(setUp: gram(n), iteration: 2 * d * d)
    case (_, false):
      return SolverOperations(setUp: gram(n) + cube / 3 + pass, iteration: 0)
    case (.newton, true), (.coordinateDescent, true):
      // A Hessian block for each pair of classes; half of the blocks mirror the others.
      let blocks = gram(n) * k * (k + 1) / 2
      let factor = self == .newton ? cube * k * k * k / 3 : 0
      return SolverOperations(setUp: 0, iteration: pass + blocks + factor)
    case (.lbfgs, true), (.newtonCG, true):
      // The upper bound of the Hessian, from at most 16 rows per column, and its factor.
      return SolverOperations(setUp: gram(min(n, 16 * d)) + cube / 3, iteration: pass)
    default:
      return SolverOperations(setUp: 0, iteration: pass)
    }
  }
}
