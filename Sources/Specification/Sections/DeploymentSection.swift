import Schema

extension ExperimentShape {
  static let deployment = Field(
    "deployment",
    .mapping([
      Field(
        "target",
        .oneOf(DeploymentTarget.allCases.map { Rule.Option($0.rawValue, $0.summary) }),
        .value(.string(DeploymentTarget.server.rawValue)), "Where the model is to be used."),
      Field(
        "latency_p99_us", .number(above: 0), .absent("no bound"),
        "Upper bound of the 99th percentile of the latency of one row, in microseconds."),
      Field(
        "model_bytes", .integer(in: 1...1_000_000_000_000), .absent("no bound"),
        "Upper bound of the size of the file that is deployed, in bytes."),
      Field(
        "memory_mb", .number(above: 0), .absent("no bound"),
        "Upper bound of the memory of parameters and of one row's values, in megabytes."),
      Field(
        "qps", .number(above: 0), .absent("no bound"),
        "Lower bound of the rows that one thread predicts one after the other, per second."),
    ]), .value([:]),
    "What the use of the model demands: estimated by `assay validate`, measured after training and "
      + "judged like goals.")
}
