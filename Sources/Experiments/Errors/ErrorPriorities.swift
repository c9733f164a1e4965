import Datasets
import Diagnostics
public import Evaluation
public import Runs
public import Schema

/// What to work on first: how much accuracy each tagged kind of error, and each slice, could gain.
public struct ErrorPriorities: Sendable, Encodable {
  public let part: Part
  public let rowCount: Int
  public let errorCount: Int
  /// The errors that have a tag: those that the shares are of.
  public let taggedCount: Int
  public let accuracy: Double
  /// The accuracy that is known to be reachable: that of the human baseline, or 1.
  public let reachable: Double
  /// The human baseline; nil without one.
  public let reachedBy: String?
  /// The kinds of errors, greatest gain first. A row may have several.
  public let kinds: [Headroom]
  /// The slices that goals speak of, greatest gain first.
  public let slices: [Headroom]

  /// - Parameter path: A sheet of errors whose column `tags` a person has filled; a semicolon stands
  ///   between several tags.
  ///
  /// **Errors** `DiagnosticsError` with all problems of the sheet; those of `JudgedRows`
  public init(of run: RecordedRun, taggedIn path: String, store: RunStore) throws {
    let judged = try JudgedRows(of: run, in: store)
    let predictions = judged.predictions
    guard predictions.task.isClassification else {
      throw DiagnosticsError(
        Diagnostic(
          id: "tagged-task",
          "kinds of errors need a run that predicts classes; got one that predicts numbers"))
    }
    let errors = judged.errorPositions
    let tags = try TaggedRows(
      reading: path,
      of: Dictionary(
        errors.map { (judged.names[$0], $0) }, uniquingKeysWith: { first, _ in first }))
    let level = judged.plan.evaluation.intervalLevel
    func correct(_ positions: [Int]) -> Proportion? {
      Proportion(of: positions, weights: predictions.weights) {
        predictions.trueClasses[$0] == predictions.predictedClasses[$0]
      }
    }
    let human = run.record.baselines.filter { $0.kind == .human }.compactMap { baseline in
      baseline.metrics.first { $0.name == "accuracy" }?.estimate.value.map { (baseline.name, $0) }
    }.max { $0.1 < $1.1 }
    let accuracy = correct(Array(judged.names.indices))?.share ?? 0
    let reachable = human?.1 ?? 1
    part = judged.part
    rowCount = judged.names.count
    errorCount = errors.count
    taggedCount = tags.positions.count
    self.accuracy = accuracy
    self.reachable = reachable
    reachedBy = human?.0
    kinds =
      tags.kinds.compactMap { name, positions in
        Proportion(of: tags.positions, weights: predictions.weights) { positions.contains($0) }.map
        {
          Headroom(
            name: name, rowCount: positions.count, share: $0, accuracy: accuracy,
            reachable: reachable, level: level)
        }
      }.greatestFirst
    slices =
      judged.slices.compactMap { title, positions in
        let inside = Set(positions)
        let share = Proportion(of: Array(judged.names.indices), weights: predictions.weights) {
          inside.contains($0)
        }
        guard let share, let own = correct(positions) else { return nil }
        return Headroom(
          name: title, rowCount: positions.count, share: share, accuracy: own.share,
          reachable: reachable, level: level)
      }.greatestFirst
  }
}

extension [Headroom] {
  fileprivate var greatestFirst: [Headroom] {
    sorted { $0.gain != $1.gain ? $0.gain > $1.gain : $0.name < $1.name }
  }
}

/// The tags of a sheet of errors.
private struct TaggedRows {
  /// Positions of the rows that have a tag.
  private(set) var positions: [Int] = []
  private(set) var kinds: [String: Set<Int>] = [:]

  /// - Parameter errors: The positions of errors by the names of their rows.
  init(reading path: String, of errors: [String: Int]) throws {
    let sheet = try SheetFile(reading: path, textColumns: ["row", "tags"])
    let columns = sheet.table.columns.map(\.name)
    guard columns.contains("row"), columns.contains("tags") else {
      throw DiagnosticsError(
        Diagnostic(
          id: "error-sheet",
          "\"\(path)\" must have the columns row, tags; got \(columns.joined(separator: ", "))"),
        fault: .data)
    }
    var problems: [Diagnostic] = []
    var seen: Set<String> = []
    for row in 0..<sheet.table.rowCount {
      let names = (sheet.text("tags", row: row) ?? "").split(separator: ";").map(Self.trimmed)
        .filter { !$0.isEmpty }
      guard !names.isEmpty else { continue }
      let name = sheet.text("row", row: row) ?? ""
      func report(_ message: String) {
        problems.append(Diagnostic(id: "error-sheet", message, at: sheet.location(ofRow: row)))
      }
      guard seen.insert(name).inserted else {
        report("row must be tagged once; got \"\(name)\" again")
        continue
      }
      guard let position = errors[name] else {
        report("row must name an error of the run; got \"\(name)\"")
        continue
      }
      positions.append(position)
      for kind in names { kinds[kind, default: []].insert(position) }
    }
    if problems.isEmpty, positions.isEmpty {
      problems = [Diagnostic(id: "error-sheet", "\"\(path)\" must have a tag; got none")]
    }
    guard problems.isEmpty else { throw DiagnosticsError(problems, fault: .data) }
  }

  private static func trimmed(_ text: Substring) -> String {
    let end = text.lastIndex { $0 != " " }
    guard let start = text.firstIndex(where: { $0 != " " }), let end else { return "" }
    return String(text[start...end])
  }
}
