import Datasets
import Findings
import Learning

extension GateContext {
  /// The name of a class as spelled in the data.
  func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : String(index)
  }

  /// Why there is no model, as the end of a sentence.
  func explanation(of error: FitError) -> String {
    error.explanation(classNames: classNames, inputNames: inputNames)
  }

  /// The row's name as messages have it: "row 17", with its file where there are several.
  func rowName(_ rowID: Int) -> String {
    "row \(dataset.rowName(rowID))"
  }

  /// The first 20 of the rows.
  func rowEvidence(_ rowIDs: some Collection<Int>) -> Evidence {
    .rows(title: "rows", ids: Array(rowIDs.prefix(20)), names: rowIDs.prefix(20).map(rowName))
  }

}

extension CheckResult.Verdict {
  /// For finding the most severe of several.
  var weight: Int {
    switch self {
    case .notApplicable, .passed: 0
    case .note: 1
    case .waived: 2
    case .warning: 3
    case .stop: 4
    }
  }
}

extension [Int] {
  /// The weight of the elements that are 0, 1, …, `kinds` − 1; without weights, their number.
  func totals(of kinds: Int, weights: [Double]?) -> [Double] {
    var totals = [Double](repeating: 0, count: kinds)
    for (i, element) in enumerated() where element >= 0 && element < kinds {
      totals[element] += weights?[i] ?? 1
    }
    return totals
  }

  /// How many elements are 0, 1, …, `kinds` − 1.
  func counts(of kinds: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: kinds)
    for element in self where element >= 0 && element < kinds { counts[element] += 1 }
    return counts
  }
}
