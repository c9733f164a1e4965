import Learning

extension CheckEntry {
  static let epochSawtooth = CheckEntry(
    code: "ST15", title: "no jump where an epoch begins", stage: .training, worst: .warn,
    summary: "The loss does not leap up at the start of each epoch.",
    formula: "over at least 4 epoch borders: (loss of an epoch's first tenth − loss of the last "
      + "tenth before it) / the mean of both, its mean above the threshold and at every border "
      + "above 0",
    threshold: Thresholds.sawtooth,
    source:
      "own; the DF mutation of DeepMutation: rows in an order that is forgotten and met again",
    knownFalseAlarms: "memorising within an epoch makes small teeth: it never stops a run",
    cost: "two additions each step",
    body: .after { context in
      guard let course = context.course, let plan = context.plan else {
        return .notApplicable("no monitor watched the training")
      }
      guard course.epochStarts.count >= 5,
        context.train.rowCount >= 10 * plan.rowsPerStep(of: context.train.rowCount)
      else {
        return .notApplicable("fewer than 5 epochs, or than 10 batches in each")
      }
      let jumps = zip(course.epochStarts.dropFirst(), course.epochEnds).map { start, end in
        2 * (start - end) / max(start + end, .leastNormalMagnitude)
      }
      let mean = jumps.reduce(0, +) / Double(jumps.count)
      guard mean > context.limit(Thresholds.sawtooth), jumps.allSatisfy({ $0 > 0 }) else {
        return .passed("the loss does not leap where an epoch begins", value: mean)
      }
      return Finding(
        verdict: .warning,
        message: "the train loss leaps by \(Wording.percent(mean)) where an epoch begins"
          + (plan.isShuffled ? "" : ", and training does not shuffle"),
        value: mean,
        evidence: [
          .init(
            "loss at the borders", "end of an epoch, start of the next",
            numbers: zip(course.epochEnds, course.epochStarts.dropFirst()).flatMap { [$0, $1] }
              .evenly(200))
        ],
        causes: [
          plan.isShuffled
            ? "memorising within an epoch: training.batch_size is too small"
            : "training.shuffle: false on rows that are sorted"
        ],
        remedy: plan.isShuffled
          ? "lower training.optimizer.learning_rate" : "training.shuffle: true"
      )
    })
}
