public import LinearAlgebra
public import Schema

/// A method that minimizes the loss along its gradient.
public protocol Optimizer: Sendable {
  /// The catalog name: "adam".
  var kind: String { get }
  /// The peak learning rate; the schedule multiplies it.
  var learningRate: Double { get }
  /// The same rule with another learning rate.
  func with(learningRate: Double) -> Self
  /// The same rule without weight decay.
  func withoutDecay() -> Self
  /// How it uses the rows.
  var method: OptimizationMethod { get }
}

/// How an optimizer uses the rows.
public enum OptimizationMethod: Sendable {
  /// One step for each batch.
  case steps(any StepRule)
  /// L-BFGS on the loss of all rows, until the gradient infinity norm is at most `tolerance` times
  /// its initial value.
  case fullBatch(tolerance: Double)

  /// How a model is trained by it.
  var training: TrainingMethod {
    switch self {
    case .steps: .steps
    case .fullBatch: .fullBatch
    }
  }

  /// The rule, if it takes one step for each batch.
  public var stepRule: (any StepRule)? {
    if case .steps(let rule) = self { rule } else { nil }
  }
}

/// A pure rule that updates the parameters from a gradient.
///
/// All that it remembers is in an explicit state, so that a training can be resumed exactly.
public protocol StepRule: Optimizer {
  /// How many buffers of the parameters' size the state has (momentum 1, adam 2, sgd 0).
  var bufferCount: Int { get }
  /// Updates a part of the parameters in place at step `stepNumber`, counted from 1; elements are
  /// independent, so that parts can be updated in any order and in parallel.
  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int)
}

extension StepRule {
  public var method: OptimizationMethod { .steps(self) }

  /// Updates the parameters in place by one step.
  ///
  /// **Shapes** parameters, gradient and each buffer [P]
  public func step<Scalar: BLASScalar>(
    _ parameters: inout [Scalar], gradient: [Scalar], learningRate: Double,
    state: inout OptimizerState<Scalar>
  ) {
    if parameters.isEmpty { return }
    parameters.withMutableView { parameters in
      gradient.withView { gradient in
        state.takeStep { first, second, stepNumber in
          update(
            ParameterPart(
              parameters: parameters, gradient: gradient, first: first, second: second),
            learningRate: learningRate, stepNumber: stepNumber)
        }
      }
    }
  }
}

/// A step rule that stores its learning rate and weight decay.
protocol DecayingStepRule: StepRule {
  var learningRate: Double { get set }
  var weightDecay: Double { get set }
}

extension DecayingStepRule {
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
}

/// Consecutive parameters with their gradient and optimizer buffers.
public struct ParameterPart<Scalar> {
  public let parameters: VectorView<Scalar>
  public let gradient: VectorView<Scalar>
  /// The same range of the optimizer's buffers; nil beyond their number.
  public let first: VectorView<Scalar>?
  public let second: VectorView<Scalar>?

  public init(
    parameters: VectorView<Scalar>, gradient: VectorView<Scalar>, first: VectorView<Scalar>?,
    second: VectorView<Scalar>?
  ) {
    self.parameters = parameters
    self.gradient = gradient
    self.first = first
    self.second = second
  }

  /// The elements in a range.
  func part(_ range: Range<Int>) -> ParameterPart {
    func slice(_ view: VectorView<Scalar>) -> VectorView<Scalar> {
      view.vector(at: range.lowerBound, count: range.count)
    }
    return ParameterPart(
      parameters: slice(parameters), gradient: slice(gradient), first: first.map(slice),
      second: second.map(slice))
  }
}

/// The state of an optimizer between steps.
public struct OptimizerState<Scalar: BLASScalar>: Sendable, Equatable, Codable {
  /// Steps done.
  public var stepCount: Int
  public var buffers: [[Scalar]]

  public init(bufferCount: Int, parameterCount: Int) {
    stepCount = 0
    buffers = Array(repeating: Array(repeating: 0, count: parameterCount), count: bufferCount)
  }

  /// Counts a step and calls `body` with views on the buffers and the step's number.
  mutating func takeStep(_ body: (VectorView<Scalar>?, VectorView<Scalar>?, Int) -> Void) {
    stepCount += 1
    let stepNumber = stepCount
    switch buffers.count {
    case 0: body(nil, nil, stepNumber)
    case 1: buffers[0].withMutableView { body($0, nil, stepNumber) }
    default:
      buffers.withUnsafeMutableBufferPointer { buffers in
        buffers[0].withMutableView { first in
          buffers[1].withMutableView { second in body(first, second, stepNumber) }
        }
      }
    }
  }
}

/// An optimizer of the catalog.
public struct OptimizerEntry: CatalogEntry {
  public let name: String
  public let summary: String
  public let fields: [Field]
  public let make: @Sendable (Settings) -> any Optimizer

  public init(
    name: String, summary: String, fields: [Field],
    make: @escaping @Sendable (Settings) -> any Optimizer
  ) {
    self.name = name
    self.summary = summary
    self.fields = fields
    self.make = make
  }
}

extension Field {
  /// The peak learning rate with the optimizer's default.
  static func learningRate(_ standard: Double) -> Field {
    Field(
      "learning_rate", Rule.number(above: 0), .value(.number(standard)),
      "Peak learning rate; the schedule multiplies it by a factor of at most 1.")
  }

  /// L2 decay of all parameters including biases, as in PyTorch's optimizers.
  static let weightDecay = Field(
    "weight_decay", Rule.number(atLeast: 0), .value(0.0),
    "L2 coefficient: weight_decay · parameter is added to the gradient of all parameters, biases "
      + "included.")

  static func momentum(_ standard: Double) -> Field {
    Field(
      "momentum", Rule.number(in: 0.0..<1.0), .value(.number(standard)),
      "Exponential decay rate of the velocity."
    ).usually(in: 0...0.98)
  }

  static func epsilon(_ standard: Double) -> Field {
    Field(
      "epsilon", Rule.number(above: 0), .value(.number(standard)),
      "Term added to the denominator for numerical stability."
    ).usually(in: 0...1e-3)
  }
}
