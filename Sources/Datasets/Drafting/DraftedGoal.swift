internal import Schema
internal import Text

/// A goal that predicting the commonest class for every row does not reach.
struct DraftedGoal {
  let metric: String
  let bound: Double
  /// A sentence for a comment.
  let remark: String

  /// A class below this frequency is rare: then its ranking is judged.
  private static let rareFrequency = 0.2

  init(_ dataset: Dataset) {
    guard dataset.schema.task.isClassification else {
      self.init(
        metric: "r2", bound: 0.3,
        remark: "Always predicting the mean has an R² of 0; 1 is perfect.")
      return
    }
    let names = dataset.schema.classNames
    let counts = dataset.allClassCounts
    let total = Double(max(1, counts.reduce(0, +)))
    let rarest = Double(counts.min() ?? 0) / total
    func text(_ value: Double) -> String { NumberFormat.fixed(value, decimals: 2) }
    if dataset.schema.task == .binary, rarest < Self.rareFrequency {
      let name = YAMLText.comment(dataset.rareClass ?? "")
      self.init(
        metric: "average_precision", bound: Self.halfway(from: rarest),
        remark: "Ranking at random has an average precision of \(text(rarest)), the frequency of "
          + "\"\(name)\"; this goal is halfway to 1.")
      return
    }
    let chance = 1 / Double(max(1, names.count))
    let commonest = Double(counts.max() ?? 0) / total
    self.init(
      metric: "balanced_accuracy", bound: Self.halfway(from: chance),
      remark:
        "Always predicting the commonest class is right in \(text(commonest)) of the rows, but "
        + "its balanced accuracy (mean recall of the classes) is \(text(chance)); this goal is "
        + "halfway to 1.")
  }

  private init(metric: String, bound: Double, remark: String) {
    self.metric = metric
    self.bound = bound
    self.remark = remark
  }

  private static func halfway(from level: Double) -> Double {
    ((level + 1) / 2 * 100).rounded(.down) / 100
  }
}

extension Dataset {
  /// Rows of each class in the whole table.
  var allClassCounts: [Int] {
    var counts = [Int](repeating: 0, count: schema.classNames.count)
    for index in classIndices(of: Array(0..<table.rowCount)) where index >= 0 { counts[index] += 1 }
    return counts
  }

  /// The class with the fewest rows, the last of equal ones; nil for a regression.
  var rareClass: String? {
    let counts = allClassCounts
    guard let least = counts.min() else { return nil }
    return counts.lastIndex(of: least).map { schema.classNames[$0] }
  }
}
