import Datasets
import Learning
import LinearAlgebra
import Schema

extension PreparedRows {
  /// The inputs of some parts changed in place.
  func mappingInputs(_ parts: [Part], _ change: (inout Matrix) -> Void) -> PreparedRows {
    var copy = self
    for part in parts {
      var inputs = copy[part].inputs.matrix(as: Double.self)
      change(&inputs)
      copy[part] = copy[part].with(inputs)
    }
    return copy
  }

  func shiftingTargets(by offset: Double) -> PreparedRows {
    var copy = self
    for part in Part.allCases { copy[part] = copy[part].mappingValues { $0 + offset } }
    return copy
  }

  func sortingTrainByTarget() -> PreparedRows {
    var copy = self
    let keys: [Double] =
      switch train.targets {
      case .classes(let classes, _): classes.map(Double.init)
      case .values(let values): values
      }
    copy.train = train.rows(
      at: keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) })
    return copy
  }

  subscript(part: Part) -> TrainingSet {
    get {
      switch part {
      case .train: train
      case .dev: dev
      case .test: test
      }
    }
    set {
      switch part {
      case .train: train = newValue
      case .dev: dev = newValue
      case .test: test = newValue
      }
    }
  }
}

extension TrainingSet {
  /// The same rows with other inputs, in the precision they had.
  func with(_ inputs: Matrix) -> TrainingSet {
    let own: Inputs =
      if case .single = self.inputs { .single(inputs.converted(to: Float.self)) } else {
        .double(inputs)
      }
    return TrainingSet(inputs: own, targets: targets, weights: weights, rowIDs: rowIDs)
  }

  func with(_ targets: Targets) -> TrainingSet {
    TrainingSet(inputs: inputs, targets: targets, weights: weights, rowIDs: rowIDs)
  }

  func mappingValues(_ change: (Double) -> Double) -> TrainingSet {
    guard case .values(let values) = targets else { return self }
    return with(.values(values.map(change)))
  }

  /// Every class index one further on.
  func movingClasses() -> TrainingSet {
    guard case .classes(let classes, let count) = targets else { return self }
    return with(.classes(classes.map { ($0 + 1) % count }, classCount: count))
  }
}
