public import Schema

/// Every kind of model, one line each.
public let modelCatalog = Catalog<ModelEntry>([])

/// Every optimizer, one line each.
public let optimizerCatalog = Catalog<OptimizerEntry>([])

/// Every learning-rate schedule, one line each.
public let scheduleCatalog = Catalog<ScheduleEntry>([])
