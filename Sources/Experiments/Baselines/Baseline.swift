import Learning
import LinearAlgebra
import Schema

/// A quick and dirty system, made from the training rows alone, that every model must be held
/// against.
struct BaselineEntry: CatalogEntry {
  let name: String
  let summary: String
  let tasks: Set<PredictionTask>
  /// Fits it; gives its outputs on a part as `FittedModel.outputs` would.
  let fit: @Sendable (PreparedData, BaselineContext) throws -> FittedBaseline
}

/// What fitting a baseline may use.
struct BaselineContext: Sendable {
  let seed: UInt64
  let isCancelled: @Sendable () -> Bool
}

/// A baseline ready to predict.
struct FittedBaseline: Sendable {
  /// What it is, in few words: "training priors", "softmax on 10,000 of 60,000 rows".
  let source: String
  /// **Shapes** rows of the part → [n, outputs]
  let outputs: @Sendable (TrainingSet) -> Matrix
}

/// Every quick baseline, one line each.
let baselineCatalog = Catalog<BaselineEntry>([
  .majority,
  .mean,
  .oneInput,
  .linearModel("linear", tasks: [.regression]),
  .linearModel("ridge", tasks: [.regression]),
  .linearModel("logistic", tasks: [.binary]),
  .linearModel("softmax", tasks: [.multiclass]),
])

extension PredictionTask {
  /// The baselines that stand beside every model of this task, asked for or not.
  ///
  /// A model that is linear itself is held against the best single input; any other against a
  /// linear model.
  func standingBaselines(for recipe: any ModelRecipe) -> [String] {
    let prior = isClassification ? "majority" : "mean"
    if recipe.isConvex { return [prior, "one_input"] }
    switch self {
    case .regression: return [prior, "ridge"]
    case .binary: return [prior, "logistic"]
    case .multiclass: return [prior, "softmax"]
    }
  }
}
