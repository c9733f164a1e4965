import Glibc

extension OutputHead {
  /// The scores that predict the class frequencies or the mean target of the training rows for every
  /// input; a class without rows counts as half a row.
  ///
  /// **Shapes** [unitCount]
  func priorScores(for targets: Targets, weights: [Double]?) -> [Double] {
    switch targets {
    case .values(let values):
      var sum = 0.0
      var total = 0.0
      for (i, value) in values.enumerated() {
        let weight = weights.map { $0[i] } ?? 1
        sum += weight * value
        total += weight
      }
      let mean = sum / total
      return activation == .sigmoid ? [logit(min(max(mean, 1e-6), 1 - 1e-6))] : [mean]
    case .classes(let classes, let count):
      var sums = [Double](repeating: 0, count: count)
      for (i, own) in classes.enumerated() { sums[own] += weights.map { $0[i] } ?? 1 }
      sums = sums.map { max($0, 0.5) }
      let total = sums.reduce(0, +)
      if unitCount == 1 { return [logit(sums[1] / total)] }
      return sums.map { activation == .sigmoid ? logit($0 / total) : log($0 / total) }
    }
  }

  private func logit(_ probability: Double) -> Double {
    log(probability) - log1p(-probability)
  }
}
