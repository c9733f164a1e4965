/// Why two systems cannot be compared.
public enum ComparisonError: Error, Sendable, Hashable, CustomStringConvertible {
  case differentTasks(candidate: String, baseline: String)
  case differentClasses(candidate: [String], baseline: [String])
  /// Rows that only one of the two has; `example` is the id of one.
  case differentRows(candidateOnly: Int, baselineOnly: Int, example: Int)
  /// An id that stands for several rows pairs nothing.
  case repeatedRow(id: Int)
  case differentTruth(rowID: Int)
  case differentWeight(rowID: Int)
  /// The metric has no value for one of the two.
  case undefined(metric: String, system: String, when: String)

  public var description: String {
    switch self {
    case .differentTasks(let candidate, let baseline):
      return "both systems must have the same task; got \"\(candidate)\" and \"\(baseline)\""
    case .differentClasses(let candidate, let baseline):
      return "both systems must have the same classes in the same order; got "
        + "\(list(candidate)) and \(list(baseline))"
    case .differentRows(let candidateOnly, let baselineOnly, let example):
      return "a paired comparison needs the same rows; got \(candidateOnly) that only the "
        + "candidate has and \(baselineOnly) that only the baseline has, such as row \(example)"
    case .repeatedRow(let id):
      return "a paired comparison needs each row once; got row \(id) more than once"
    case .differentTruth(let rowID):
      return "both systems must be judged by the same truth; got two truths for row \(rowID)"
    case .differentWeight(let rowID):
      return "both systems must be judged by the same row weights; got two weights for row \(rowID)"
    case .undefined(let metric, let system, let when):
      return "\"\(metric)\" must have a value for both systems; got none for the \(system) "
        + "(undefined when \(when), or where an output is not finite)"
    }
  }

  private func list(_ names: [String]) -> String {
    let shown = names.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > 5 ? shown + ", … (\(names.count))" : shown
  }
}
