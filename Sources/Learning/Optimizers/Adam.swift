import LinearAlgebra
import Schema

/// Adam and AdamW: steps scaled by running means of the gradient and of its square.
///
/// **Source** Kingma and Ba 2015, in PyTorch's form: ε outside the corrected root, weight decay
/// added to the gradient. AdamW: Loshchilov and Hutter 2019, decoupled weight decay
/// p ← p·(1 − rate·decay) before the step
struct Adam: DecayingStepRule {
  var learningRate: Double
  var moments: AdamMoments
  var weightDecay: Double
  let isDecoupled: Bool

  var kind: String { isDecoupled ? "adamw" : "adam" }
  var bufferCount: Int { 2 }

  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    guard let means = part.first, let squares = part.second else { return }
    Scalar.adam(
      part.parameters, gradient: part.gradient, means: means, squares: squares,
      AdamStep(
        rate: learningRate, beta1: moments.beta1, beta2: moments.beta2,
        epsilon: moments.epsilon, decay: isDecoupled ? 0 : weightDecay,
        decoupledDecay: isDecoupled ? weightDecay : 0, stepNumber: stepNumber))
  }
}

extension OptimizerEntry {
  public static let adam = OptimizerEntry(
    "adam", "Adam: steps scaled by running means of the gradient and its square.",
    decay: .weightDecay, isDecoupled: false)
  static let adamW = OptimizerEntry(
    "adamw", "Adam with decoupled weight decay.",
    decay: Field(
      "weight_decay", Rule.number(atLeast: 0), .value(0.01),
      "Decoupled weight decay: each step multiplies all parameters by 1 − learning rate · weight_decay."
    ),
    isDecoupled: true)

  private init(_ name: String, _ summary: String, decay: Field, isDecoupled: Bool) {
    self.init(
      name: name, summary: summary, fields: [.learningRate(0.001)] + AdamMoments.fields + [decay]
    ) { settings in
      Adam(
        learningRate: settings.number("learning_rate"), moments: AdamMoments(settings),
        weightDecay: settings.number("weight_decay"), isDecoupled: isDecoupled)
    }
  }
}
