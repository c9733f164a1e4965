import Findings
import Foundation
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let prior = Threshold(
    "SI04", 0.5, "nats between the mean initial prediction and the class frequencies")
}

extension CheckEntry {
  static let outputPrior = CheckEntry(
    code: "SI04", title: "output initialized at the prior", stage: .initial, worst: .warn,
    summary: "Where classes are unbalanced or the target is far from 0, the initial output is "
      + "near the class frequencies or the mean.",
    formula: "classes whose most frequent has ten times the rows of the rarest: "
      + "Kullback-Leibler divergence of the mean predicted probabilities from the class "
      + "frequencies, above the threshold; numbers whose mean is three standard deviations from "
      + "0: |mean output − mean| / deviation, above 1",
    threshold: .prior,
    source: "Karpathy 2019, \"init well\"",
    knownFalseAlarms: "the first steps correct it: it never stops a run; convex models start at "
      + "zero legitimately and are left out",
    cost: "shares the initial state of SI02",
    body: .before { context in
      guard !context.recipe.isConvex else {
        return .notApplicable("convex: the initial weights do not matter")
      }
      guard context.isTrainFinite, context.isTrainedBySteps, let model = context.start?.model else {
        return .notApplicable("there is no initial state")
      }
      let rows = context.sample
      let outputs = model.outputs(for: rows.inputs)
      let n = Double(rows.rowCount)
      switch context.train.targets {
      case .classes:
        let counts = context.train.classTotals
        let present = counts.filter { $0 > 0 }
        guard let most = present.max(), let least = present.min(), most > 10 * least else {
          return .notApplicable("no class is ten times as frequent as another")
        }
        let total = counts.reduce(0, +)
        let shares = counts.map { $0 / total }
        var means = [Double](repeating: 0, count: outputs.columnCount)
        for i in 0..<outputs.rowCount {
          for j in means.indices { means[j] += outputs.storage[i * means.count + j] / n }
        }
        let divergence = zip(shares, means).reduce(0) { sum, pair in
          pair.0 > 0 ? sum + pair.0 * log(pair.0 / max(pair.1, 1e-12)) : sum
        }
        guard divergence > context.limit(.prior) else {
          return .passed("initial outputs are near the class frequencies", value: divergence)
        }
        return Finding(
          verdict: .warning,
          message:
            "classes are unbalanced (\(NumberFormat.percent(shares.max() ?? 0)) are of one class), but "
            + "outputs start \(NumberFormat.number(divergence)) nats away from their frequencies",
          value: divergence,
          evidence: [
            .curve(title: "class frequencies", series: nil, values: shares),
            .curve(title: "mean probabilities", series: "at the start", values: means),
          ],
          causes: ["model.output.bias_initialization is not prior"],
          remedy: "model.output.bias_initialization: prior",
          edits: [SpecEdit(.outputBiasInitialization, "prior")])
      case .values(let values):
        let mean = values.mean(weights: context.train.weights)
        let deviation = values.variance(weights: context.train.weights).squareRoot()
        guard deviation > 0, abs(mean) > 3 * deviation else {
          return .notApplicable("the target's mean is near 0")
        }
        let start = outputs.storage.reduce(0, +) / n
        let distance = abs(start - mean) / deviation
        guard distance > 1 else {
          return Finding(
            verdict: .passed, message: "initial outputs are near the target's mean",
            value: distance,
            threshold: 1)
        }
        return Finding(
          verdict: .warning,
          message: "the target's mean is \(NumberFormat.number(mean)), but outputs start at "
            + "\(NumberFormat.number(start)): \(NumberFormat.number(distance)) deviations away",
          value: distance, threshold: 1,
          evidence: [.scores("means", ["target": mean, "output at the start": start])],
          causes: [
            "preprocessing.target_scale: none", "model.output.bias_initialization is not prior",
          ],
          remedy:
            "preprocessing.target_scale: standard, or model.output.bias_initialization: prior",
          edits: [SpecEdit(.targetScale, "standard")])
      }
    })
}
