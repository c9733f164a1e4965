import Foundation
import Learning

private let rate = ["learning_rate"]

/// F01–F15.
let optimizationFaults: [Fault] = [
  Fault(
    "F01", "learning rate much too high", "HLR", .spec,
    amount: .ratios("factor", 1, 1_000), causes: rate
  ) { pipeline, factor in
    pipeline.overrides.append(
      "training.optimizer.learning_rate=\(number(factor * pipeline.base.learningRate))")
  },
  Fault("F02", "learning rate ten times too high", "HLR", .spec, causes: rate) { pipeline, _ in
    pipeline.overrides.append(
      "training.optimizer.learning_rate=\(number(10 * pipeline.base.learningRate))")
  },
  Fault(
    "F03", "learning rate much too low", "HLR", .spec, amount: .ratios("factor", 1, 1e-4),
    causes: rate + ["too few steps", "training.epochs"]
  ) { pipeline, factor in
    pipeline.overrides.append(
      "training.optimizer.learning_rate=\(number(factor * pipeline.base.learningRate))")
  },
  Fault(
    "F04", "schedule decays to nothing at once", "HLR", .spec,
    amount: .linear("share of the rate lost an epoch", 0, 0.99),
    causes: ["schedule", "decays"]
  ) { pipeline, loss in
    pipeline.overrides.append(
      "training.schedule={kind: exponential, gamma: \(number(1 - loss))}")
  },
  Fault(
    "F05", "momentum near 1", "OCH", .spec, amount: .ratios("1 - momentum", 0.1, 0.0005),
    causes: ["momentum"], on: { $0.optimizer == "momentum" }
  ) { pipeline, rest in
    pipeline.overrides.append("training.optimizer.momentum=\(number(1 - rest))")
  },
  Fault(
    "F06", "gradient with the wrong sign", "flipped sign", .core,
    causes: ["mistake in the optimizer", "sign", "gradient"], checks: ["SO03"]
  ) { pipeline, _ in
    pipeline.planEdit = { plan in plan.wrapping { ScaledOptimizer(inner: $0, factor: -1) } }
  },
  Fault(
    "F07", "update not scaled by the learning rate", "update scale", .core,
    amount: .ratios("factor on the update", 1, 1_000),
    causes: ["mistake in the optimizer", "update"] + rate, checks: ["SO03"]
  ) { pipeline, factor in
    pipeline.planEdit = { plan in plan.wrapping { ScaledOptimizer(inner: $0, factor: factor) } }
  },
  Fault(
    "F08", "gradients clipped to almost nothing", "OCG", .spec,
    amount: .ratios("clip norm", 10, 1e-5), causes: ["clip"],
    on: { ["sgd", "momentum"].contains($0.optimizer) }
  ) { pipeline, norm in pipeline.overrides.append("training.clip_norm=\(number(norm))") },
  Fault(
    "F09", "another optimizer with a rate that does not suit it", "OCH", .spec,
    amount: .ratios("learning rate", 0.1, 1e-5), causes: rate + ["training.optimizer"]
  ) { pipeline, rate in
    pipeline.overrides.append(
      "training.optimizer={kind: adagrad, learning_rate: \(number(rate))}")
  },
  Fault(
    "F10", "epsilon of Adam much too large", "OCH", .spec, amount: .ratios("epsilon", 1e-8, 100),
    causes: ["epsilon"], on: { $0.optimizer == "adam" }
  ) { pipeline, epsilon in
    pipeline.overrides.append("training.optimizer.epsilon=\(number(epsilon))")
  },
  Fault(
    "F11", "single rows at the rate of a batch", "HBS", .spec,
    causes: ["batch_size"] + rate, checks: ["SO14"]
  ) { pipeline, _ in pipeline.overrides.append("training.batch_size=1") },
  Fault(
    "F12", "one batch of all rows with the epochs of small ones", "HDB", .spec,
    causes: ["batch_size", "epochs", "steps"] + rate, checks: ["SO13"]
  ) { pipeline, _ in pipeline.overrides.append("training.batch_size=1000000") },
  Fault(
    "F13", "one epoch", "HNE", .spec, amount: .ratios("share of the epochs", 1, 0.02),
    causes: ["epochs", "steps"], checks: ["SO13"]
  ) { pipeline, share in
    let epochs = max(1, Int((share * Double(pipeline.base.epochs)).rounded()))
    pipeline.overrides.append("training.epochs=\(epochs)")
  },
  Fault(
    "F14", "a layer frozen by mistake", "NEB", .spec, causes: ["frozen"], checks: ["SO04", "SS09"],
    on: \.isNetwork
  ) { pipeline, _ in pipeline.overrides.append("model.frozen=[hidden_1]") },
  Fault(
    "F15", "gradients added up instead of reset", "gradient reset", .core,
    causes: ["gradient", "optimizer"], on: { $0.optimizer == "sgd" || $0.optimizer == "momentum" }
  ) { pipeline, _ in
    pipeline.planEdit = { plan in plan.wrapping { AccumulatingOptimizer(inner: $0) } }
  },
]

/// A number as an override takes it.
func number(_ value: Double) -> String { String(format: "%.6g", value) }
