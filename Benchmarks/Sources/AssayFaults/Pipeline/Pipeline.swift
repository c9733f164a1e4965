import Datasets
import Learning

/// A base spec with what was done to it, before any data are read.
///
/// A fault is said in the highest place that can say it: as an override of the spec, as an edit of
/// the data, of the prepared rows, or, last, as a wrapper around a part of the training core.
struct Pipeline: Sendable {
  let base: Base
  var seed: UInt64
  /// Data made in memory for a seed; nil reads what the spec names.
  var source: (@Sendable (UInt64) -> Dataset)?
  /// As on the command line: "training.epochs=1".
  var overrides: [String] = []
  /// Edits of the data as read and split.
  var dataEdits: [@Sendable (Dataset, UInt64) -> Dataset] = []
  /// What the same does to rows that come after the training: by these the honest loss is taken.
  var deploymentEdits: [@Sendable (Dataset, UInt64) -> Dataset] = []
  /// Edits of the rows as the model takes them.
  var rowsEdits: [@Sendable (PreparedRows) throws -> PreparedRows] = []
  var recipeEdit: (@Sendable (any ModelRecipe) -> any ModelRecipe)?
  var planEdit: (@Sendable (TrainingPlan) -> TrainingPlan)?

  init(_ base: Base, seed: UInt64) {
    self.base = base
    self.seed = seed
  }

  /// An edit that later rows undergo as well.
  mutating func editEverywhere(_ edit: @escaping @Sendable (Dataset, UInt64) -> Dataset) {
    dataEdits.append(edit)
    deploymentEdits.append(edit)
  }
}

/// The rows of the parts as the model takes them, with what is needed to edit them.
struct PreparedRows: Sendable {
  let dataset: Dataset
  let preprocessing: FittedPreprocessing
  var train: TrainingSet
  var dev: TrainingSet
  var test: TrainingSet
  let seed: UInt64
}
