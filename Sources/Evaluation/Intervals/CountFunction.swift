/// A function of the confusion counts with the form that its interval follows from.
struct CountFunction: Sendable {
  let form: Form
  let value: @Sendable (ClassCounts) -> Double?

  enum Form: Sendable {
    /// The mean of the classes' recalls.
    case recalls
    /// The mean of the classes' precisions.
    case precisions
    /// F1 of one class.
    case f1(Int)
    /// The mean of the classes' F1.
    case f1s
    /// A coefficient of agreement or correlation, between −1 and 1.
    case agreement
  }

  init(form: Form, _ value: @escaping @Sendable (ClassCounts) -> Double?) {
    self.form = form
    self.value = value
  }

  func callAsFunction(_ counts: ClassCounts) -> Double? { value(counts) }
}

/// The confusion counts with the sums of squared weights that their spread follows from.
struct WeightedCounts {
  let counts: ClassCounts
  /// Σw² of each cell; without weights the counts.
  let squares: ClassCounts

  init(_ predictions: Predictions) {
    counts = ClassCounts(predictions)
    squares =
      predictions.weights.map { weights in
        ClassCounts(predictions, weights: weights.map { $0 * $0 })
      } ?? counts
  }

  /// A share of the rows of some cells.
  func proportion(hits: [Int], misses: [Int]) -> Proportion? {
    HitSums(
      hits: hits.sum(counts), misses: misses.sum(counts), hitSquares: hits.sum(squares),
      missSquares: misses.sum(squares)
    ).proportion
  }

  private var classCount: Int { counts.classCount }

  private func cell(_ truth: Int, _ predicted: Int) -> Int { truth * classCount + predicted }

  private func others(_ k: Int) -> [Int] { (0..<classCount).filter { $0 != k } }

  func recall(_ k: Int) -> Proportion? {
    proportion(hits: [cell(k, k)], misses: others(k).map { cell(k, $0) })
  }

  func precision(_ k: Int) -> Proportion? {
    proportion(hits: [cell(k, k)], misses: others(k).map { cell($0, k) })
  }

  /// The share of hits among the rows that are of class k or predicted as it (Jaccard's index).
  func overlap(_ k: Int) -> Proportion? {
    proportion(
      hits: [cell(k, k)], misses: others(k).map { cell(k, $0) } + others(k).map { cell($0, k) })
  }
}

extension [Int] {
  fileprivate func sum(_ counts: ClassCounts) -> Double { reduce(0) { $0 + counts.cells[$1] } }
}
