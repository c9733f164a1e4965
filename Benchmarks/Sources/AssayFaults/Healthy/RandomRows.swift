import Datasets
import Foundation
import Randomness
import Schema

/// Rows drawn from a known truth, and the loss that nobody can go below on them.
struct RandomRows: Sendable {
  /// 0 for numbers.
  let classCount: Int
  let rowCount: Int
  private let columns: [Column]
  private let targets: [Double]
  /// Of each row: the loss of who knows the truth, in the target's own unit for numbers.
  private let truthLoss: [Double]

  init(_ random: inout CounterBasedGenerator) {
    let classCount = random.pick([0, 0, 0, 2, 2, 2, 3, 4, 5, 8])
    let columnCount = 2 + random.integer(below: random.pick([4, 12, 30]))
    let rowCount = Int(60 * pow(2_000 / 60, random.uniform())) + 8 * classCount
    self.classCount = classCount
    self.rowCount = rowCount
    let kinds = (0..<columnCount).map { _ in random.pick([0, 0, 0, 1, 2, 3]) }
    let raw = (0..<columnCount).map { j in Self.cells(kinds[j], rowCount, &random) }
    let units = (0..<columnCount).map { _ in
      (scale: pow(10, Double(random.integer(below: 5)) - 2), offset: 3 * random.normal())
    }
    columns = (0..<columnCount).map { j in
      let (scale, offset) = kinds[j] == 2 ? (1, 0) : units[j]
      return Column(
        name: "x\(j + 1)", values: .numbers(raw[j].map { scale * ($0 + offset) }))
    }
    let score = RandomFunction(columnCount: columnCount, outputs: max(1, classCount), &random)
    let scores = (0..<rowCount).map { i in score.values(raw.map { $0[i] }) }
    let strength = 1 + 3 * random.uniform()
    var targets: [Double] = []
    var truthLoss: [Double] = []
    if classCount == 0 {
      let spread = Moments(scores.map { $0[0] }).variance.squareRoot()
      let noise = spread / strength
      let scale = pow(10, Double(random.integer(below: 5)) - 1)
      for own in scores {
        let error = noise * random.normal()
        targets.append(scale * (own[0] + error))
        truthLoss.append(scale * scale * error * error)
      }
    } else {
      let offsets = (0..<classCount).map { _ in 0.5 * random.normal() }
      for own in scores {
        let logits = zip(own, offsets).map { strength * $0 + $1 }
        let top = logits.max() ?? 0
        let sum = logits.reduce(0) { $0 + exp($1 - top) }
        var draw = random.uniform() * sum
        var chosen = classCount - 1
        for (k, logit) in logits.enumerated() {
          draw -= exp(logit - top)
          if draw < 0 {
            chosen = k
            break
          }
        }
        targets.append(Double(chosen))
        truthLoss.append(log(sum) - (logits[chosen] - top))
      }
    }
    self.targets = targets
    self.truthLoss = truthLoss
  }

  /// Cells of a kind: normal, uniform, 0 or 1, skewed.
  private static func cells(
    _ kind: Int, _ count: Int, _ random: inout CounterBasedGenerator
  ) -> [Double] {
    let share = 0.2 + 0.6 * random.uniform()
    return (0..<count).map { _ in
      switch kind {
      case 0: random.normal()
      case 1: 2 * random.uniform() - 1
      case 2: random.uniform() < share ? 1 : 0
      default: exp(0.6 * random.normal()) - 1
      }
    }
  }

  private var classNames: [String] { (0..<classCount).map { "class_\($0)" } }

  var task: PredictionTask {
    classCount == 0 ? .regression : classCount == 2 ? .binary : .multiclass
  }

  /// The rows with a split drawn for the seed, as a spec without a word on it would have.
  func dataset(seed: UInt64) -> Dataset {
    let target: Column.Values =
      classCount == 0
      ? .numbers(targets)
      : .categories(codes: targets.map { Int32($0) }, levels: classNames)
    return Dataset(
      table: Table(
        columns: columns + [Column(name: "y", values: target)], rowCount: rowCount,
        sources: [TableSource(path: "generated", rows: 0..<rowCount, sha256: "", byteCount: 0)]),
      schema: TableSchema(
        task: task, target: "y", classNames: classNames,
        features: columns.map { .init(name: $0.name, role: .number, reason: "generated") },
        rowIDColumn: nil, weight: nil), split: split(seed: seed))
  }

  /// Each class, or all rows, in the same shares.
  private func split(seed: UInt64) -> Split {
    var random = CounterBasedGenerator(seed: seed, purpose: .split)
    var parts: [[Int]] = [[], [], []]
    for kind in 0..<max(1, classCount) {
      let own = (0..<rowCount).filter { classCount == 0 || Int(targets[$0]) == kind }
      let order = random.permutation(of: own.count).map { own[$0] }
      let fifth = order.count / 5
      parts[1] += order.prefix(fifth)
      parts[2] += order.dropFirst(fifth).prefix(fifth)
      parts[0] += order.dropFirst(2 * fifth)
    }
    return Split(train: parts[0].sorted(), dev: parts[1].sorted(), test: parts[2].sorted())
  }

  /// The mean loss on rows of who knows the truth; `deviation` is the unit that targets are
  /// scaled to.
  func truthLoss(of ids: [Int], deviation: Double) -> Double {
    let mean = ids.reduce(0) { $0 + truthLoss[$1] } / Double(max(1, ids.count))
    return classCount == 0 ? mean / (deviation * deviation) : mean
  }
}

/// A random function of rows: linear, bent, or with products.
struct RandomFunction: Sendable {
  private let weights: [[Double]]
  private let products: [[(Int, Int, Double)]]
  private let isBent: Bool

  init(columnCount: Int, outputs: Int, _ random: inout CounterBasedGenerator) {
    let active = max(1, min(columnCount, 2 + random.integer(below: 6)))
    let chosen = Array(random.permutation(of: columnCount).prefix(active))
    isBent = random.uniform() < 0.4
    let productCount = random.pick([0, 0, 1, 2])
    weights = (0..<outputs).map { _ in
      (0..<columnCount).map { chosen.contains($0) ? random.normal() : 0 }
    }
    products = (0..<outputs).map { _ in
      (0..<productCount).map { _ in
        (random.pick(chosen), random.pick(chosen), 1.2 * random.normal())
      }
    }
  }

  func values(_ x: [Double]) -> [Double] {
    weights.indices.map { k in
      let linear = zip(weights[k], x).reduce(0) { $0 + $1.0 * $1.1 }
      let own = isBent ? 2 * tanh(linear) + 0.3 * linear : linear
      return own + products[k].reduce(0) { $0 + $1.2 * x[$1.0] * x[$1.1] }
    }
  }
}
