import LinearAlgebra

extension PairedPredictions {
  /// The rows of both systems under one another, the candidate's first.
  var stacked: Predictions {
    let truth: Predictions.Truth
    switch (candidate.truth, baseline.truth) {
    case (.classes(let a), .classes(let b)): truth = .classes(a + b)
    case (.values(let a), .values(let b)): truth = .values(a + b)
    default: fatalError("two systems of one task have two kinds of truth")
    }
    return Predictions(
      task: candidate.task, classNames: candidate.classNames,
      rowIDs: candidate.rowIDs + baseline.rowIDs, truth: truth,
      outputs: Matrix(
        rowCount: 2 * candidate.rowCount, columnCount: candidate.outputs.columnCount,
        storage: candidate.outputs.storage.array + baseline.outputs.storage.array),
      weights: candidate.weights.map { $0 + $0 })
  }

  /// The rows in which any output of the two systems differs.
  var differingRows: [Int] {
    let (ours, theirs) = (candidate.outputs, baseline.outputs)
    let count = ours.columnCount
    return (0..<candidate.rowCount).filter { row in
      (row * count..<(row + 1) * count).contains { ours.storage[$0] != theirs.storage[$0] }
    }
  }

  /// Both systems with the ranks of their scores in place of the scores.
  ///
  /// Metrics of a ranking do not see the scale of scores, but a permutation would mix two scales: with
  /// scores that all lie above the other system's a test of raw scores finds no difference at all.
  /// **Source** Bandos, Rockette and Gur 2005, "A permutation test sensitive to differences in
  /// areas for comparing ROC curves from a paired design".
  var ranked: PairedPredictions {
    PairedPredictions(candidate: candidate.ranked, alignedBaseline: baseline.ranked)
  }
}

extension Predictions {
  /// Each class's scores replaced by their ranks among the rows, ties by their middle rank, as
  /// shares of the rows' weight.
  fileprivate var ranked: Predictions {
    let columnCount = outputs.columnCount
    var ranks = outputs
    for column in 0..<columnCount {
      let scores = (0..<rowCount).map { outputs.storage[$0 * columnCount + column] }
      let order = scores.indices.sorted { scores[$0] < scores[$1] }
      var (start, below) = (0, 0.0)
      while start < order.count {
        var (end, tied) = (start, 0.0)
        while end < order.count, scores[order[end]] == scores[order[start]] {
          tied += weights?[order[end]] ?? 1
          end += 1
        }
        for position in start..<end { ranks[order[position], column] = below + tied / 2 }
        below += tied
        start = end
      }
      for row in 0..<rowCount { ranks[row, column] /= below }
    }
    return Predictions(
      task: task, classNames: classNames, rowIDs: rowIDs, truth: truth, outputs: ranks,
      weights: weights)
  }

  /// Each row's share of the weight, [n].
  var rowShares: [Double] {
    guard let weights else { return [Double](repeating: 1 / Double(rowCount), count: rowCount) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// Each row's share in the area under the ROC curve: half of a problem's weight is that of its
  /// positive rows, half that of the others, [n].
  var rankingRowShares: [Double] {
    let (truth, shares) = (trueClasses, rowShares)
    var totals = [Double](repeating: 0, count: classCount)
    for row in truth.indices { totals[truth[row]] += shares[row] }
    let problems = classCount == 2 ? [1] : Array(0..<classCount)
    let scale = 1 / Double(2 * problems.count)
    let byClass = (0..<classCount).map { trueClass in
      problems.map { scale / (trueClass == $0 ? totals[$0] : 1 - totals[$0]) }.reduce(0, +)
    }
    return truth.indices.map { shares[$0] * byClass[truth[$0]] }
  }
}
