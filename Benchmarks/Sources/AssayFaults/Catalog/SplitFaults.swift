import Datasets
import Foundation
import Learning
import LinearAlgebra
import Randomness
import Schema

/// F47, F48, F58, F60–F64: what is wrong between the parts.
let splitFaults: [Fault] = [
  Fault(
    "F47", "dev rows inside train", "DR", .data, amount: .linear("share of dev", 0, 1),
    causes: ["train", "contamin", "dev"], checks: ["SD09"]
  ) { pipeline, share in
    pipeline.dataEdits.append { data, seed in
      var random = CounterBasedGenerator(fault: seed)
      let (more, added) = data.appendingCopies(of: random.share(share, of: data.split.dev))
      return more.with(
        Split(train: data.split.train + added, dev: data.split.dev, test: data.split.test))
    }
  },
  Fault(
    "F48", "only train is scaled", "pre-processing", .rows,
    causes: ["scale", "drift", "preprocessing"], checks: ["SD14", "SD17"]
  ) { pipeline, _ in
    pipeline.rowsEdits.append { rows in
      var request = rows.preprocessing.request
      request.scale = .none
      let raw = try FittedPreprocessing.fitted(
        to: rows.dataset, rowIDs: rows.dataset.split.train, request: request)
      func part(_ own: TrainingSet, _ part: Part) throws -> TrainingSet {
        let inputs = try raw.inputs(
          of: rows.dataset.table, rowIDs: rows.dataset.split[part], as: Double.self)
        return own.with(inputs)
      }
      var edited = rows
      edited.dev = try part(rows.dev, .dev)
      edited.test = try part(rows.test, .test)
      return edited
    }
  },
  Fault(
    "F58", "a class that only dev and test have", "unseen class", .data,
    causes: ["class"], checks: ["SD15", "SD06"], on: { $0.isClassification && !$0.isBinary }
  ) { pipeline, _ in
    pipeline.dataEdits.append { data, _ in
      let last = data.schema.classNames.count - 1
      let rows = data.split.train
      let train = zip(rows, data.classIndices(of: rows)).filter { $1 != last }.map(\.0)
      return data.with(Split(train: train, dev: data.split.dev, test: data.split.test))
    }
  },
  Fault(
    "F58b", "class indices of dev and test are off by one", "label offset", .rows,
    causes: ["class", "label"], checks: ["SD15"], on: \.isClassification
  ) { pipeline, _ in
    pipeline.rowsEdits.append { rows in
      var edited = rows
      edited.dev = rows.dev.movingClasses()
      edited.test = rows.test.movingClasses()
      return edited
    }
  },
  Fault(
    "F60", "train is used as dev", "VRM", .data, causes: ["dev", "contamin"], checks: ["SD09"]
  ) { pipeline, _ in
    pipeline.dataEdits.append { data, _ in
      data.with(
        Split(
          train: data.split.train, dev: Array(data.split.train.prefix(data.split.dev.count)),
          test: data.split.test))
    }
  },
  Fault(
    "F61", "the same subjects in train and dev", "group leak", .data,
    amount: .linear("share of dev", 0, 1), causes: ["group", "near", "dev"],
    checks: ["SD09", "SD19", "SD26"]
  ) { pipeline, share in
    pipeline.dataEdits.append { data, seed in
      var random = CounterBasedGenerator(fault: seed)
      let count = Int((share * Double(data.split.dev.count)).rounded())
      let origins = random.permutation(of: data.split.train.count).prefix(count)
        .map { data.split.train[$0] }
      let (more, added) = data.appendingCopies(of: origins)
      let first = data.table.rowCount
      let measuredAgain = more.mappingNumbers(data.numberNames) { name, cells in
        let deviation = data.trainMoments(of: name).deviation
        var again = cells
        for row in first..<cells.count { again[row] += 0.01 * deviation * random.normal() }
        return again
      }
      return measuredAgain.with(
        Split(
          train: data.split.train, dev: Array(data.split.dev.dropFirst(count)) + added,
          test: data.split.test))
    }
  },
  Fault(
    "F62", "a column of ids in the order of the target", "id leak", .data,
    causes: ["id", "leak"], checks: ["SD11", "SD10"]
  ) { pipeline, _ in
    pipeline.addLeak { data, seed in
      let values = data.targetValues(of: Array(0..<data.table.rowCount))
      var random = CounterBasedGenerator(fault: seed)
      let ties = random.permutation(of: values.count)
      let order = values.indices.sorted { (values[$0], ties[$0]) < (values[$1], ties[$1]) }
      var ids = [Double](repeating: 0, count: values.count)
      for (place, row) in order.enumerated() { ids[row] = Double(10_001 + place) }
      return ids
    }
  },
  Fault(
    "F63", "targets scaled in train alone", "target scale", .rows,
    causes: ["target", "scale"], checks: ["SD15", "SD17"], on: \.isRegression
  ) { pipeline, _ in
    pipeline.rowsEdits.append { rows in
      var edited = rows
      let (mean, deviation) = (
        rows.preprocessing.targetMean, rows.preprocessing.targetDeviation
      )
      edited.dev = rows.dev.mappingValues { $0 * deviation + mean }
      edited.test = rows.test.mappingValues { $0 * deviation + mean }
      return edited
    }
  },
  Fault(
    "F64", "columns in another order in dev and test", "column order", .rows,
    amount: .linear("share of the columns", 0, 1), causes: ["drift", "column", "order"],
    checks: ["SD14", "SD16"]
  ) { pipeline, share in
    pipeline.rowsEdits.append { rows in
      var random = CounterBasedGenerator(fault: rows.seed)
      let chosen = random.share(share, of: Array(0..<rows.train.inputs.columnCount))
      return rows.mappingInputs([.dev, .test]) { inputs in
        guard chosen.count > 1 else { return }
        for i in 0..<inputs.rowCount {
          let old = chosen.map { inputs[i, $0] }
          for (place, column) in chosen.enumerated() {
            inputs[i, column] = old[(place + 1) % old.count]
          }
        }
      }
    }
  },
]
