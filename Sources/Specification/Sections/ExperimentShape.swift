public import Schema

/// What a whole spec looks like, with the open families that the catalogs of other modules fill.
public struct ExperimentShape: Sendable {
  /// The spec: one mapping.
  public let root: Shape
  /// Short paths that a spec and overrides may use.
  public let aliases: [PathAlias]

  /// `losses` may have `auto`; `metrics` are those of predictions; `baselines` are the words that
  /// a baseline may consist of.
  public init(
    models: [Variant], optimizers: [Variant], schedules: [Variant], losses: [Rule.Option],
    metrics: [Rule.Option], checks: [Rule.Option],
    baselines: [Rule.Option] = ExperimentShape.wordBaselines
  ) {
    let metric = Rule.name(of: "a metric", metrics, reference: .metric)
    let check = Rule.name(of: "a check", checks, reference: .check)
    root = .mapping([
      Field("spec", Self.version, .required, "The version of the language; fixes the defaults."),
      Field(
        "name", Self.name, .required, "What the experiment is called; its runs' folder too."),
      Field("question", .text, .absent("no question"), "What the experiment is to find out."),
      Self.goals(metrics: metrics),
      Self.data,
      Self.preprocessing,
      Self.baselines(words: baselines, metrics: metrics),
      Field("model", .choice(tag: "kind", models), .required, "What is trained."),
      Self.training(
        optimizers: optimizers, schedules: schedules, losses: losses, metric: metric),
      Self.sanity(check: check),
      Self.evaluation,
    ])
    aliases = [
      PathAlias(
        short: ["training", "learning_rate"], full: ["training", "optimizer", "learning_rate"],
        tag: "kind")
    ]
  }

  /// The baselines that need no more than a word.
  public static let wordBaselines: [Rule.Option] = [
    Rule.Option("majority", "The commonest class of the training rows."),
    Rule.Option("mean", "The mean target of the training rows."),
    Rule.Option("linear", "Ordinary least squares."),
    Rule.Option("ridge", "Ridge regression with its default penalty."),
    Rule.Option("logistic", "Logistic regression with its default penalty."),
    Rule.Option("softmax", "Softmax regression with its default penalty."),
  ]

  private static let version = Rule(
    kind: .integer, text: "1, the version of the language of specs",
    bounds: Rule.Bounds(minimum: 1, maximum: 1), counterexamples: [0, 2, "1", 1.5]
  ) { $0 == 1 }

  private static let name = Rule(
    kind: .string,
    text: "a name of at most 100 of a-z, 0-9, \".\", \"_\" and \"-\" that starts with a-z or 0-9",
    pattern: "^[a-z0-9][a-z0-9._-]{0,99}$",
    counterexamples: [
      "", "Adult", "-adult", ".hidden", "a/b", "a b", "é", 1,
      .string(String(repeating: "a", count: 101)),
    ]
  ) { value in
    guard case .string(let name) = value, name.utf8.count <= 100, let first = name.utf8.first
    else { return false }
    return isNameByte(first)
      && name.utf8.allSatisfy { isNameByte($0) || "._-".utf8.contains($0) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}
