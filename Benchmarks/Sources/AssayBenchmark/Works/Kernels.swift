import LinearAlgebra

extension Work {
  /// The kernels that trainings are made of, each on its own.
  static let kernels = Work(
    name: "kernels", summary: "[seconds=0.2] matrix products, activations, losses, Adam"
  ) { arguments in
    let budget = try arguments.number("seconds", else: 0.2)
    var rate = [String: Double]()
    let start = ContinuousClock.now
    for (name, m, n, k) in [
      ("2048", 2048, 2048, 2048), ("128x784x256", 128, 256, 784), ("128x128x10", 128, 10, 128),
      ("1024x784x256", 1024, 256, 784),
    ] {
      rate["sgemm_\(name)_gflops"] = productRate(Float.self, m, n, k, budget)
      rate["dgemm_\(name)_gflops"] = productRate(Double.self, m, n, k, budget)
    }
    for (name, function) in [
      ("relu", ElementFunction.relu), ("tanh", .tanh), ("sigmoid", .sigmoid), ("gelu", .gelu),
    ] {
      rate["\(name)_f32_m_s"] = activationRate(Float.self, function, budget)
      rate["\(name)_f64_m_s"] = activationRate(Double.self, function, budget)
    }
    rate["cross_entropy_f32_m_s"] = crossEntropyRate(Float.self, budget)
    rate["cross_entropy_f64_m_s"] = crossEntropyRate(Double.self, budget)
    rate["adam_f32_m_s"] = adamRate(Float.self, budget)
    return Measurement(seconds: seconds(since: start), rate: rate)
  }

  /// Calls a second of `body`, the median over rounds that fill the budget together.
  private static func callsPerSecond(_ budget: Double, _ body: () -> Void) -> Double {
    body()
    var repeatCount = 1
    var once = timed(body).seconds
    while once < budget / 100 {
      repeatCount *= 2
      once = timed { for _ in 0..<repeatCount { body() } }.seconds
    }
    let rounds = max(5, Int(budget / once))
    let times = (0..<rounds).map { _ in timed { for _ in 0..<repeatCount { body() } }.seconds }
    return Double(repeatCount) / median(times)
  }

  private static func productRate<Scalar: BLASScalar>(
    _ type: Scalar.Type, _ m: Int, _ n: Int, _ k: Int, _ budget: Double
  ) -> Double {
    let workspace = Workspace<Scalar>(shapes: [(m, k), (n, k), (m, n)])
    let a = workspace.matrix(rows: m, columns: k)
    let b = workspace.matrix(rows: n, columns: k)
    let c = workspace.matrix(rows: m, columns: n)
    a.fill(with: 0.5)
    b.fill(with: 0.5)
    let rate = callsPerSecond(budget) { c.assignProduct(a, b, transposingSecond: true) }
    return 2 * Double(m * n * k) * rate / 1e9
  }

  /// Million elements a second; the values are refilled each time so that they stay ordinary.
  private static func activationRate<Scalar: BLASScalar>(
    _ type: Scalar.Type, _ function: ElementFunction, _ budget: Double
  ) -> Double {
    let (rowCount, columnCount) = (64, 128)
    let workspace = Workspace<Scalar>(
      shapes: [(rowCount, columnCount), (rowCount, columnCount), (1, columnCount)])
    let start = workspace.matrix(rows: rowCount, columns: columnCount)
    let values = workspace.matrix(rows: rowCount, columns: columnCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount { start[i, j] = Scalar((i * 31 + j * 17) % 61) / 10 - 3 }
    }
    let rate = callsPerSecond(budget) {
      values.assign(start)
      Scalar.activate(values, bias: nil, function, keeping: nil)
    }
    return rate * Double(rowCount * columnCount) / 1e6
  }

  /// Million logits a second, loss and gradient, for 128 rows of 10 classes.
  private static func crossEntropyRate<Scalar: BLASScalar>(
    _ type: Scalar.Type, _ budget: Double
  ) -> Double {
    let (rowCount, classCount) = (128, 10)
    let workspace = Workspace<Scalar>(shapes: [(rowCount, classCount), (rowCount, classCount)])
    let logits = workspace.matrix(rows: rowCount, columns: classCount)
    let gradient = workspace.matrix(rows: rowCount, columns: classCount)
    for i in 0..<rowCount {
      for j in 0..<classCount { logits[i, j] = Scalar((i * 31 + j * 17) % 61) / 10 - 3 }
    }
    let classes = (0..<rowCount).map { $0 % classCount }
    let positions = Array(0..<rowCount)
    let rows = LossRows(positions: positions[...], weights: nil, scale: 1 / Double(rowCount))
    let rate = callsPerSecond(budget) {
      _ = Scalar.softmaxCrossEntropy(
        logits, gradient: gradient, classes: classes, rows, smoothing: 0)
    }
    return rate * Double(rowCount * classCount) / 1e6
  }

  /// Million parameters a second, for as many as the 784-256-128-10 network has.
  private static func adamRate<Scalar: BLASScalar>(
    _ type: Scalar.Type, _ budget: Double
  ) -> Double {
    let count = 235_146
    var parameters = [Scalar](repeating: 0.1, count: count)
    let gradient = [Scalar](repeating: 0.01, count: count)
    var moments = [[Scalar]](repeating: [Scalar](repeating: 0.01, count: count), count: 2)
    let step = AdamStep(
      rate: 1e-6, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0, decoupledDecay: 0,
      stepNumber: 10)
    let rate = callsPerSecond(budget) {
      Scalar.adam(&parameters, gradient: gradient, moments: &moments, step)
    }
    return rate * Double(count) / 1e6
  }
}
