import LinearAlgebra
import Schema

/// Steps scaled by running means of the gradient and of its square.
///
/// **Source** Kingma and Ba 2015, in PyTorch's form: ε outside the corrected root, weight decay
/// added to the gradient
struct Adam: StepRule {
  var learningRate: Double
  var moments: AdamMoments
  var weightDecay: Double

  var kind: String { "adam" }
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
        epsilon: moments.epsilon, decay: weightDecay, decoupledDecay: 0, stepNumber: stepNumber))
  }
}

extension OptimizerEntry {
  static let adam = OptimizerEntry(
    name: "adam", summary: "Adam: steps scaled by running means of the gradient and its square.",
    fields: [.learningRate(0.001)] + AdamMoments.fields + [.weightDecay]
  ) { settings in
    Adam(
      learningRate: settings.number("learning_rate"), moments: AdamMoments(settings),
      weightDecay: settings.number("weight_decay"))
  }
}
