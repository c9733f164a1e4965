/// Every fault, in the order of its code.
let faultCatalog: [Fault] =
  (optimizationFaults + modelFaults + lossFaults + regularizationFaults + dataFaults + splitFaults)
  .sorted { $0.code < $1.code }

/// Faults of the list that cannot be put into Assay at all.
let unsaidFaults: [UnsaidFault] = [
  UnsaidFault(
    code: "F25", title: "softmax, then a cross entropy that expects scores",
    reason: "head and loss are one fused step; a spec cannot name a softmax layer before it"),
  UnsaidFault(
    code: "F31", title: "binary cross entropy with labels -1 and 1",
    reason: "labels of any spelling become class indices when the data are read"),
]
