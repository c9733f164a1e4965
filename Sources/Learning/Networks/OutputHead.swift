import LinearAlgebra
public import Schema

/// An activation function of the output layer.
public enum OutputActivation: String, Sendable, Hashable, Codable, CaseIterable {
  case identity, sigmoid, softmax

  /// The word for the canonical one of the loss.
  public static let automatic = "auto"

  private var summary: String {
    switch self {
    case .identity: "the scores themselves"
    case .sigmoid: "each output in (0, 1) independently"
    case .softmax: "probabilities that sum to 1"
    }
  }

  static let rule = Rule.oneOf(
    [Rule.Option(automatic, "the canonical one of the loss")]
      + allCases.map { Rule.Option($0.rawValue, $0.summary) })
}

/// The output activation and the loss of a model for one task.
///
/// Cross-entropies are computed from the scores before the activation, the numerically stable form.
public struct OutputHead: Sendable, Hashable {
  public let task: PredictionTask
  /// Never `auto`.
  public let loss: LossKind
  public let activation: OutputActivation
  /// Classes, or 1 for regression.
  public let outputCount: Int
  /// Whether the squared error is halved, as in linear models.
  let halvesSquares: Bool

  /// The head for a task; a nil activation is the canonical one of the loss.
  ///
  /// **Errors** `lossDoesNotFit` when the task cannot use the loss, `outputDoesNotFit` when the
  /// loss cannot use the activation.
  public init(
    task: PredictionTask, outputCount: Int, loss: LossKind,
    activation: OutputActivation? = nil, halvesSquares: Bool = false
  ) throws(FitError) {
    let loss = loss == .auto ? Self.canonicalLoss(of: task) : loss
    let choices = Self.activations(for: loss, task: task)
    guard let canonical = choices.first else {
      throw .lossDoesNotFit(loss: loss.rawValue, task: task.rawValue)
    }
    if let activation, !choices.contains(activation) {
      throw .outputDoesNotFit(activation: activation.rawValue, loss: loss.rawValue)
    }
    self.task = task
    self.outputCount = outputCount
    self.loss = loss
    self.activation = activation ?? canonical
    self.halvesSquares = halvesSquares
  }

  /// The loss that `auto` means for a task.
  public static func canonicalLoss(of task: PredictionTask) -> LossKind {
    switch task {
    case .regression: .meanSquaredError
    case .binary: .binaryCrossEntropy
    case .multiclass: .crossEntropy
    }
  }

  /// The output activations that fit a loss and a task, the canonical one first; empty when the
  /// loss does not fit the task.
  public static func activations(
    for loss: LossKind, task: PredictionTask
  ) -> [OutputActivation] {
    switch (loss == .auto ? canonicalLoss(of: task) : loss, task) {
    case (.meanSquaredError, .regression), (.meanAbsoluteError, .regression),
      (.huber, .regression):
      [.identity, .sigmoid]
    case (_, .regression), (.auto, _): []
    case (.crossEntropy, _): [.softmax]
    case (.binaryCrossEntropy, _): [.sigmoid]
    case (.hinge, _): [.identity]
    case (.meanSquaredError, .binary), (.meanAbsoluteError, .binary), (.huber, .binary):
      [.sigmoid, .softmax]
    case (.meanSquaredError, .multiclass), (.meanAbsoluteError, .multiclass),
      (.huber, .multiclass):
      [.softmax, .sigmoid]
    }
  }

  /// Units of the output layer: one for two classes, except with a softmax.
  var unitCount: Int {
    task == .binary && activation != .softmax ? 1 : outputCount
  }

  /// Whether the loss is defined for soft labels.
  var canSmoothLabels: Bool { task.isClassification && loss != .hinge }

  private var pointwise: PointwiseLoss? {
    switch loss {
    case .meanSquaredError: halvesSquares ? .halfSquared : .squared
    case .meanAbsoluteError: .absolute
    case .huber: .huber
    case .auto, .crossEntropy, .binaryCrossEntropy, .hinge: nil
    }
  }
}

extension OutputHead {
  /// The loss of a batch from the scores of the last layer and, where `gradient` is given, its
  /// gradient with respect to those scores; the scores may be overwritten by the activation.
  func loss<Scalar: BLASScalar>(
    of scores: MatrixView<Scalar>, gradient: MatrixView<Scalar>?, targets: Targets,
    _ rows: LossRows, smoothing: Double
  ) -> LossSum {
    if let pointwise {
      activate(scores)
      let sum: LossSum
      switch targets {
      case .values(let values):
        sum = Scalar.pointwise(pointwise, scores, gradient: gradient, values: values, rows)
      case .classes(let classes, _):
        sum = Scalar.pointwise(
          pointwise, scores, gradient: gradient, classes: classes, rows, smoothing: smoothing)
      }
      if let gradient { multiplyByDerivative(gradient, outputs: scores) }
      return sum
    }
    guard case .classes(let classes, _) = targets else {
      fatalError("the loss \"\(loss.rawValue)\" needs classes as targets")
    }
    switch loss {
    case .crossEntropy:
      return Scalar.softmaxCrossEntropy(
        scores, gradient: gradient, classes: classes, rows, smoothing: smoothing)
    case .binaryCrossEntropy:
      return Scalar.sigmoidCrossEntropy(
        scores, gradient: gradient, classes: classes, rows, smoothing: smoothing)
    default:
      return Scalar.hinge(scores, gradient: gradient, classes: classes, rows)
    }
  }

  /// Predictions from the scores, which are overwritten: numbers, or one probability per class.
  ///
  /// What makes predictions of scores: of a hinge loss's, too, it makes probabilities.
  var prediction: OutputActivation {
    if task == .regression { return activation }
    return unitCount == 1 || activation == .sigmoid ? .sigmoid : .softmax
  }

  /// Scores of a hinge loss pass through the sigmoid or softmax, several sigmoids are divided by
  /// their sum; such probabilities are not calibrated.
  func predictions<Scalar: BLASScalar>(from scores: MatrixView<Scalar>) -> [Double] {
    if task == .regression {
      activate(scores)
      return scores.copied.storage.array.converted(to: Double.self)
    }
    if scores.columnCount == 1 {
      Scalar.activate(scores, bias: nil, .sigmoid, keeping: nil)
      return scores.copied.storage.array.converted(to: Double.self).flatMap { [1 - $0, $0] }
    }
    if activation == .sigmoid {
      activate(scores)
      return Self.dividedByRowSums(scores.copied.converted(to: Double.self))
    }
    Scalar.softmaxRows(scores)
    return scores.copied.storage.array.converted(to: Double.self)
  }

  private static func dividedByRowSums(_ matrix: Matrix) -> [Double] {
    let k = matrix.columnCount
    var values = matrix.storage.array
    for i in 0..<matrix.rowCount {
      let row = (i * k)..<((i + 1) * k)
      let sum = values[row].reduce(0, +)
      for j in row { values[j] = sum == 0 ? 1 / Double(k) : values[j] / sum }
    }
    return values
  }

  private func activate<Scalar: BLASScalar>(_ scores: MatrixView<Scalar>) {
    switch activation {
    case .identity: break
    case .sigmoid: Scalar.activate(scores, bias: nil, .sigmoid, keeping: nil)
    case .softmax: Scalar.softmaxRows(scores)
    }
  }

  private func multiplyByDerivative<Scalar: BLASScalar>(
    _ gradient: MatrixView<Scalar>, outputs: MatrixView<Scalar>
  ) {
    switch activation {
    case .identity: break
    case .sigmoid:
      Scalar.multiplyByDerivative(gradient, of: .sigmoid, outputs: outputs, inputs: nil)
    case .softmax: Scalar.softmaxRowsBackward(gradient, outputs: outputs)
    }
  }
}
