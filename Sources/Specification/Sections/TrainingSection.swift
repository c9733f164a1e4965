import Schema

extension ExperimentShape {
  static func training(
    optimizers: [Variant], schedules: [Variant], losses: [Rule.Option], metric: Rule
  ) -> Field {
    let auto = Rule.Option("auto", "The canonical loss of the task.")
    let loss = Rule.oneOf([auto] + losses.filter { $0.name != auto.name })
    return Field(
      "training",
      .mapping([
        Field("loss", loss, .value("auto"), "What training makes small."),
        Field(
          "reduction",
          .oneOf([
            Rule.Option("mean", "The mean over a batch's rows."),
            Rule.Option("sum", "The sum over a batch's rows."),
          ]), .value("mean"), "How the rows' losses become the batch's."),
        Field(
          "label_smoothing", .number(in: 0..<1), .value(0),
          "The share of certainty taken from the true class and dealt to all."),
        Field("class_weights", classWeights, .value("none"), "How much each class counts."),
        Field(
          "optimizer", .choice(tag: "kind", optimizers), .value("adam"),
          "How a gradient changes the parameters."),
        Field(
          "learning_rate", .number(above: 0), .absent("that of the optimizer"),
          "Short for training.optimizer.learning_rate."),
        Field(
          "schedule", .choice(tag: "kind", schedules), .value("constant"),
          "How the learning rate changes with the steps."),
        Field("l1", .number(atLeast: 0), .value(0), "Penalty on the sum of |weights|."),
        Field("l2", .number(atLeast: 0), .value(0), "Penalty on half the sum of weights²."),
        Field(
          "clip_norm", .number(above: 0), .absent("gradients are not clipped"),
          "The largest Euclidean norm of a gradient; a longer one is shortened."),
        Field("batch_size", .integer(atLeast: 1), .value(32), "Rows in a step."),
        Field(
          "accumulate", .integer(in: 1...1_000_000), .value(1),
          "Batches whose gradients are added up for one step: that of a batch so many times as "
            + "large, with the memory of one."),
        Field("shuffle", .boolean, .value(true), "Whether rows are shuffled before each epoch."),
        Field(
          "epochs", .integer(atLeast: 1), .value(20),
          "How often the training rows are gone through; give this or steps."),
        Field(
          "steps", .integer(atLeast: 1), .absent("epochs counts"),
          "How many steps are made; give this or epochs."),
        Field(
          "early_stopping", earlyStopping(metric: metric), .absent("all epochs are trained"),
          "Stops when the dev rows show no gain, and keeps the best epoch."),
        Field(
          "checkpoint_every", checkpointEvery, .value([:]),
          "How often a run keeps what `assay resume` goes on from: when any of these is due."),
        Field(
          "precision",
          .oneOf([
            Rule.Option("float", "32 bits."), Rule.Option("double", "64 bits."),
          ]), .value("float"), "The numbers that gradients are computed in."),
        Field(
          "threads", .integer(in: 1...256), .absent("as many as there are cores"),
          "Threads for matrix products; part of what makes two runs the same bit for bit."),
        Field(
          "seed", .integer(atLeast: 0), .value(1),
          "Where all randomness comes from: split, initialization, shuffling, dropout."),
      ]), .value([:]), "How the model is trained.")
  }

  private static let classWeights = Shape.anyOf([
    .scalar(
      .oneOf([
        Rule.Option("none", "All rows count the same."),
        Rule.Option("balanced", "All classes count the same."),
      ])),
    .dictionary(key: .label, value: .scalar(.number(above: 0))),
  ])

  private static let checkpointEvery = Shape.mapping([
    Field("steps", .integer(atLeast: 1), .absent("steps do not count"), "Steps of training."),
    Field("epochs", .integer(atLeast: 1), .absent("epochs do not count"), "Epochs of training."),
    Field("seconds", .number(above: 0), .value(60), "Seconds since the last checkpoint."),
  ])

  private static func earlyStopping(metric: Rule) -> Shape {
    .mapping([
      Field(
        "metric", metric, .absent("log_loss for classes, rmse for numbers"),
        "What is watched on the dev rows."),
      Field("patience", .integer(atLeast: 1), .value(5), "Epochs without a gain that are borne."),
    ])
  }
}
