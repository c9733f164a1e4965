import Findings
import Foundation
import Learning
import Text

extension Threshold {
  fileprivate static let excessivePenalty = Threshold(
    "SI20", 0.5,
    "largest reduction in loss that the penalties allow, over that of a ridge regression")
}

extension CheckEntry {
  static let excessivePenalty = CheckEntry(
    code: "SI20", title: "penalties that leave a linear model room to fit", stage: .initial,
    worst: .warn,
    summary: "The penalties allow a linear model to come near what the inputs predict.",
    formula: "an upper bound, by convexity, on the relative reduction in loss from the prior or "
      + "mean predictor: ‖g‖ · ‖(|g| − l1)₊‖ / l2 with g the gradient with respect to the "
      + "weights there; over the fraction of variance that the ridge regression of SD20 "
      + "explains",
    threshold: .excessivePenalty,
    source: "own, from ∇L(w) = −l2 · w at the optimum and the monotony of a convex loss's gradient",
    knownFalseAlarms: "more inputs than rows, where strong penalties are right and the ridge "
      + "regression is uninformative: it never stops a run",
    cost: "a few losses of at most 256 rows",
    body: .before { context in
      guard context.recipe.isConvex else { return .notApplicable("not convex: see SI19, SO02") }
      guard context.isTrainFinite, context.hasUsableClasses else {
        return .notApplicable("train values are not usable")
      }
      guard let bound = PenaltyBound(context) else {
        return .notApplicable("there is no penalty, or none that bounds the fit")
      }
      guard let signal = context.signal, signal.ridge.score > 6, signal.ridge.skill > 0.05 else {
        return .notApplicable("no cheap model shows what could be gained")
      }
      let ratio = bound.share / signal.ridge.skill
      let numbers = Evidence.scores(
        "shares",
        [
          "allowed by the penalties": bound.share,
          "gained by a ridge regression": signal.ridge.skill,
        ])
      guard ratio < context.limit(.excessivePenalty) else {
        var finding = Finding.passed(
          "penalties allow the loss to fall by \(NumberFormat.percent(min(1, bound.share)))",
          value: ratio)
        finding.evidence = [numbers]
        return finding
      }
      let section = context.plan.l2 > 0 || context.plan.l1 > 0 ? "training" : "model"
      let name = bound.quadratic > 0 ? "l2" : "l1"
      let value = bound.quadratic > 0 ? bound.quadratic : bound.absolute
      return Finding(
        verdict: .warning,
        message: "with \(name) \(NumberFormat.number(value)) the loss can fall by "
          + "\(NumberFormat.percent(bound.share)) at most; the inputs predict "
          + "\(NumberFormat.percent(signal.ridge.skill))",
        value: ratio, evidence: [numbers],
        causes: ["\(section).\(name) is too large: \(NumberFormat.number(value))"],
        remedy: "lower \(section).\(name), by a hundred or more, or let the model choose it")
    })
}

/// An upper bound on how far penalties let a convex loss fall below that of a constant prediction.
struct PenaltyBound {
  /// Relative to the loss of a constant prediction.
  let share: Double
  /// The factors of Σ w² / 2 and of Σ |w| in the objective.
  let quadratic: Double
  let absolute: Double

  /// **Formula** λ|w*|² + α|w*|₁ ≤ −g·w* at the optimum w*, as the loss's gradient is monotone;
  /// so |w*| ≤ |(|g| − α)₊| / λ, and by convexity the loss falls by at most |g|·|w*| over the
  /// weights that may leave 0.
  ///
  /// nil for a model without gradients or quadratic penalty, unless l1 holds every weight at 0.
  init?(_ context: GateContext) {
    let rows = context.sample
    guard let plain = context.plainProblem(on: rows),
      let constant = ConvexOptimum.bestConstant(of: plain), constant.objective > 0,
      let own = PenaltyFactors(context, on: rows),
      let ofHalf = PenaltyFactors(
        context, on: rows.rows(at: Array(0..<max(1, rows.rowCount / 2))))
    else { return nil }
    // A penalty may be a sum beside the sum of the losses, and so shrink with the rows of the
    // mean: λ(n) = a + b / n, from two numbers of rows.
    let (n, half) = (Double(rows.rowCount), Double(max(1, rows.rowCount / 2)))
    let b = n > half ? (ofHalf.quadratic - own.quadratic) / (1 / half - 1 / n) : 0
    let λ = own.quadratic - b / n + b / Double(context.train.rowCount)
    let α = own.absolute
    guard λ > 1e-9 || α > 1e-9 else { return nil }
    quadratic = λ > 1e-9 ? λ : 0
    absolute = α > 1e-9 ? α : 0
    let gradient = plain.lossAndGradient(at: constant.parameters).gradient
    var free = 0.0
    var pulled = 0.0
    for i in plain.layout.weightPlaces where abs(gradient[i]) > absolute {
      free += (abs(gradient[i]) - absolute) * (abs(gradient[i]) - absolute)
      pulled += gradient[i] * gradient[i]
    }
    if free == 0 {
      share = 0
    } else {
      guard quadratic > 0 else { return nil }
      share = (free.squareRoot() / quadratic) * pulled.squareRoot() / constant.objective
    }
  }
}

/// The penalties of an objective, read off its values: λ Σ w² / 2 + α Σ |w|.
private struct PenaltyFactors {
  let quadratic: Double
  let absolute: Double

  /// nil for a model without gradients or weights, or with a penalty of another form.
  init?(_ context: GateContext, on rows: TrainingSet) {
    var plan = context.plan
    plan.classWeights = .none
    plan.labelSmoothing = 0
    plan.reduction = .mean
    guard let plain = context.plainProblem(on: rows),
      let whole = context.recipe.gradientProblem(on: rows, plan: plan)
    else { return nil }
    let weights = plain.layout.weightPlaces
    guard !weights.isEmpty else { return nil }
    func penalty(_ size: Double) -> Double {
      var point = plain.initialParameters
      for i in weights { point[i] = size }
      return (whole.loss(at: point) - plain.loss(at: point)) / Double(weights.count)
    }
    // α t + λ t² / 2 at t = 1 and t = 2; t = 4 shows whether that is all.
    let (one, two, four) = (penalty(1), penalty(2), penalty(4))
    guard [one, two, four].allSatisfy(\.isFinite) else { return nil }
    let λ = two - 2 * one
    let α = (4 * one - two) / 2
    guard abs(4 * α + 8 * λ - four) < 1e-3 * abs(four) + 1e-9 else { return nil }
    quadratic = max(0, λ)
    absolute = max(0, α)
  }
}

extension ParameterLayout {
  /// The places of the weights, without biases.
  fileprivate var weightPlaces: [Int] {
    tensors.filter { $0.shape.count == 2 }.flatMap { $0.offset..<($0.offset + $0.count) }
  }
}
