import Datasets
import Foundation
import Learning
import LinearAlgebra
import Schema

/// Sound pipelines by name, made anew for each seed; a check that stops one of them is wrong.
public let healthyPipelines: [(name: String, make: @Sendable (UInt64) -> GateFixture)] = [
  (
    "H01 linear regression",
    { .healthyNumbers(rows: 1_000, columns: 10, seed: $0).with(model("linear")) }
  ),
  (
    "H02 ridge on collinear inputs",
    { seed in
      var fixture = GateFixture.healthyNumbers(columns: 6, seed: seed)
      let base = fixture.columns[0].numbers(at: Array(0..<200))
      fixture.columns[5] = Column(name: "twice", values: .numbers(base.map { 2 * $0 }))
      return fixture.with(model("ridge"))
    }
  ),
  (
    "H03 separable logistic regression",
    { seed in
      let x = normals(200, seed: seed)
      return GateFixture(
        columns: [x, normals(200, seed: seed + 9)], classes: x.map { $0 > 0 ? 1 : 0 }, train: 150,
        dev: 50
      ).with(model("logistic", [("l2", 0.0)]))
    }
  ),
  (
    "H04 one label in five is wrong",
    { seed in
      var fixture = GateFixture.healthy(rows: 500, seed: seed)
      for (i, draw) in integers(500, below: 5, seed: seed).enumerated() where draw == 0 {
        fixture.targets[i] = 1 - fixture.targets[i]
      }
      return fixture.with(model("logistic"))
    }
  ),
  (
    "H05 one row in fifty is positive, with its bias",
    { seed in
      let x = normals(1_000, seed: seed)
      let classes = x.enumerated().map { $0.offset % 50 == 0 || $0.element > 3 ? 1 : 0 }
      return GateFixture(
        columns: [x, normals(1_000, seed: seed + 9)], classes: classes, train: 600, dev: 200,
        test: 200
      ).with(model("mlp", [("output", ["bias_initialization": "prior"])]), .with(rate: 0.01))
    }
  ),
  (
    "H06 softmax regression from zero",
    {
      .healthy(rows: 400, columns: 20, classes: 10, seed: $0)
        .with(model("softmax", [("solver", "sgd")]), .with("sgd", rate: 0.5))
    }
  ),
  (
    "H07 tanh network",
    {
      .healthy(classes: 3, seed: $0).with(
        model(
          "mlp",
          [("activation", "tanh"), ("initialization", "glorot_normal"), ("hidden", [32, 32])]),
        .with(rate: 3e-3))
    }
  ),
  (
    "H08 four layers of 64",
    {
      .healthy(columns: 10, classes: 4, seed: $0)
        .with(model("mlp", [("hidden", [64, 64, 64, 64])]), .with())
    }
  ),
  (
    "H09 sigmoid network",
    {
      .healthy(seed: $0).with(
        model("mlp", [("activation", "sigmoid"), ("initialization", "glorot_uniform")]),
        .with(rate: 0.02))
    }
  ),
  (
    "H10 dropout",
    {
      .healthy(seed: $0).with(
        model("mlp", [("dropout", 0.5), ("hidden", [64])]), .with(rate: 5e-3))
    }
  ),
  (
    "H11 weak decay",
    { seed in
      var plan = TrainingPlan.with(rate: 5e-3)
      plan.l2 = 1e-4
      return .healthy(seed: seed).with(model("mlp"), plan)
    }
  ),
  (
    "H12 small network at the standard rate",
    { .healthy(columns: 8, seed: $0).with(model("mlp", [("hidden", [32])])) }
  ),
  ("H13 momentum", { .healthy(seed: $0).with(model("mlp"), .with("momentum", rate: 0.1)) }),
  (
    "H14 single rows at a small rate",
    { seed in
      var plan = TrainingPlan.with("sgd", rate: 2e-3, epochs: 50)
      plan.batchSize = 1
      return .healthy(seed: seed).with(model("mlp"), plan)
    }
  ),
  (
    "H15 full batch",
    { seed in
      var plan = TrainingPlan.with("sgd", rate: 0.3, epochs: 500)
      plan.batchSize = 10_000
      return .healthy(seed: seed).with(model("mlp"), plan)
    }
  ),
  (
    "H16 warm-up and cosine",
    { seed in
      var plan = TrainingPlan.with(rate: 5e-3, epochs: 50)
      let entry = scheduleCatalog.entry("cosine")
      plan.schedule = entry.make(Settings(fields: entry.fields, setting: [("warmup_steps", 20)]))
      return .healthy(seed: seed).with(model("mlp"), plan)
    }
  ),
  (
    "H17 binary inputs as they are",
    { seed in
      let bits = (0..<12).map {
        integers(400, below: 2, seed: seed * 31 + UInt64($0)).map(Double.init)
      }
      let classes = (0..<400).map { bits[0][$0] + bits[1][$0] + bits[2][$0] > 1.5 ? 1 : 0 }
      var fixture = GateFixture(columns: bits, classes: classes, train: 280, dev: 60, test: 60)
      fixture.inputs = Matrix(
        rowCount: 400, columnCount: 12, storage: (0..<400).flatMap { i in bits.map { $0[i] } })
      return fixture.with(model("mlp"), .with(rate: 0.01))
    }
  ),
  (
    "H18 two hundred sparse inputs",
    { seed in
      let level = integers(600, below: 200, seed: seed)
      var inputs = Matrix(rowCount: 600, columnCount: 200)
      for (i, j) in level.enumerated() { inputs[i, j] = 1 }
      let columns = (0..<200).map { inputs.column($0) }
      var fixture = GateFixture(
        columns: columns, classes: level.map { $0 % 2 }, train: 400, dev: 100, test: 100)
      fixture.inputs = inputs
      return fixture.with(model("logistic"))
    }
  ),
  (
    "H19 numbers about fifty, with their bias",
    { seed in
      var fixture = GateFixture.healthyNumbers(seed: seed)
      fixture.targets = fixture.targets.map { 50 + $0 }
      return fixture.with(
        model("mlp", [("output", ["bias_initialization": "prior"]), ("hidden", [64])]),
        .with(rate: 5e-3))
    }
  ),
  (
    "H20 a column that rightly decides",
    { seed in
      let x = normals(400, seed: seed)
      let noise = normals(400, seed: seed + 50)
      return GateFixture(
        columns: [x, normals(400, seed: seed + 90)],
        classes: zip(x, noise).map { $0 + 0.35 * $1 > 0 ? 1 : 0 }, train: 300, dev: 100
      ).with(model("logistic"))
    }
  ),
  (
    "H21 eight binary columns",
    { seed in
      let bits = (0..<8).map {
        integers(1_000, below: 2, seed: seed * 17 + UInt64($0)).map(Double.init)
      }
      let classes = (0..<1_000).map { bits[0][$0] != bits[1][$0] ? 1 : 0 }
      return GateFixture(columns: bits, classes: classes, train: 600, dev: 200, test: 200)
        .with(model("mlp"), .with(rate: 0.01))
    }
  ),
  (
    "H22 noisy conflicts of few values",
    { seed in
      let columns = (0..<3).map {
        integers(600, below: 3, seed: seed * 7 + UInt64($0)).map(Double.init)
      }
      let noise = integers(600, below: 4, seed: seed + 3)
      let classes = (0..<600).map { (columns[0][$0] > 0) != (noise[$0] == 0) ? 1 : 0 }
      return GateFixture(columns: columns, classes: classes, train: 400, dev: 100, test: 100)
        .with(model("mlp"), .with(rate: 0.01))
    }
  ),
  (
    "H23 a file sorted by class, shuffled",
    { seed in
      var fixture = GateFixture.healthy(rows: 400, classes: 4, seed: seed)
      let order = fixture.targets.indices.sorted {
        (fixture.targets[$0], $0) < (fixture.targets[$1], $1)
      }
      fixture.targets = order.map { fixture.targets[$0] }
      fixture.columns = fixture.columns.map { column in
        let values = column.numbers(at: Array(0..<400))
        return Column(name: column.name, values: .numbers(order.map { values[$0] }))
      }
      fixture.split = Split(
        train: (0..<400).filter { $0 % 5 < 3 }, dev: (0..<400).filter { $0 % 5 == 3 },
        test: (0..<400).filter { $0 % 5 == 4 })
      return fixture.with(model("mlp"), .with(rate: 5e-3))
    }
  ),
  (
    "H24 a mild drift over time",
    { seed in
      var fixture = GateFixture.healthyNumbers(rows: 500, seed: seed)
      fixture.targets = fixture.targets.enumerated().map { $1 + 0.001 * Double($0) }
      return fixture.with(model("ridge"))
    }
  ),
  ("H25 forty rows", { .healthy(rows: 40, seed: $0).with(model("mlp"), .with(rate: 5e-3)) }),
  (
    "H26 more inputs than rows",
    { .healthyNumbers(rows: 100, columns: 200, seed: $0).with(model("ridge")) }
  ),
  (
    "H27 a hundred classes",
    { .healthy(rows: 1_000, columns: 20, classes: 100, seed: $0).with(model("softmax")) }
  ),
  (
    "H27 a hundred classes by a network",
    {
      .healthy(rows: 1_000, columns: 20, classes: 100, seed: $0)
        .with(model("mlp", [("hidden", [128])]), .with(rate: 5e-3))
    }
  ),
  ("H28 wide network", { .healthy(seed: $0).with(model("mlp", [("hidden", [512])])) }),
  (
    "H29 exclusive or",
    { seed in
      let a = integers(200, below: 2, seed: seed)
      let b = integers(200, below: 2, seed: seed + 1_000)
      let jitter = [normals(200, seed: seed + 5), normals(200, seed: seed + 6)]
      return GateFixture(
        columns: [
          zip(a, jitter[0]).map { Double($0) + 0.05 * $1 },
          zip(b, jitter[1]).map { Double($0) + 0.05 * $1 },
        ], classes: zip(a, b).map { $0 ^ $1 }, train: 150, dev: 50
      ).with(model("mlp", [("hidden", [16])]), .with(rate: 0.02))
    }
  ),
  (
    "H30 a network that memorises, stopped early",
    { seed in
      let fixture = GateFixture.healthy(rows: 150, columns: 20, seed: seed)
      let truth = fixture.split.dev.map { Int(fixture.targets[$0]) }
      var plan = TrainingPlan.with(rate: 0.01, epochs: 200)
      plan.earlyStopping = EarlyStopping(
        metric: DevMetric(name: "log_loss", isHigherBetter: false) { outputs in
          truth.enumerated().reduce(0) {
            $0 - Foundation.log(max(outputs[$1.offset, $1.element], 1e-9))
          } / Double(truth.count)
        }, patience: 10)
      return
        fixture
        .with(model("mlp", [("hidden", [128, 128])]), plan)
    }
  ),
  (
    "H31 outliers under a Huber loss",
    { seed in
      var fixture = GateFixture.healthyNumbers(seed: seed)
      for i in stride(from: 0, to: 200, by: 20) { fixture.targets[i] *= 20 }
      var plan = TrainingPlan.with(rate: 0.01)
      plan.loss = .huber
      return fixture.with(model("mlp", [("hidden", [64])]), plan)
    }
  ),
  (
    "H32 missing values filled, with indicators",
    { seed in
      var fixture = GateFixture.healthy(rows: 300, columns: 4, seed: seed)
      let raw = fixture.columns.map { $0.numbers(at: Array(0..<300)) }
      let isMissing = (0..<2).map { j in
        integers(300, below: 5, seed: seed * 19 + UInt64(j)).map { $0 == 0 }
      }
      for j in 0..<2 {
        fixture.columns[j] = Column(
          name: "x\(j)", values: .numbers(zip(raw[j], isMissing[j]).map { $1 ? .nan : $0 }))
      }
      fixture.inputs = Matrix(
        rowCount: 300, columnCount: 6,
        storage: (0..<300).flatMap { i in
          (0..<4).map { j in j < 2 && isMissing[j][i] ? 0 : raw[j][i] }
            + (0..<2).map { isMissing[$0][i] ? 1.0 : 0 }
        })
      fixture.inputNames = ["x0", "x1", "x2", "x3", "x0_missing", "x1_missing"]
      return fixture.with(model("mlp"), .with(rate: 5e-3))
    }
  ),
  (
    "H33 a first layer that is frozen, as declared",
    {
      .healthy(seed: $0).with(
        model("mlp", [("hidden", [64, 32]), ("frozen", ["hidden_1"])]), .with(rate: 5e-3))
    }
  ),
  (
    "H34 clipped gradients",
    { seed in
      var plan = TrainingPlan.with("momentum", rate: 0.05)
      plan.clipNorm = 0.5
      return .healthy(seed: seed).with(model("mlp"), plan)
    }
  ),
  (
    "H35 heavy tails in the target",
    { seed in
      var fixture = GateFixture.healthyNumbers(seed: seed)
      fixture.targets = fixture.targets.map { Foundation.exp(1.5 * $0) }
      return fixture.with(model("linear"))
    }
  ),
  (
    "H36 a solver on inputs as they are",
    { seed in
      var fixture = GateFixture.healthyNumbers(seed: seed)
      let raw = fixture.columns.map { $0.numbers(at: Array(0..<200)) }
      fixture.inputs = Matrix(
        rowCount: 200, columnCount: 5,
        storage: (0..<200).flatMap { i in
          raw.enumerated().map { j, column in column[i] * pow(100, Double(j)) + 1_000 }
        })
      return fixture.with(model("linear"))
    }
  ),
]
