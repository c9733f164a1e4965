/// Every piece of work, one line each.
let workCatalog: [Work] = [
  .pixelNetwork,
  .irisNetwork,
  .leastSquares,
  .logisticRegression,
  .softmaxRegression,
  .lassoPath,
  .penaltySweep,
  .tableReading,
  .intervals,
  .kernels,
  .stepAllocations,
]
