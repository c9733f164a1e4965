import Findings
import Learning
import LinearAlgebra
import Randomness
import Text

extension Threshold {
  fileprivate static let unusedInput = Threshold(
    "SE08", 1e-6, "largest change of an output, relative to their deviation")
}

extension CheckEntry {
  static let unusedInputs = CheckEntry(
    code: "SE08", title: "inputs without effect", stage: .evaluation, worst: .note,
    summary: "Each input changes some prediction.",
    formula: "largest change of an output when the values of one input are shuffled among 200 "
      + "rows, over the largest deviation of the outputs, below the threshold",
    threshold: .unusedInput,
    source: "Breiman 2001, permutation importance; deepchecks, UnusedFeatures",
    knownFalseAlarms: "sparse models leave inputs out on purpose: it is only noted",
    cost: "one prediction of 200 rows for each of at most 100 inputs",
    body: .after { context in
      if context.isDiverged { return .notApplicable("the training diverged") }
      let rows = context.train.inputs.rows(at: Array(0..<context.train.rowCount).evenly(200))
      guard rows.rowCount >= 20 else { return .notApplicable("fewer than 20 train rows") }
      let d = rows.columnCount
      guard d <= 100 else { return .notApplicable("more than 100 inputs") }
      let inputs = rows.matrix(as: Double.self)
      let before = context.outcome.model.outputs(for: .double(inputs)).storage
      let mean = before.mean
      let spread = before.reduce(0) { max($0, abs($1 - mean)) }
      guard spread > 0 else { return .notApplicable("all predictions are the same") }
      var generator = CounterBasedGenerator(seed: 0, purpose: .permutation, epoch: 2)
      let order = generator.permutation(of: rows.rowCount)
      let unused = (0..<d).filter { j in
        let values = inputs.column(j)
        guard values.contains(where: { $0 != values[0] }) else { return false }
        var moved = inputs
        for (i, other) in order.enumerated() { moved.storage[i * d + j] = values[other] }
        let after = context.outcome.model.outputs(for: .double(moved)).storage
        let change = zip(before, after).reduce(0) { max($0, abs($1.0 - $1.1)) }
        return change < context.limit(.unusedInput) * spread
      }
      guard !unused.isEmpty else { return .passed("each input changes some prediction", value: 0) }
      let names = unused.map(context.inputName)
      return Finding(
        verdict: .note,
        message: "\(NumberFormat.count(names.count, "input")) "
          + "\(names.count == 1 ? "makes" : "make") no difference: \(Quoting.list(names))",
        value: Double(names.count), threshold: 0,
        evidence: [.names("inputs", names)],
        causes: ["model.l1, or an input that duplicates others"],
        remedy: "drop them with data.features if they are not needed")
    })
}
