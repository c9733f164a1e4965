import Foundation
import Learning

private let start = ["initialization"]

/// F16–F29.
let modelFaults: [Fault] = [
  Fault(
    "F16", "all weights start at zero", "WCI", .spec, causes: start, checks: ["SI15"],
    on: \.isNetwork
  ) { pipeline, _ in pipeline.overrides.append("model.initialization=zeros") },
  Fault(
    "F17", "all weights start alike", "WCI", .spec, amount: .ratios("constant", 0.005, 0.5),
    causes: start, checks: ["SI15"], on: \.isNetwork
  ) { pipeline, value in
    pipeline.overrides += [
      "model.initialization=constant", "model.initialization_scale=\(number(value))",
    ]
  },
  Fault(
    "F18", "weights start much too large", "WCI", .spec, amount: .ratios("factor", 1, 100),
    causes: start, on: \.isNetwork
  ) { pipeline, factor in
    pipeline.overrides.append("model.initialization_scale=\(number(factor))")
  },
  Fault(
    "F19", "weights start much too small", "WCI", .spec, amount: .ratios("factor", 1, 1e-4),
    causes: start, on: \.isNetwork
  ) { pipeline, factor in
    pipeline.overrides.append("model.initialization_scale=\(number(factor))")
  },
  Fault(
    "F20", "units start dead", "change bias", .spec, amount: .linear("hidden bias", 0, -20),
    causes: ["bias_initialization", "dead"], on: { $0.activation == "relu" }
  ) { pipeline, bias in
    pipeline.overrides.append("model.bias_initialization=\(number(bias))")
  },
  Fault(
    "F21", "no activation in the hidden layers", "ARM", .spec, causes: ["activation"],
    on: \.isNetwork
  ) { pipeline, _ in pipeline.overrides.append("model.activation=identity") },
  Fault(
    "F22", "many layers of sigmoids", "ACH", .spec, amount: .linear("hidden layers", 1, 7),
    causes: ["activation", "hidden", "layers"] + start, on: \.isNetwork
  ) { pipeline, count in
    let layers = [String](repeating: "32", count: Int(count.rounded()))
    pipeline.overrides += [
      "model.activation=sigmoid", "model.hidden=[\(layers.joined(separator: ","))]",
    ]
  },
  Fault(
    "F23", "softmax between hidden layers", "AAL", .spec, causes: ["activation"], on: \.isNetwork
  ) { pipeline, _ in pipeline.overrides.append("model.activation=softmax") },
  Fault(
    "F24", "head whose range does not hold the targets", "AAL", .spec,
    causes: ["output.activation", "output", "range"], on: { $0.isRegression && $0.isNetwork }
  ) { pipeline, _ in pipeline.overrides.append("model.output.activation=sigmoid") },
  Fault(
    "F26", "one sigmoid a class with squared errors", "LCH", .spec,
    causes: ["training.loss", "output", "loss"],
    on: { $0.isNetwork && $0.isClassification && !$0.isBinary }
  ) { pipeline, _ in
    pipeline.overrides += ["training.loss=mse", "model.output.activation=sigmoid"]
  },
  Fault(
    "F27", "a layer of one unit", "LR", .spec, amount: .ratios("share of the width", 1, 0.01),
    causes: ["hidden", "width", "capacity"], on: \.isNetwork
  ) { pipeline, share in
    var widths = pipeline.base.hidden
    let last = widths.removeLast()
    widths.append(max(1, Int((share * Double(last)).rounded())))
    pipeline.overrides.append("model.hidden=[\(widths.map(String.init).joined(separator: ","))]")
  },
  Fault(
    "F28", "no intercept where the target is off centre", "WRB", .spec,
    causes: ["fit_intercept", "target_scale", "offset", "bias"], checks: ["SI21"],
    on: { !$0.isNetwork }
  ) { pipeline, _ in
    pipeline.overrides.append("model.fit_intercept=false")
    if pipeline.base.isRegression {
      // Standardised targets have no offset.
      pipeline.rowsEdits.append { $0.shiftingTargets(by: 3) }
    }
  },
  Fault(
    "F29", "far too many layers", "LAs", .spec, amount: .linear("layers more", 0, 14),
    causes: ["hidden", "layers", "initialization", "activation"], checks: ["SS15"], on: \.isNetwork
  ) { pipeline, count in
    let widths = pipeline.base.hidden + [Int](repeating: 16, count: Int(count.rounded()))
    pipeline.overrides.append("model.hidden=[\(widths.map(String.init).joined(separator: ","))]")
  },
]

private let loss = ["training.loss", "loss"]

/// F30–F34.
let lossFaults: [Fault] = [
  Fault(
    "F30", "squared error for classes", "LCH", .spec, causes: loss,
    on: { $0.isNetwork && $0.isClassification }
  ) { pipeline, _ in pipeline.overrides.append("training.loss=mse") },
  Fault(
    "F32", "sum of the rows' losses instead of their mean", "reduction", .spec,
    causes: ["reduction", "learning_rate"]
  ) { pipeline, _ in pipeline.overrides.append("training.reduction=sum") },
  Fault(
    "F33", "loss over all pairs of rows, (n, 1) against (n)", "broadcast", .core,
    causes: ["broadcast", "gradient", "loss"], on: \.isRegression
  ) { pipeline, _ in pipeline.recipeEdit = { BroadcastLoss(inner: $0) } },
  Fault(
    "F34", "early stopping by a metric over the wrong axis", "metric axis", .core,
    causes: ["early_stopping", "metric"], checks: ["SS14"], on: \.isStoppedEarly
  ) { pipeline, _ in pipeline.planEdit = { $0.watching(.overColumns) } },
]

/// F35–F40.
let regularizationFaults: [Fault] = [
  Fault(
    "F35", "weights decay to nothing", "RAW", .spec, amount: .ratios("l2", 0.001, 30),
    causes: ["l2"], checks: ["SI20"]
  ) { pipeline, l2 in
    pipeline.overrides.append(
      "\(pipeline.base.isNetwork ? "training" : "model").l2=\(number(l2))")
  },
  Fault(
    "F36", "almost every unit dropped", "RCD", .spec, amount: .ratios("share kept", 0.9, 0.01),
    causes: ["dropout"], on: \.isNetwork
  ) { pipeline, kept in pipeline.overrides.append("model.dropout=\(number(1 - kept))") },
  dropoutFault("F37", "units dropped when predicting too", "dropout mode", .dropsWhenPredicting),
  dropoutFault("F38", "dropout that does not scale what it keeps", "dropout scale", .keepsScale),
  Fault(
    "F39", "labels smoothed away", "label smoothing", .spec,
    amount: .linear("smoothing", 0, 0.98), causes: ["label_smoothing"], on: \.isClassification
  ) { pipeline, share in
    pipeline.overrides.append("training.label_smoothing=\(number(share))")
  },
  Fault(
    "F40", "early stopping keeps the worst epoch", "RCP", .core,
    causes: ["early_stopping", "metric"], on: \.isStoppedEarly
  ) { pipeline, _ in
    pipeline.planEdit = { $0.watching(.upsideDown) }
  },
]

/// A network whose dropout does not do what it should.
private func dropoutFault(
  _ code: String, _ title: String, _ literature: String, _ mode: DropoutFault.Mode
) -> Fault {
  Fault(
    code, title, literature, .core, amount: .linear("share dropped", 0.01, 0.9),
    causes: ["dropout", "predict"], on: { $0.dropout > 0 }
  ) { pipeline, share in
    pipeline.overrides.append("model.dropout=\(number(share))")
    let activation = pipeline.base.activation
    pipeline.recipeEdit = {
      DropoutFault(inner: $0, share: share, mode: mode, activation: activation)
    }
  }
}
