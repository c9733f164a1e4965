public import Schema

/// Every kind of model, one line each.
public let modelCatalog = Catalog<ModelEntry>([
  .linearRegression,
  .ridgeRegression,
  .lasso,
  .elasticNet,
  .logisticRegression,
  .softmaxRegression,
  .multilayerPerceptron,
])

/// Every optimizer, one line each.
public let optimizerCatalog = Catalog<OptimizerEntry>([
  .sgd,
  .momentum,
  .nesterov,
  .rmsProp,
  .adaGrad,
  .adam,
  .adamW,
  .lbfgs,
])

/// Every learning-rate schedule, one line each.
public let scheduleCatalog = Catalog<ScheduleEntry>([
  .constant,
  .step,
  .exponential,
  .cosine,
  .oneCycle,
  .plateau,
])
