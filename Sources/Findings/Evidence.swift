/// A piece of evidence behind a verdict.
public enum Evidence: Sendable, Hashable, Codable {
  /// A fact in words: "activation", "softmax".
  case text(title: String, text: String)
  /// A measured number: "largest curvature".
  case number(title: String, value: Double)
  /// A number in 0…1 that is read as a percentage.
  case fraction(title: String, value: Double)
  /// Numbers that are compared: the "losses" of "test" and "dev".
  case scores(title: String, scores: [Score])
  /// Numbers in an order: the "loss by epoch" of "dev".
  case curve(title: String, series: String?, values: [Double])
  /// The loss on the small subset after each of some steps, of which 0 is the start; `run` is nil
  /// for the pipeline as it is written, and `steps` in records from before they were kept.
  case subsetLosses(run: String?, steps: [Int]? = nil, values: [Double])
  /// The loss at which the small subset counts as fitted.
  case neededLoss(Double)
  /// The accuracy on the small subset.
  case accuracy(Double)
  /// Rows of the source; `names` may name only the first of them.
  case rows(title: String, ids: [Int], names: [String])
  /// Columns, inputs, classes or tensors; `names` may hold only the first of `count`.
  case names(title: String, names: [String], count: Int)

  /// A number and what it belongs to.
  public struct Score: Sendable, Hashable, Codable {
    public let label: String
    public let value: Double

    public init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
    }
  }
}

extension Evidence {
  /// At most 20 names.
  public static func names(_ title: String, _ names: [String]) -> Evidence {
    .names(title: title, names: Array(names.prefix(20)), count: names.count)
  }

  public static func scores(_ title: String, _ scores: KeyValuePairs<String, Double>) -> Evidence {
    .scores(title: title, scores: scores.map { Score($0.key, $0.value) })
  }

  /// The heading it is shown under.
  public var title: String {
    switch self {
    case .text(let title, _), .number(let title, _), .fraction(let title, _),
      .scores(let title, _), .curve(let title, _, _), .rows(let title, _, _),
      .names(let title, _, _):
      title
    case .subsetLosses: "loss by step"
    case .neededLoss: "needed loss"
    case .accuracy: "accuracy"
    }
  }

  /// The numbers in it; those of rows and names are not measured and left out.
  public var values: [Double] {
    switch self {
    case .text, .rows, .names: []
    case .number(_, let value), .fraction(_, let value), .neededLoss(let value),
      .accuracy(let value):
      [value]
    case .scores(_, let scores): scores.map(\.value)
    case .curve(_, _, let values), .subsetLosses(_, _, let values): values
    }
  }

  /// Without numbers that JSON cannot hold; nil where nothing is left.
  public var finite: Evidence? {
    switch self {
    case .text, .rows, .names: self
    case .number(_, let value), .fraction(_, let value), .neededLoss(let value),
      .accuracy(let value):
      value.isFinite ? self : nil
    case .scores(let title, let scores):
      .scores(title: title, scores: scores.filter(\.value.isFinite))
    case .curve(let title, let series, let values):
      .curve(title: title, series: series, values: values.filter(\.isFinite))
    case .subsetLosses(let run, let steps, let values):
      .subsetLosses(
        run: run,
        steps: steps.map { steps in zip(steps, values).filter { $0.1.isFinite }.map(\.0) },
        values: values.filter(\.isFinite))
    }
  }
}
