import Schema

extension ExperimentShape {
  static func baselines(words: [Rule.Option], metrics: [Rule.Option]) -> Field {
    let results = metrics.map {
      Field($0.name, .number, .absent("not known"), $0.summary)
    }
    let published = Shape.mapping(
      results + [
        Field(
          "rows", .count(atLeast: 1), .absent("not known"), "Number of rows it was evaluated on."),
        Field("source", .text, .required, "Source of the numbers."),
      ])
    let variants =
      words.map { Variant($0.name, $0.summary, body: nil) } + [
        Variant("human", "Human-level performance, by metric.", body: published),
        Variant("literature", "Published results, by metric.", body: published),
        Variant("run", "Earlier run on the same rows.", body: .scalar(.text)),
      ]
    return Field(
      "baselines", .list(.keyed(variants), atLeast: 0), .value([]),
      "Baselines to compare the model with, besides the default ones.")
  }
}
