import Datasets
import Findings
import Learning
import LinearAlgebra
import Text

extension CheckEntry {
  static let constantColumns = CheckEntry(
    code: "SD02", title: "constant inputs", stage: .data, evidenceKind: .background, worst: .stop,
    summary: "Each input takes at least two values in the training rows.",
    formula: "max = min over the train rows; some constant inputs warn, all constant stops",
    source: "deepchecks, IsSingleValue; TheDeepChecker",
    knownFalseAlarms: "the borders of images are often constant: in tables of at least 32 "
      + "columns of integers from 0 to 255, up to half of them are only noted",
    cost: "one pass over the prepared train inputs",
    body: .before { context in
      let constant = context.train.inputs.constantColumns()
      guard !constant.isEmpty else { return .passed("no input is constant", value: 0) }
      let names = constant.map { context.inputNames[$0] }
      let evidence = [Evidence.names("inputs", names)]
      let count = context.inputNames.count
      guard constant.count < count else {
        return Finding(
          verdict: .stop,
          message: "every input is constant in train: there is nothing to learn from",
          value: Double(constant.count), evidence: evidence,
          causes: ["the source's columns hold one value each", "data.features drops the others"])
      }
      let share = "\(NumberFormat.count(constant.count)) of \(NumberFormat.count(count, "input"))"
      let verb = constant.count == 1 ? "is" : "are"
      return Finding(
        verdict: 2 * constant.count <= count && context.dataset.looksLikeImages
          ? .note : .warning,
        message: "\(share) \(verb) constant in train: \(Quoting.list(names))",
        value: Double(constant.count), evidence: evidence,
        causes: ["a column that was emptied or filled with one value upstream"],
        remedy: "drop them with data.features, or repair the source")
    })
}

extension Dataset {
  /// Whether the columns look like pixels or counts of a grid, where constant ones are usual.
  fileprivate var looksLikeImages: Bool {
    let columns = featureColumns
    let rows = split.train.evenly(50)
    return columns.count >= 32
      && columns.allSatisfy { column in
        column.doubles(at: rows).allSatisfy { $0 >= 0 && $0 <= 255 && $0 == $0.rounded() }
      }
  }
}

extension Inputs {
  /// The columns whose values all agree; none for fewer than two rows.
  fileprivate func constantColumns() -> [Int] {
    switch self {
    case .single(let matrix): Self.constantColumns(of: matrix)
    case .double(let matrix): Self.constantColumns(of: matrix)
    }
  }

  private static func constantColumns<Scalar: BLASScalar>(of matrix: DenseMatrix<Scalar>) -> [Int] {
    guard matrix.rowCount > 1 else { return [] }
    let d = matrix.columnCount
    let storage = matrix.storage
    // Columns that have varied are dropped from the list, so that the pass soon gets short.
    var candidates = Array(0..<d)
    for i in 1..<matrix.rowCount where !candidates.isEmpty {
      let start = i * d
      if candidates.contains(where: { storage[start + $0] != storage[$0] }) {
        candidates.removeAll { storage[start + $0] != storage[$0] }
      }
    }
    return candidates
  }
}
