import Findings
import Foundation
import Learning
import LinearAlgebra
import Schema
import Text

/// The input of interventions: the values of the spec, the check results and the failing trial.
struct DiagnosisContext: Sendable {
  let gate: GateContext
  let variants: any PipelineVariants
  let checks: [CheckResult]
  /// The training on the subset; nil where it could not be run.
  let trial: SubsetTrial?
  /// Scales of the prepared training inputs.
  let inputs: InputScales

  init(_ gate: GateContext, variants: any PipelineVariants, checks: [CheckResult]) {
    self.gate = gate
    self.variants = variants
    self.checks = checks
    trial = try? gate.trial()
    inputs = InputScales(of: gate.sample.inputs)
  }

  /// The value of a closed choice; nil where another value or none is set.
  func choice<Choice: RawRepresentable<String>>(
    _ path: SettingPath, as type: Choice.Type
  ) -> Choice? {
    if case .string(let word)? = variants.value(at: path) { Choice(rawValue: word) } else { nil }
  }

  func number(_ path: SettingPath) -> Double? {
    switch variants.value(at: path) {
    case .number(let number)?: number
    case .integer(let integer)?: Double(integer)
    default: nil
    }
  }

  func integers(_ path: SettingPath) -> [Int]? {
    guard case .list(let elements)? = variants.value(at: path) else { return nil }
    return elements.compactMap { if case .integer(let integer) = $0 { integer } else { nil } }
  }

  /// A candidate that sets one value to a text.
  func candidate(_ path: SettingPath, to value: String, _ cause: String) -> CandidateEdit {
    CandidateEdit(edits: [SpecEdit(path, value)], cause: cause)
  }

  /// A candidate that sets one value to a number.
  func candidate(_ path: SettingPath, to value: Double, _ cause: String) -> CandidateEdit {
    candidate(path, to: NumberFormat.roundedSetting(value), cause)
  }

  /// Those of the given checks that stopped or warned, as clues.
  func clues(_ entries: CheckEntry...) -> [Clue] {
    let codes = entries.map(\.code)
    return checks.filter { codes.contains($0.code) && [.stop, .warning].contains($0.verdict) }
      .map { .strong("\($0.code): \($0.message)") }
  }

  var isClassification: Bool { gate.task.isClassification }

  /// Widths of the hidden layers; nil for a model without any.
  var hidden: [Int]? { integers(.hidden).flatMap { $0.isEmpty ? nil : $0 } }

  /// The standard deviation of each hidden layer's initial weights in units of √(2 / inputs).
  var initialSpreads: [Double] {
    guard let problem = gate.initialState?.problem else { return [] }
    let parameters = problem.initialParameters
    return problem.layout.tensors.filter { $0.shape.count == 2 }.dropLast().map { tensor in
      let weights = parameters[tensor.offset..<(tensor.offset + tensor.count)]
      return weights.rootMeanSquare / (2 / Double(max(1, tensor.shape[1]))).squareRoot()
    }
  }

  /// The Euclidean norm of the initial gradient.
  var initialGradientNorm: Double? {
    gate.initialState.map { $0.gradient.norm }
  }
}

/// The scales of the inputs: root mean squares of the columns with more than two values.
struct InputScales: Sendable {
  let largest: Double
  let smallest: Double

  init(of inputs: Inputs) {
    let matrix = inputs.matrix(as: Double.self)
    var sizes: [Double] = []
    for j in 0..<matrix.columnCount {
      let column = matrix.column(j)
      guard Set(column.prefix(64)).count > 2 || Set(column).count > 2 else { continue }
      let size = column.rootMeanSquare
      if size > 0, size.isFinite { sizes.append(size) }
    }
    largest = sizes.max() ?? 1
    smallest = sizes.min() ?? 1
  }
}
