import Datasets
import Foundation
import Learning
import LinearAlgebra
import Randomness
import Schema

private let labels = ["label", "signal"]

/// F41–F59 but for those of the split: what is wrong with rows, labels and columns.
let dataFaults: [Fault] = [
  Fault(
    "F41", "labels in random order", "TCL", .data, causes: labels + ["permut"],
    checks: ["SD20", "SE03", "SD12"]
  ) { pipeline, _ in
    pipeline.dataEdits.append { data, seed in
      var random = CounterBasedGenerator(fault: seed)
      return data.mappingTargets { old in random.permutation(of: old.count).map { old[$0] } }
    }
  },
  Fault(
    "F42", "labels that are wrong", "TCL", .data, amount: .linear("share", 0, 0.5),
    causes: labels + ["noise"], checks: ["SD21", "SD07", "SD20"]
  ) { pipeline, share in
    pipeline.dataEdits.append { data, seed in
      var random = CounterBasedGenerator(fault: seed)
      let wrong = Set(random.share(share, of: Array(0..<data.table.rowCount)))
      let classCount = data.schema.classNames.count
      return data.mappingTargets { old in
        old.enumerated().map { row, value in
          guard wrong.contains(row) else { return value }
          return classCount == 0
            ? old[random.integer(below: old.count)]
            : Double((Int(value) + 1 + random.integer(below: classCount - 1)) % classCount)
        }
      }
    }
  },
  Fault(
    "F43", "labels shifted by a row", "misalignment", .data,
    causes: ["shift", "misalign"], checks: ["SD12"]
  ) { pipeline, _ in
    pipeline.dataEdits.append { data, _ in
      data.mappingTargets { old in [old[old.count - 1]] + old.dropLast() }
    }
  },
  Fault(
    "F44", "rows of a class repeated with another label", "TCO", .data,
    amount: .linear("share", 0, 0.6), causes: ["duplicate", "conflict", "label"],
    checks: ["SD07"], on: \.isClassification
  ) { pipeline, share in
    pipeline.dataEdits.append { data, seed in
      var random = CounterBasedGenerator(fault: seed)
      let train = data.split.train
      let chosen = random.share(share, of: train)
      let (more, added) = data.appendingCopies(of: chosen)
      let classCount = data.schema.classNames.count
      let first = data.table.rowCount
      return more.mappingTargets { old in
        old.enumerated().map { row, value in
          row < first ? value : Double((Int(value) + 1) % classCount)
        }
      }.with(Split(train: train + added, dev: data.split.dev, test: data.split.test))
    }
  },
  Fault(
    "F45", "target copied into the inputs", "leak", .data, causes: ["leak", "copy"],
    checks: ["SD10", "SE02"]
  ) { pipeline, _ in
    pipeline.addLeak { data, _ in data.targetValues(of: Array(0..<data.table.rowCount)) }
  },
  Fault(
    "F46", "a proxy of the target among the inputs", "leak", .data,
    amount: .ratios("noise in deviations", 4, 0.05), causes: ["leak", "proxy"],
    checks: ["SD10", "SE02"]
  ) { pipeline, noise in
    pipeline.addLeak { data, seed in
      var random = CounterBasedGenerator(fault: seed)
      let values = data.targetValues(of: Array(0..<data.table.rowCount))
      let deviation = Moments(values).variance.squareRoot()
      return values.map { $0 + noise * deviation * random.normal() }
    }
  },
  Fault(
    "F49", "one column not scaled like the others", "missing normalisation", .data,
    amount: .ratios("factor", 1, 1e6), causes: ["preprocessing.scale", "scale"],
    checks: ["SD04", "SD17"], isRepairable: true
  ) { pipeline, factor in
    pipeline.leaveScaling { column in column == 0 ? factor : 1 }
  },
  Fault(
    "F50", "inputs not scaled", "missing normalisation", .data,
    amount: .ratios("factor", 1, 1_000), causes: ["preprocessing.scale", "scale"],
    checks: ["SD04"], isRepairable: true
  ) { pipeline, factor in pipeline.leaveScaling { _ in factor } },
  Fault(
    "F51", "inputs scaled twice", "double normalisation", .data,
    amount: .ratios("divisor", 1, 65_025), causes: ["preprocessing.scale", "scale"],
    checks: ["SD04"], isRepairable: true
  ) { pipeline, divisor in pipeline.leaveScaling { _ in 1 / divisor } },
  Fault(
    "F52", "a block of columns is empty", "delete inputs", .data,
    amount: .linear("share of the columns", 0, 0.9), causes: ["constant"], checks: ["SD02"]
  ) { pipeline, share in
    pipeline.editEverywhere { data, _ in
      let names = data.numberNames
      let gone = Array(names.prefix(Int((share * Double(names.count)).rounded())))
      return data.mappingNumbers(gone) { _, cells in cells.map { _ in 0 } }
    }
  },
  Fault(
    "F53", "a cell that is no number", "not finite", .rows, causes: ["finite"], checks: ["SD01"]
  ) { pipeline, _ in
    pipeline.rowsEdits.append { rows in
      rows.mappingInputs([.train]) { inputs in
        inputs[inputs.rowCount / 2, inputs.columnCount / 2] = .nan
      }
    }
  },
  Fault(
    "F54", "-999 for missing numbers", "sentinel", .data, amount: .linear("share", 0, 0.5),
    causes: ["missing", "sentinel", "-999"], checks: ["SD17"]
  ) { pipeline, share in
    pipeline.editEverywhere { data, seed in
      data.mappingNumbers(Array(data.numberNames.prefix(3))) { name, cells in
        var random = CounterBasedGenerator(fault: seed, name.utf8.reduce(1) { $0 &+ Int($1) })
        return cells.map { random.uniform() < share ? -999 : $0 }
      }
    }
  },
  Fault(
    "F55", "a class almost gone from train", "TUD", .data,
    amount: .ratios("share kept", 1, 0.02), causes: ["class", "imbalance"], checks: ["SD06"],
    on: \.isClassification
  ) { pipeline, kept in
    pipeline.dataEdits.append { data, seed in
      var random = CounterBasedGenerator(fault: seed)
      let rows = data.split.train
      let classes = data.classIndices(of: rows)
      let last = data.schema.classNames.count - 1
      let own = zip(rows, classes).filter { $1 == last }.map(\.0)
      let stay = Set(random.share(kept, of: own)).union([own[0], own[own.count - 1]])
      return data.with(
        Split(
          train: zip(rows, classes).filter { $1 != last || stay.contains($0) }.map(\.0),
          dev: data.split.dev, test: data.split.test))
    }
  },
  Fault(
    "F56", "most training rows lost", "TRD", .data, amount: .ratios("share kept", 1, 0.02),
    causes: ["train rows", "training rows", "sample size"], checks: ["SD22"]
  ) { pipeline, kept in
    pipeline.dataEdits.append { data, seed in
      var random = CounterBasedGenerator(fault: seed)
      let rows = data.split.train
      let one = data.schema.classNames.indices.compactMap { kind in
        rows.first { data.classIndices(of: [$0]) == [kind] }
      }
      let stay = Set(random.share(kept, of: rows)).union(one)
      return data.with(
        Split(
          train: rows.filter(stay.contains), dev: data.split.dev, test: data.split.test))
    }
  },
  Fault(
    "F57", "rows sorted by target and not shuffled", "DF", .rows,
    causes: ["shuffle", "sorted", "order"], checks: ["SD13"], isRepairable: true
  ) { pipeline, _ in
    pipeline.overrides.append("training.shuffle=false")
    pipeline.rowsEdits.append { $0.sortingTrainByTarget() }
  },
  Fault(
    "F59", "inputs drowned in noise", "TAN", .data, amount: .linear("noise in deviations", 0, 6),
    causes: ["noise", "signal", "drift"], checks: ["SD14", "SD20"]
  ) { pipeline, noise in
    pipeline.dataEdits.append { data, seed in
      data.mappingNumbers(data.numberNames) { name, cells in
        var random = CounterBasedGenerator(fault: seed, name.utf8.reduce(7) { $0 &* 31 &+ Int($1) })
        let deviation = data.trainMoments(of: name).deviation
        var noisy = cells
        for row in data.split.train { noisy[row] += noise * deviation * random.normal() }
        return noisy
      }
    }
  },
]

extension Pipeline {
  /// A column that predicts the target now and will not later.
  mutating func addLeak(_ values: @escaping @Sendable (Dataset, UInt64) -> [Double]) {
    dataEdits.append { data, seed in data.addingColumn("outcome_code", values(data, seed)) }
    deploymentEdits.append { data, seed in
      var random = CounterBasedGenerator(fault: seed, 5)
      let cells = values(data, seed)
      return data.addingColumn(
        "outcome_code", random.permutation(of: cells.count).map { cells[$0] })
    }
  }

  /// Standard columns times a factor that preprocessing was to remove and does not.
  mutating func leaveScaling(_ factor: @escaping @Sendable (Int) -> Double) {
    overrides.append("preprocessing.scale=none")
    editEverywhere { data, _ in
      let names = data.numberNames
      return data.mappingNumbers(names) { name, cells in
        let (mean, deviation) = data.trainMoments(of: name)
        let own = factor(names.firstIndex(of: name) ?? 0)
        return cells.map { ($0 - mean) / deviation * own }
      }
    }
  }
}
