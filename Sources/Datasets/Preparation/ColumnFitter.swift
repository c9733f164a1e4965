internal import LinearAlgebra

/// Fits the preprocessing of one column on the training rows.
struct ColumnFitter {
  let request: PreprocessingRequest
  let rowIDs: [Int]
  /// The weight of each of the rows; nil for equal weights.
  let weights: [Double]?

  func number(_ column: Column) -> FittedPreprocessing.Step {
    if case .bytes(let bytes) = column.values, weights == nil {
      return number(bytes, name: column.name)
    }
    let values = column.values.numberElements
    let picked = rowIDs.map { values[$0] }
    let known = ColumnStatistics(picked, weights: weights)
    var fill: Double?
    switch request.impute {
    case .mean: fill = known.mean
    case .median: fill = known.median
    case .mostFrequent: fill = known.mostFrequent
    case .constant(let value): fill = value
    case .none: fill = nil
    }
    // Without any known value in the training rows, zero is as good as any number.
    if fill?.isNaN == true { fill = 0 }
    let hasMissing = known.missingCount > 0
    let imputed =
      hasMissing
      ? ColumnStatistics(picked.map { $0.isNaN ? fill ?? .nan : $0 }, weights: weights) : known
    let (center, scale) = centerAndScale(imputed)
    return .number(
      FittedPreprocessing.NumberStep(
        column: column.name, fill: fill, center: center, scale: scale,
        hasIndicator: request.indicators && hasMissing))
  }

  /// Statistics of bytes from their 256 counts: one pass, no sorting.
  private func number(_ bytes: ElementStorage<UInt8>, name: String) -> FittedPreprocessing.Step {
    var counts = [Int](repeating: 0, count: 256)
    for row in rowIDs { counts[Int(bytes[row])] += 1 }
    let statistics = ByteStatistics(counts)
    let (center, scale): (Double, Double) =
      switch request.scale {
      case .standard: (statistics.mean, statistics.deviation)
      case .minMax: (statistics.minimum, statistics.maximum - statistics.minimum)
      case .robust:
        (statistics.quantile(0.5), statistics.quantile(0.75) - statistics.quantile(0.25))
      case .none: (0, 1)
      }
    return .number(
      FittedPreprocessing.NumberStep(
        column: name, fill: nil, center: center, scale: scale > 0 ? scale : 1,
        hasIndicator: false))
  }

  func category(_ column: Column) -> FittedPreprocessing.Step {
    guard case .categories(let codes, let names) = column.asCategories().values else {
      missingColumn(column.name)
    }
    var counts = [Double](repeating: 0, count: names.count)
    var missingCount = 0.0
    for (i, row) in rowIDs.enumerated() {
      let weight = weights?[i] ?? 1
      if codes[row] < 0 { missingCount += weight } else { counts[Int(codes[row])] += weight }
    }
    var levels = LevelOrder.sorted(names.indices.filter { counts[$0] > 0 }.map { names[$0] })
    var missingIndex: Int?
    if request.impute == .mostFrequent {
      let countOfLevel = Dictionary(zip(names, counts), uniquingKeysWith: +)
      missingIndex = levels.indices.max {
        (countOfLevel[levels[$0]] ?? 0, $1) < (countOfLevel[levels[$1]] ?? 0, $0)
      }
    } else if missingCount > 0 {
      missingIndex = levels.count
      levels.append(FittedPreprocessing.CategoryStep.missingLevel)
    }
    var (center, scale) = (0.0, 1.0)
    if request.encode == .ordinal {
      let position = Dictionary(
        zip(levels, levels.indices), uniquingKeysWith: { first, _ in first })
      let values = rowIDs.map { row -> Double in
        let index = codes[row] < 0 ? missingIndex : position[names[Int(codes[row])]]
        return Double(index ?? -1)
      }
      (center, scale) = centerAndScale(ColumnStatistics(values, weights: weights))
    }
    // A level for missing cells is already an indicator.
    let hasIndicator =
      request.indicators && missingCount > 0 && request.impute == .mostFrequent
    return .category(
      FittedPreprocessing.CategoryStep(
        column: column.name, levels: levels, missingIndex: missingIndex,
        isMissingOwnLevel: missingIndex == levels.count - 1 && request.impute != .mostFrequent,
        isOneHot: request.encode == .oneHot,
        center: center, scale: scale, hasIndicator: hasIndicator))
  }

  /// Center and scale; a scale of 0 is replaced by 1, so that a constant column becomes zeros.
  private func centerAndScale(_ statistics: ColumnStatistics) -> (Double, Double) {
    guard statistics.count > 0 else { return (0, 1) }
    switch request.scale {
    case .standard:
      return (statistics.mean, statistics.isConstant ? 1 : statistics.deviation)
    case .minMax:
      let range = statistics.maximum - statistics.minimum
      return (statistics.minimum, range > 0 ? range : 1)
    case .robust:
      let quartiles = statistics.quantiles([0.25, 0.5, 0.75])
      let range = quartiles[2] - quartiles[0]
      return (quartiles[1], range > 0 ? range : 1)
    case .none: return (0, 1)
    }
  }
}

/// Statistics of bytes from the counts of the 256 values.
struct ByteStatistics {
  let counts: [Int]
  let count: Int

  init(_ counts: [Int]) {
    self.counts = counts
    count = counts.reduce(0, +)
  }

  var mean: Double {
    var sum = 0
    for (byte, count) in counts.enumerated() { sum += byte * count }
    return count == 0 ? 0 : Double(sum) / Double(count)
  }

  var deviation: Double {
    guard count > 0 else { return 0 }
    let mean = mean
    var squares = 0.0
    for (byte, count) in counts.enumerated() {
      let difference = Double(byte) - mean
      squares += Double(count) * difference * difference
    }
    return (squares / Double(count)).squareRoot()
  }

  var minimum: Double { Double(counts.firstIndex { $0 > 0 } ?? 0) }
  var maximum: Double { Double(counts.lastIndex { $0 > 0 } ?? 0) }

  func quantile(_ probability: Double) -> Double {
    guard count > 0 else { return 0 }
    let place = probability * Double(count - 1)
    let lower = value(at: Int(place))
    let upper = value(at: min(Int(place) + 1, count - 1))
    return lower + (upper - lower) * (place - Double(Int(place)))
  }

  /// The value at a position in sorted order.
  private func value(at position: Int) -> Double {
    var seen = 0
    for (byte, count) in counts.enumerated() {
      seen += count
      if position < seen { return Double(byte) }
    }
    return 0
  }
}

/// Order of levels: by size if all of them are numbers, else by their bytes.
enum LevelOrder {
  static func sorted(_ levels: [String]) -> [String] {
    let scanner = DecimalScanner()
    let numbers = levels.compactMap { scanner.value(of: Array($0.utf8)) }
    if numbers.count == levels.count, numbers.allSatisfy({ !$0.isNaN }) {
      let keyed = zip(numbers, levels).sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      return keyed.map(\.1)
    }
    return levels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
