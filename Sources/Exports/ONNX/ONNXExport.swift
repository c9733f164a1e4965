import Datasets
import Inference
import Learning
import LinearAlgebra
import Schema
import Text

/// A model as an ONNX file: preprocessing and layers in one graph of core operators.
///
/// Inputs are `numbers` [rows, columns], in which NaN is a missing cell, and `codes` [rows, columns] of
/// 64-bit integers: the position of a category in its column's vocabulary, the vocabulary's length for
/// one that is not in it, and -1 for a missing cell. Outputs are `probabilities` [rows, classes] and
/// `label` [rows], or `prediction` [rows, 1] of a regression. The property "columns" describes them.
public struct ONNXExport: Sendable {
  /// Single precision where it predicts the golden rows within this; else double precision, which
  /// browsers do not compute.
  static let singleTolerance = 2e-6

  let model: ExportedModel
  private let numbers: [FittedPreprocessing.NumberStep]
  private let categories: [FittedPreprocessing.CategoryStep]
  public let isSingle: Bool

  /// **Errors** `ExportError` when the export would predict another thing than the model
  public init(_ model: ExportedModel) throws(ExportError) {
    self.model = model
    numbers = model.preprocessing.steps.compactMap {
      if case .number(let step) = $0 { step } else { nil }
    }
    categories = model.preprocessing.steps.compactMap {
      if case .category(let step) = $0 { step } else { nil }
    }
    isSingle = model.goldenRowDifference(in: Float.self) <= Self.singleTolerance
    try model.checkGoldenRows()
  }

  /// Inputs, outputs and precision, for people.
  public var notes: [String] {
    let type = isSingle ? "float32" : "float64"
    var inputs: [String] = []
    if !numbers.isEmpty { inputs.append("numbers \(type) [rows, \(numbers.count)]") }
    if !categories.isEmpty { inputs.append("codes int64 [rows, \(categories.count)]") }
    let outputs =
      model.isClassifier
      ? "probabilities [rows, \(model.schema.classNames.count)], label [rows]"
      : "prediction [rows, 1]"
    var notes = ["inputs \(inputs.joined(separator: ", ")) → \(outputs)"]
    if !isSingle {
      notes.append("in double precision: in single, golden rows get other predictions")
    }
    return notes
  }

  /// The file's bytes.
  public func bytes(version: String) throws -> [UInt8] {
    var graph = ONNXGraph(numbers: isSingle ? .float : .double)
    var values = firstLayer(&graph)
    for (index, layer) in model.layers.layers.enumerated() {
      if index > 0 { values = affine(layer, values, index, &graph) }
      if index < model.layers.layers.count - 1 {
        if let normalization = layer.normalization {
          values = normalized(values, normalization, index, &graph)
        }
        values = applied(model.layers.function, values, &graph)
      }
    }
    finish(values, &graph)
    return graph.file(
      name: "assay", summary: "\(model.bundle.pipeline.model.kind) of \(model.origin)",
      producerVersion: version, properties: try properties)
  }

  // MARK: Inputs

  /// The scores of the first layer: what columns of numbers add, and for each column of categories the
  /// row of a table, in which the layer's weights are already multiplied.
  private func firstLayer(_ graph: inout ONNXGraph) -> String {
    let layer = model.layers.layers[0]
    var terms: [String] = []
    var offset = 0
    var numberColumns: [Int] = []
    var indicatorColumns: [Int] = []
    var categoryColumns: [Int] = []
    for step in model.preprocessing.steps {
      switch step {
      case .number(let step):
        numberColumns.append(offset)
        if step.hasIndicator { indicatorColumns.append(offset + 1) }
      case .category: categoryColumns.append(offset)
      }
      offset += step.inputCount
    }
    if !numbers.isEmpty {
      terms.append(
        numberTerms(
          layer, numberColumns: numberColumns, indicatorColumns: indicatorColumns, &graph))
    }
    if !categories.isEmpty {
      let codes = graph.input("codes", .int64, width: categories.count)
      for (position, step) in categories.enumerated() {
        let table = graph.constant(
          rows(of: step, from: categoryColumns[position], in: layer),
          [step.levels.count + 2, layer.unitCount], "table_\(position)")
        let index = graph.constant([position], "column_\(position)")
        let column = graph.apply("Gather", [codes, index], [("axis", .integer(1))])
        let axes = graph.constant([1], "axes_\(position)")
        let flat = graph.apply("Squeeze", [column, axes])
        terms.append(graph.apply("Gather", [table, flat], [("axis", .integer(0))]))
      }
    }
    let bias = graph.constant(
      layer.bias ?? [Double](repeating: 0, count: layer.unitCount), [layer.unitCount], "bias_0")
    return terms.reduce(bias) { graph.apply("Add", [$1, $0]) }
  }

  /// What the columns of numbers and their indicators add to the first layer.
  private func numberTerms(
    _ layer: ModelLayers.Layer, numberColumns: [Int], indicatorColumns: [Int],
    _ graph: inout ONNXGraph
  ) -> String {
    var cells = graph.input("numbers", graph.numbers, width: numbers.count)
    let isMissing = graph.apply("IsNaN", [cells])
    if numbers.contains(where: { $0.fill != nil }) {
      let fill = graph.constant(numbers.map { $0.fill ?? .nan }, [numbers.count], "fill")
      cells = graph.apply("Where", [isMissing, fill, cells])
    }
    let center = graph.constant(numbers.map(\.center), [numbers.count], "center")
    let scale = graph.constant(numbers.map(\.scale), [numbers.count], "scale")
    var inputs = graph.apply("Div", [graph.apply("Sub", [cells, center]), scale])
    var columns = numberColumns
    let withIndicator = numbers.indices.filter { numbers[$0].hasIndicator }
    if !withIndicator.isEmpty {
      let all = graph.apply("Cast", [isMissing], [("to", .type(graph.numbers))])
      let chosen = graph.constant(withIndicator, "with_indicator")
      let indicators = graph.apply("Gather", [all, chosen], [("axis", .integer(1))])
      inputs = graph.apply("Concat", [inputs, indicators], [("axis", .integer(1))])
      columns += indicatorColumns
    }
    if let clip = model.preprocessing.request.clip {
      let least = graph.constant([-clip], [], "least")
      let greatest = graph.constant([clip], [], "greatest")
      inputs = graph.apply("Clip", [inputs, least, greatest])
    }
    let weights = columns.flatMap { column in
      (0..<layer.unitCount).map { layer.weights[$0 * layer.inputCount + column] }
    }
    let factor = graph.constant(weights, [columns.count, layer.unitCount], "weight_0")
    return graph.apply("MatMul", [inputs, factor])
  }

  /// What each level of a column adds to the first layer's units; then an unknown one, and last, where
  /// the code -1 points, a missing cell.
  private func rows(
    of step: FittedPreprocessing.CategoryStep, from offset: Int, in layer: ModelLayers.Layer
  ) -> [Double] {
    let clip = model.preprocessing.request.clip ?? .infinity
    let levels =
      step.levels.indices.map { step.inputs(ofLevel: $0, isMissing: false) }
      + [
        step.inputs(ofLevel: nil, isMissing: false),
        step.inputs(ofLevel: step.missingIndex, isMissing: true),
      ]
    return levels.flatMap { inputs in
      (0..<layer.unitCount).map { unit in
        inputs.indices.reduce(0) { sum, k in
          sum + min(max(inputs[k], -clip), clip)
            * layer.weights[unit * layer.inputCount + offset + k]
        }
      }
    }
  }

  // MARK: Layers

  private func affine(
    _ layer: ModelLayers.Layer, _ values: String, _ index: Int, _ graph: inout ONNXGraph
  ) -> String {
    let weights = graph.constant(
      layer.weights, [layer.unitCount, layer.inputCount], "weight_\(index)")
    let bias = graph.constant(
      layer.bias ?? [Double](repeating: 0, count: layer.unitCount), [layer.unitCount],
      "bias_\(index)")
    return graph.apply("Gemm", [values, weights, bias], [("transB", .integer(1))])
  }

  private func normalized(
    _ values: String, _ normalization: ModelLayers.Normalization, _ index: Int,
    _ graph: inout ONNXGraph
  ) -> String {
    let axes: [(String, ONNXGraph.Attribute)] = [
      ("axes", .integers([-1])), ("keepdims", .integer(1)),
    ]
    let centred = graph.apply("Sub", [values, graph.apply("ReduceMean", [values], axes)])
    let squares = graph.apply("Mul", [centred, centred])
    let epsilon = graph.constant([ModelLayers.Normalization.epsilon], [], "epsilon_\(index)")
    let variance = graph.apply("Add", [graph.apply("ReduceMean", [squares], axes), epsilon])
    let unit = graph.apply("Div", [centred, graph.apply("Sqrt", [variance])])
    let count = normalization.gain.count
    let gain = graph.constant(normalization.gain, [count], "gain_\(index)")
    let shift = graph.constant(normalization.shift, [count], "shift_\(index)")
    return graph.apply("Add", [graph.apply("Mul", [unit, gain]), shift])
  }

  private func applied(
    _ function: ModelLayers.Function, _ values: String, _ graph: inout ONNXGraph
  ) -> String {
    switch function {
    case .softmax: return graph.apply("Softmax", [values], [("axis", .integer(-1))])
    case .element(.identity): return values
    case .element(.relu): return graph.apply("Relu", [values])
    case .element(.tanh): return graph.apply("Tanh", [values])
    case .element(.sigmoid): return graph.apply("Sigmoid", [values])
    case .element(.leakyReLU):
      let factor = graph.constant([0.01], [], "factor_of_\(values)")
      return graph.apply("Max", [values, graph.apply("Mul", [values, factor])])
    case .element(.gelu):
      let root = graph.constant([(0.5).squareRoot()], [], "root_of_\(values)")
      let half = graph.constant([0.5], [], "half_of_\(values)")
      let one = graph.constant([1], [], "one_of_\(values)")
      var scaled = graph.apply("Mul", [values, root])
      // Runtimes know the error function in single precision only.
      if !isSingle { scaled = graph.apply("Cast", [scaled], [("to", .type(.float))]) }
      var error = graph.apply("Erf", [scaled])
      if !isSingle { error = graph.apply("Cast", [error], [("to", .type(.double))]) }
      let share = graph.apply("Mul", [graph.apply("Add", [error, one]), half])
      return graph.apply("Mul", [values, share])
    }
  }

  // MARK: Outputs

  private func finish(_ scores: String, _ graph: inout ONNXGraph) {
    var values = scores
    switch model.layers.output {
    case .identity: break
    case .sigmoid where isLogistic: values = bothProbabilities(scores, &graph)
    case .sigmoid: values = graph.apply("Sigmoid", [values])
    case .softmax: values = graph.apply("Softmax", [values], [("axis", .integer(-1))])
    }
    guard model.isClassifier else {
      let deviation = graph.constant([model.preprocessing.targetDeviation], [], "target_deviation")
      let mean = graph.constant([model.preprocessing.targetMean], [], "target_mean")
      values = graph.apply("Mul", [values, deviation])
      graph.output(graph.apply("Add", [values, mean], as: "prediction"), graph.numbers, width: 1)
      return
    }
    let classCount = model.schema.classNames.count
    if model.layers.output == .sigmoid, !isLogistic {
      let axes = graph.constant([1], "class_axis")
      let sum = graph.apply("ReduceSum", [values, axes], [("keepdims", .integer(1))])
      values = graph.apply("Div", [values, sum])
    }
    let probabilities = graph.apply("Identity", [values], as: "probabilities")
    // Of two equal probabilities the positive class, the last, is predicted; of more the first.
    let label = graph.apply(
      "ArgMax", [probabilities],
      [
        ("axis", .integer(1)), ("keepdims", .integer(0)),
        ("select_last_index", .integer(classCount == 2 ? 1 : 0)),
      ], as: "label")
    graph.output(probabilities, graph.numbers, width: classCount)
    graph.output(label, .int64, width: nil)
  }

  /// Whether one unit gives the log odds of the second of two classes.
  private var isLogistic: Bool {
    model.isClassifier && model.layers.layers.last?.unitCount == 1
  }

  /// The probabilities of both classes, of log odds.
  private func bothProbabilities(_ scores: String, _ graph: inout ONNXGraph) -> String {
    let second = graph.apply("Sigmoid", [scores])
    let first: String
    if model.layers.isSingle {
      // As the model has it.
      first = graph.apply("Sub", [graph.constant([1], [], "one"), second])
    } else {
      // In single precision 1 - p would leave few digits of a small probability.
      first = graph.apply("Sigmoid", [graph.apply("Neg", [scores])])
    }
    return graph.apply("Concat", [first, second], [("axis", .integer(1))])
  }

  // MARK: Properties

  /// What a caller needs to know beside the graph, as JSON.
  private struct Columns: Encodable {
    struct Number: Encodable {
      let column: String
      /// Whether a missing cell has a prediction.
      let mayBeMissing: Bool
    }

    struct Category: Encodable {
      let column: String
      let vocabulary: [String]
      let mayBeMissing: Bool
      let mayBeUnknown: Bool
    }

    let numbers: [Number]
    let codes: [Category]
  }

  private var properties: [(String, String)] {
    get throws {
      let mayBeUnknown = model.preprocessing.request.unknownCategory == .ignore
      let columns = Columns(
        numbers: numbers.map { .init(column: $0.column, mayBeMissing: $0.fill != nil) },
        codes: categories.map { step in
          .init(
            column: step.column, vocabulary: step.levels,
            mayBeMissing: step.missingIndex != nil || mayBeUnknown, mayBeUnknown: mayBeUnknown)
        })
      return [
        ("columns", try JSON.text(of: columns)),
        ("classes", try JSON.text(of: model.schema.classNames)),
        ("target", model.schema.target), ("origin", model.origin),
      ]
    }
  }
}
