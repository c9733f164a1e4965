import Datasets
import Foundation
import Randomness
import Schema

/// A sound-looking pipeline drawn at random, with data of which the truth is known.
struct RandomSpec: Sendable {
  let base: Base
  /// The same data with the linear model that suits the task.
  let linear: Base
  let rows: RandomRows

  init(index: Int) throws {
    var random = CounterBasedGenerator(seed: 20_261_125, purpose: .synthetic, step: index)
    rows = RandomRows(&random)
    let kind = rows.classCount == 0 ? "ridge" : rows.classCount == 2 ? "logistic" : "softmax"
    let model = Self.model(linear: kind, &random)
    // A solver uses nothing of the section but the penalty.
    let training = Self.training(rowCount: rows.rowCount, &random)
      .filter { model != "{kind: \(kind)}" || $0.hasPrefix("l2:") }
    func text(_ model: String, _ training: String) -> String {
      """
      spec: 1
      name: generated-\(index)
      data: {source: generated, target: y, split: {dev: 0.2, test: 0.2}}
      model: \(model)
      training: \(training)

      """
    }
    base = try Base(
      name: "G\(index)", path: "G\(index).yaml",
      text: text(model, "{\(training.joined(separator: ", "))}"))
    linear = try Base(
      name: "L\(index)", path: "L\(index).yaml", text: text("{kind: \(kind)}", "{}"))
  }

  func pipeline(seed: UInt64) -> Pipeline { pipeline(base, seed) }
  func linearPipeline(seed: UInt64) -> Pipeline { pipeline(linear, seed) }

  private func pipeline(_ base: Base, _ seed: UInt64) -> Pipeline {
    var pipeline = Pipeline(base, seed: seed)
    pipeline.source = { [rows] in rows.dataset(seed: $0) }
    return pipeline
  }

  private static func model(
    linear: String, _ random: inout CounterBasedGenerator
  ) -> String {
    switch random.integer(below: 10) {
    case 0: return "{kind: \(linear)}"
    case 1: return "{kind: \(linear), solver: sgd}"
    default:
      let widths = [8, 16, 24, 32, 48, 64]
      let layers = 1 + random.integer(below: 3)
      let hidden = (0..<layers).map { _ in String(random.pick(widths)) }.joined(separator: ", ")
      let activation = random.pick(["relu", "relu", "tanh", "gelu", "leaky_relu"])
      let start = activation == "tanh" ? "glorot_normal" : random.pick(["he_normal", "he_uniform"])
      let dropout = random.uniform() < 0.25 ? number(0.05 + 0.25 * random.uniform()) : "0"
      return "{kind: mlp, hidden: [\(hidden)], activation: \(activation), "
        + "initialization: \(start), dropout: \(dropout)}"
    }
  }

  private static func training(
    rowCount: Int, _ random: inout CounterBasedGenerator
  ) -> [String] {
    func rate(_ least: Double, _ most: Double) -> String {
      number(least * pow(most / least, random.uniform()))
    }
    let optimizer: String =
      switch random.integer(below: 6) {
      case 0: "{kind: sgd, learning_rate: \(rate(0.03, 0.2))}"
      case 1: "{kind: momentum, learning_rate: \(rate(0.005, 0.05))}"
      case 2: "{kind: rmsprop, learning_rate: \(rate(5e-4, 3e-3))}"
      case 3: "{kind: adamw, learning_rate: \(rate(1e-3, 8e-3))}"
      default: "{kind: adam, learning_rate: \(rate(1e-3, 1e-2))}"
      }
    let batch = random.pick([16, 32, 32, 64])
    let stepsPerEpoch = max(1, Int(0.6 * Double(rowCount)) / batch)
    let epochs = min(200, max(10, (600 + random.integer(below: 600)) / stepsPerEpoch))
    var fields = ["optimizer: \(optimizer)", "batch_size: \(batch)", "epochs: \(epochs)"]
    if random.uniform() < 0.2 { fields.append("schedule: {kind: cosine, final_factor: 0.05}") }
    if random.uniform() < 0.3 { fields.append("l2: \(rate(1e-5, 1e-3))") }
    if random.uniform() < 0.15 { fields.append("clip_norm: \(rate(0.5, 5))") }
    if random.uniform() < 0.4 { fields.append("early_stopping: {patience: 10}") }
    return fields
  }
}

extension CounterBasedGenerator {
  mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[integer(below: choices.count)]
  }
}
