import LinearAlgebra
import Schema

/// Adam whose weight decay shrinks the parameters past the running means.
///
/// **Source** Loshchilov and Hutter 2019, in PyTorch's form: p ← p·(1 − rate·decay) first
struct AdamW: StepRule {
  var learningRate: Double
  var moments: AdamMoments
  var weightDecay: Double

  var kind: String { "adamw" }
  var bufferCount: Int { 2 }

  func with(learningRate: Double) -> Self {
    var copy = self
    copy.learningRate = learningRate
    return copy
  }

  func withoutDecay() -> Self {
    var copy = self
    copy.weightDecay = 0
    return copy
  }

  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    guard let means = part.first, let squares = part.second else { return }
    Scalar.adam(
      part.parameters, gradient: part.gradient, means: means, squares: squares,
      AdamStep(
        rate: learningRate, beta1: moments.beta1, beta2: moments.beta2,
        epsilon: moments.epsilon, decay: 0, decoupledDecay: weightDecay, stepNumber: stepNumber))
  }
}

extension OptimizerEntry {
  static let adamW = OptimizerEntry(
    name: "adamw", summary: "Adam with decoupled weight decay.",
    fields: [.learningRate(0.001)] + AdamMoments.fields + [
      Field(
        "weight_decay", Rule.number(atLeast: 0), .value(0.01),
        "Times the learning rate, the share by which each step shrinks all parameters.")
    ]
  ) { settings in
    AdamW(
      learningRate: settings.number("learning_rate"), moments: AdamMoments(settings),
      weightDecay: settings.number("weight_decay"))
  }
}
