public import Schema

/// All metrics: one file and one line here for each family.
public let metricCatalog = Catalog<Metric>([
  .accuracy, .logLoss, .balancedAccuracy,
  .precision, .recall, .f1, .macroPrecision, .macroRecall, .macroF1, .specificity,
  .rocAUC, .averagePrecision, .brier, .multiclassBrier, .matthewsCorrelation, .kappa,
  .rmse, .mse, .mae, .r2, .medianAbsoluteError, .maxError, .bias, .explainedVariance,
])
