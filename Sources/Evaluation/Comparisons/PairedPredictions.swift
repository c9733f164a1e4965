import Schema

/// Two systems' predictions, row by row on the same rows.
struct PairedPredictions: Sendable {
  let candidate: Predictions
  /// In the candidate's order.
  let baseline: Predictions

  init(candidate: Predictions, baseline: Predictions) throws(ComparisonError) {
    try requireSameProblem(candidate, baseline)
    let aligned: Predictions
    if candidate.rowIDs == baseline.rowIDs {
      aligned = baseline
    } else {
      aligned = baseline.rows(at: try positions(of: candidate.rowIDs, in: baseline.rowIDs))
    }
    if let position = firstDifference(candidate.truth, aligned.truth) {
      throw .differentTruth(rowID: candidate.rowIDs[position])
    }
    let position = candidate.rowIDs.indices.first {
      candidate.weights?[$0] ?? 1 != aligned.weights?[$0] ?? 1
    }
    if let position { throw .differentWeight(rowID: candidate.rowIDs[position]) }
    self.candidate = candidate.weightedRows
    self.baseline = aligned.weightedRows
  }

  /// Two systems whose rows are known to be the same, in the same order.
  init(candidate: Predictions, alignedBaseline: Predictions) {
    self.candidate = candidate
    baseline = alignedBaseline
  }
}

/// The same task and the same classes.
func requireSameProblem(
  _ candidate: Predictions, _ baseline: Predictions
) throws(ComparisonError) {
  guard candidate.task == baseline.task else {
    throw .differentTasks(
      candidate: candidate.task.rawValue, baseline: baseline.task.rawValue)
  }
  guard candidate.classNames == baseline.classNames else {
    throw .differentClasses(candidate: candidate.classNames, baseline: baseline.classNames)
  }
}

/// The position of each of `rowIDs` in `other`, which must hold the same ids, each once.
private func positions(of rowIDs: [Int], in other: [Int]) throws(ComparisonError) -> [Int] {
  var positions: [Int: Int] = [:]
  for (position, id) in other.enumerated()
  where positions.updateValue(position, forKey: id) != nil {
    throw .repeatedRow(id: id)
  }
  var found: [Int] = []
  var missing: [Int] = []
  var seen: Set<Int> = []
  for id in rowIDs {
    guard seen.insert(id).inserted else { throw .repeatedRow(id: id) }
    if let position = positions[id] { found.append(position) } else { missing.append(id) }
  }
  let baselineOnly = other.count - found.count
  guard missing.isEmpty, baselineOnly == 0 else {
    let example = missing.first ?? other.first { !seen.contains($0) } ?? 0
    throw .differentRows(
      candidateOnly: missing.count, baselineOnly: baselineOnly, example: example)
  }
  return found
}

private func firstDifference(_ first: Predictions.Truth, _ second: Predictions.Truth) -> Int? {
  switch (first, second) {
  case (.classes(let a), .classes(let b)): zip(a, b).enumerated().first { $1.0 != $1.1 }?.offset
  case (.values(let a), .values(let b)): zip(a, b).enumerated().first { $1.0 != $1.1 }?.offset
  default: 0
  }
}
