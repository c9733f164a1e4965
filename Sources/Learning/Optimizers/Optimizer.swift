public import LinearAlgebra
public import Schema

/// A way from the derivatives of the loss to better parameters.
public protocol Optimizer: Sendable {
  /// The catalog name: "adam".
  var kind: String { get }
  /// The peak learning rate; the schedule multiplies it.
  var learningRate: Double { get }
  /// The same rule with another learning rate.
  func with(learningRate: Double) -> Self
  /// The same rule without weight decay.
  func withoutDecay() -> Self
  /// How it works.
  var method: OptimizationMethod { get }
}

/// The two ways an optimizer can work.
public enum OptimizationMethod: Sendable {
  /// One step for each batch.
  case steps(any StepRule)
  /// A quasi-Newton search on the loss of all rows together, until the largest derivative has
  /// fallen to the tolerance's share of the one at the start.
  case fullBatch(tolerance: Double)

  /// The rule, if it takes one step for each batch.
  public var stepRule: (any StepRule)? {
    if case .steps(let rule) = self { rule } else { nil }
  }
}

/// A pure rule that turns a gradient into a change of the parameters.
///
/// All memory is in an explicit state, so that a training can be saved and gone on with exactly.
public protocol StepRule: Optimizer {
  /// How many buffers of the parameters' size the state has (momentum 1, adam 2, sgd 0).
  var bufferCount: Int { get }
  /// Changes a part of the parameters in place by step `stepNumber`, counted from 1; each element
  /// by itself, so that parts can be taken in any order and at the same time.
  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int)
}

extension StepRule {
  public var method: OptimizationMethod { .steps(self) }

  /// Changes the parameters in place by one step.
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

/// A step rule whose learning rate and weight decay are numbers of its own.
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

/// Some consecutive parameters with what belongs to them.
public struct ParameterPart<Scalar> {
  public let parameters: VectorView<Scalar>
  public let gradient: VectorView<Scalar>
  /// The same range of the optimizer's buffers, as many as it has.
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
    func cut(_ view: VectorView<Scalar>) -> VectorView<Scalar> {
      view.vector(at: range.lowerBound, count: range.count)
    }
    return ParameterPart(
      parameters: cut(parameters), gradient: cut(gradient), first: first.map(cut),
      second: second.map(cut))
  }
}

/// What an optimizer remembers between steps.
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

/// An optimizer as a spec can name it.
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
  /// The peak learning rate, with what suits the optimizer when the spec is silent.
  static func learningRate(_ fallback: Double) -> Field {
    Field(
      "learning_rate", Rule.number(above: 0), .value(.number(fallback)),
      "The peak learning rate; the schedule multiplies it.")
  }

  /// The L2 decay of all parameters, biases too, as PyTorch's optimizers define it.
  static let weightDecay = Field(
    "weight_decay", Rule.number(atLeast: 0), .value(0.0),
    "Times the parameters is added to their gradient, biases included.")

  static let momentum = Field(
    "momentum", Rule.number(in: 0.0..<1.0), .value(0.9),
    "The share of the velocity that is kept from step to step.")
}
