public import Schema

/// The shape of a whole spec, with the families that the catalogs of other modules fill.
public struct ExperimentShape: Sendable {
  /// The spec: one mapping.
  public let root: Shape
  /// Short paths that a spec and overrides may use.
  public let aliases: [PathAlias]
  /// Rules that are checked on the spec alone.
  public let rules: [SpecificationRule]
  /// Summaries of all rules about several keys, for the reference page.
  public let ruleSummaries: [String]

  public init(
    _ families: Families, rules: [SpecificationRule] = [], ruleSummaries: [String] = []
  ) {
    let metric = Rule.name(of: "a metric", families.metrics, reference: .metric)
    let check = Rule.name(of: "a check", families.checks, reference: .check)
    self.rules = rules
    self.ruleSummaries = ruleSummaries
    root = .mapping([
      Field(
        "spec", Self.version, .required, "Version of the spec language; determines the defaults."),
      Field(
        "name", Self.name, .required, "Name of the experiment and of the folder of its runs."),
      Field("question", .text, .absent("no question"), "Question that the experiment answers."),
      Self.goals(metrics: families.metrics + families.resources),
      Self.data,
      Self.preprocessing,
      Self.baselines(words: families.baselines, metrics: families.metrics),
      Field("model", .choice(tag: "kind", families.models), .required, "Model to train."),
      Self.training(families, metric: metric),
      Self.sanity(check: check),
      Self.evaluation,
      Self.deployment,
    ])
    aliases = [
      PathAlias(
        short: ["training", "learning_rate"], full: ["training", "optimizer", "learning_rate"],
        tag: "kind")
    ]
  }

  /// The open families that the catalogs of other modules fill.
  public struct Families: Sendable {
    let models: [Variant]
    let optimizers: [Variant]
    let schedules: [Variant]
    let losses: [Rule.Option]
    /// Metrics of predictions.
    let metrics: [Rule.Option]
    /// Time and size, which only goals can name.
    let resources: [Rule.Option]
    let checks: [Rule.Option]
    /// Baselines that are one word.
    let baselines: [Rule.Option]

    public init(
      models: [Variant], optimizers: [Variant], schedules: [Variant], losses: [Rule.Option],
      metrics: [Rule.Option], resources: [Rule.Option], checks: [Rule.Option],
      baselines: [Rule.Option]
    ) {
      self.models = models
      self.optimizers = optimizers
      self.schedules = schedules
      self.losses = losses
      self.metrics = metrics
      self.resources = resources
      self.checks = checks
      self.baselines = baselines
    }
  }

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
