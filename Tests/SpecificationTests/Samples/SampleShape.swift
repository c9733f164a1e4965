import Schema

@testable import Specification

/// A shape with small families in place of the catalogs of other modules.
let sampleShape = ExperimentShape(
  ExperimentShape.Families(
    models: [
      Variant("linear", "Ordinary least squares.", fields: [solver(["auto", "qr"])]),
      Variant(
        "ridge", "Least squares with a penalty.",
        fields: [Field("l2", .number(atLeast: 0), .value(1), "The penalty.")]),
      Variant("logistic", "Two classes.", fields: [solver(["auto", "newton"])]),
      Variant("softmax", "Several classes.", fields: [solver(["auto", "newton"])]),
      Variant(
        "mlp", "A small neural network.",
        fields: [
          Field(
            "hidden", .list(.scalar(.integer(atLeast: 1)), atLeast: 0), .value([64]),
            "Widths of the hidden layers."),
          Field(
            "activation",
            .oneOf([Rule.Option("relu", "max(0, x)"), Rule.Option("tanh", "Hyperbolic tangent.")]),
            .value("relu"), "What follows each hidden layer."),
          Field("dropout", .number(in: 0..<1), .value(0), "Share of units left out."),
          Field(
            "output_bias",
            .anyOf([.scalar(.number), .scalar(.oneOf([Rule.Option("prior", "The prior.")]))]),
            .value("prior"), "Where the output's bias starts."),
        ]),
    ],
    optimizers: [
      Variant(
        "sgd", "Gradient descent.",
        fields: [Field("learning_rate", .number(above: 0), .value(0.01), "Step size.")]),
      Variant(
        "adam", "Adam.",
        fields: [
          Field("learning_rate", .number(above: 0), .value(1e-3), "Step size."),
          Field("weight_decay", .number(atLeast: 0), .value(0), "Decay."),
        ]),
    ],
    schedules: [
      Variant("constant", "Always the same.", fields: []),
      Variant(
        "cosine", "Half a cosine.",
        fields: [Field("warmup_steps", .integer(atLeast: 0), .value(0), "Steps to warm up.")]),
      Variant(
        "step", "Falls in steps.",
        fields: [Field("every", .integer(atLeast: 1), .required, "Epochs between falls.")]),
    ],
    losses: [
      Rule.Option("auto", "The loss of the task."),
      Rule.Option("cross_entropy", "For classes."), Rule.Option("mse", "For numbers."),
    ],
    metrics: [
      Rule.Option("accuracy", "Share of rows that are right."),
      Rule.Option("log_loss", "Mean negative log of the probability of the truth."),
      Rule.Option("roc_auc", "Area under the ROC curve."),
      Rule.Option("recall", "Share of the positives found."),
      Rule.Option("rmse", "Root of the mean squared error."),
    ],
    resources: [Rule.Option("latency_p99_us", "Latency."), Rule.Option("model_bytes", "Size.")],
    checks: [
      Rule.Option("SD08", "Duplicate rows in train."), Rule.Option("SO01", "Overfits a subset."),
    ],
    baselines: [
      Rule.Option("majority", "The most frequent class."),
      Rule.Option("logistic", "Logistic regression."),
    ]),
  rules: [
    SpecificationRule("one-goal") { spec in
      (spec.at("goals")?.asList ?? []).dropFirst(4).map {
        RuleViolation(at: $0.origin.mark, "goals must have at most 4 elements; got more")
      }
    }
  ],
  ruleSummaries: ["There are at most four goals."])

let sampleReader = SpecificationReader(shape: sampleShape)

private func solver(_ names: [String]) -> Field {
  Field(
    "solver", .oneOf(names.map { Rule.Option($0, "A way.") }), .value("auto"),
    "How the weights are found.")
}
