import Schema

extension ExperimentShape {
  static func training(_ families: Families, metric: Rule) -> Field {
    let loss = Rule.oneOf(families.losses)
    return Field(
      "training",
      .mapping([
        Field(
          "loss", loss, .value("auto"), "Loss to minimise.", usedWhen: [.training(.gradient)]),
        Field(
          "reduction",
          .oneOf([
            Rule.Option("mean", "Mean over the rows of a batch."),
            Rule.Option("sum", "Sum over the rows of a batch."),
          ]), .value("mean"), "Reduction of the rows' losses to the loss of a batch.",
          usedWhen: [
            .anyOf([
              .training(.reduction), .noneOf([0], at: .l2),
              .noneOf([0], at: .l1),
            ])
          ]),
        Field(
          "label_smoothing", .number(in: 0..<1), .value(0),
          "Probability mass moved from the true class to all classes, uniformly.",
          usedWhen: [.training(.labelSmoothing), .task([.binary, .multiclass])]),
        Field(
          "class_weights", classWeights, .value("none"), "Weights of the classes in the loss.",
          usedWhen: [.training(.classWeights), .task([.binary, .multiclass])]),
        Field(
          "optimizer", .choice(tag: "kind", families.optimizers), .value("adam"),
          "Update rule of the parameters.", usedWhen: [.training(.gradient)]),
        Field(
          "learning_rate", .number(above: 0), .absent("that of the optimizer"),
          "Short for training.optimizer.learning_rate.", usedWhen: [.training(.gradient)]),
        Field(
          "schedule", .choice(tag: "kind", families.schedules), .value("constant"),
          "Schedule of the learning rate.", usedWhen: [.training(.batches)]),
        Field(
          "l1", .number(atLeast: 0), .value(0), "Penalty on the sum of |weights|.",
          usedWhen: [.training(.penalties)]),
        Field(
          "l2", .number(atLeast: 0), .value(0), "Penalty on half the sum of weights².",
          usedWhen: [.training(.penalties)]),
        Field(
          "clip_norm", .number(above: 0), .absent("no clipping"),
          "Largest Euclidean norm of a gradient; longer gradients are scaled down to it.",
          usedWhen: [.training(.batches)]),
        Field(
          "batch_size", .count(atLeast: 1), .value(32), "Number of rows in a batch.",
          usedWhen: [.training(.batches)]),
        Field(
          "accumulate", .integer(in: 1...1_000_000), .value(1),
          "Number of batches whose gradients are accumulated for one step.",
          usedWhen: [.training(.batches)]),
        Field(
          "shuffle", .boolean, .value(true), "Whether to shuffle the rows before each epoch.",
          usedWhen: [.training(.batches)]),
        Field(
          "epochs", .count(atLeast: 1), .value(20),
          "Number of passes over the training rows; set this or `steps`.",
          usedWhen: [.training(.gradient)]),
        Field(
          "steps", .count(atLeast: 1), .absent("`epochs` decides"),
          "Number of optimizer steps; set this or `epochs`.", usedWhen: [.training(.gradient)]),
        Field(
          "early_stopping", earlyStopping(metric: metric), .absent("all epochs are trained"),
          "Stopping once the dev metric no longer improves; the best epoch's parameters are kept.",
          usedWhen: [.training(.gradient)]),
        Field(
          "checkpoint_every", checkpointEvery, .value([:]),
          "Interval between the checkpoints that `assay resume` continues from; the first that is "
            + "due counts.", usedWhen: [.training(.gradient)]),
        Field(
          "precision",
          .oneOf([
            Rule.Option("float", "32-bit floating point."),
            Rule.Option("double", "64-bit floating point."),
          ]), .value("float"), "Floating-point precision of training.",
          usedWhen: [.training(.precision)]),
        Field(
          "threads", .integer(in: 1...256), .absent("one for each core"),
          "Number of threads for matrix products; results are bit-identical only for equal numbers."
        ),
        Field(
          "seed", .integer(atLeast: 0), .value(1),
          "Seed of the training: initialization, shuffling, dropout; `data.split.seed` is that of the split."
        ),
      ]), .value([:]), "Training of the model.")
  }

  private static let classWeights = Shape.anyOf([
    .scalar(
      .oneOf([
        Rule.Option("none", "All rows have the same weight."),
        Rule.Option("balanced", "All classes have the same total weight."),
      ])),
    .dictionary(key: .label, value: .scalar(.number(above: 0))),
  ])

  private static let checkpointEvery = Shape.mapping([
    Field("steps", .count(atLeast: 1), .absent("not counted"), "Number of steps."),
    Field("epochs", .count(atLeast: 1), .absent("not counted"), "Number of epochs."),
    Field("seconds", .number(above: 0), .value(60), "Number of seconds."),
  ])

  private static func earlyStopping(metric: Rule) -> Shape {
    .mapping([
      Field(
        "metric", metric, .absent("log_loss for classes, rmse for numbers"),
        "Metric of the dev rows to monitor."),
      Field(
        "patience", .count(atLeast: 1), .value(5),
        "Number of epochs without improvement after which training stops."),
    ])
  }
}
