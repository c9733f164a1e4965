import Schema

extension ExperimentShape {
  static func baselines(words: [Rule.Option], metrics: [Rule.Option]) -> Field {
    let results = metrics.map {
      Field($0.name, .number, .absent("not known"), $0.summary)
    }
    let published = Shape.mapping(
      results + [
        Field(
          "rows", .integer(atLeast: 1), .absent("not known"), "How many rows it was judged on."),
        Field("source", .text, .required, "Who says so, and when."),
      ])
    let variants =
      words.map { Variant($0.name, $0.summary, body: nil) } + [
        Variant("human", "What people reach, by metric.", body: published),
        Variant("literature", "What was published, by metric.", body: published),
        Variant("run", "A run recorded before, on the same rows.", body: .scalar(.text)),
      ]
    return Field(
      "baselines", .list(.keyed(variants), atLeast: 0), .value([]),
      "What the model must beat; majority or mean, and a quick linear model, are always there.")
  }
}
