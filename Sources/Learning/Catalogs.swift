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

/// Every activation of hidden layers, one line each.
public let activationCatalog = Catalog<Activation>([
  .relu,
  .leakyReLU,
  .gelu,
  .tanh,
  .sigmoid,
  .softmax,
  .identity,
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
