import Learning
import LinearAlgebra
import Schema

extension Work {
  /// A 784-256-128-10 network on 60,000 images, and the matrix products of its steps alone.
  ///
  /// The products run between the epochs of the same training, so that both meet the same state
  /// of the machine.
  static let pixelNetwork = Work(
    name: "mlp784", summary: "[batch=128] [epochs=5] [rows=60000] network 784-256-128-10, Adam"
  ) { arguments in
    let batchSize = try arguments.integer("batch", else: 128)
    let epochCount = try arguments.integer("epochs", else: 5)
    let rowCount = try arguments.integer("rows", else: 60_000)
    let folder = arguments.dataFolder()
    let train = TrainingSet(
      try folder.pixels("mnist-\(rowCount)"), classes: try folder.classes("mnist-\(rowCount)"),
      classCount: 10)
    let widths = [784, 256, 128, 10]
    let recipe = try Trainings.recipe(
      "mlp", [("hidden", .list(widths[1...2].map { .integer($0) }))])
    let products = ProductsAlone(widths: widths, batchSize: batchSize, rowCount: rowCount)
    let watch = EpochWatch(rowCount: rowCount) { products.runEpoch() }
    let outcome = try recipe.fitted(
      to: train, dev: nil, plan: Trainings.plan(batchSize: batchSize, epochs: epochCount),
      context: TrainingContext(observe: watch.observe))
    let epoch = median(watch.epochSeconds)
    let alone = median(watch.pauseSeconds)
    let accuracy = outcome.model.accuracy(
      try folder.pixels("mnist_test-\(rowCount)"),
      classes: try folder.classes("mnist_test-\(rowCount)"))
    return Measurement(
      seconds: outcome.elapsedSeconds - watch.pauseSeconds.reduce(0, +),
      quality: ["accuracy": accuracy],
      rate: [
        "epoch_s": epoch, "samples_s": Double(rowCount) / epoch,
        "steps_s": Double(products.stepCount) / epoch,
        "gflops": products.operationsPerEpoch / epoch / 1e9,
        "sgemm_gflops": products.operationsPerEpoch / alone / 1e9,
        "share_of_sgemm": alone / epoch,
      ])
  }
}

/// The matrix products of a network's training and nothing else: forward, by the weights, and by
/// the inputs of all layers but the first.
///
/// Sendable though unchecked: only the training's thread calls it, between epochs.
private final class ProductsAlone: @unchecked Sendable {
  let stepCount: Int
  let operationsPerEpoch: Double
  private let threads = BLASThreads.count
  private let layers: [Layer]
  private let workspace: Workspace<Float>

  private struct Layer {
    let inputs: MatrixView<Float>
    let weights: MatrixView<Float>
    let outputs: MatrixView<Float>
    let isFirst: Bool
  }

  init(widths: [Int], batchSize: Int, rowCount: Int) {
    let pairs = Array(zip(widths, widths.dropFirst()))
    let workspace = Workspace<Float>(
      shapes: widths.map { (batchSize, $0) } + pairs.map { ($0.1, $0.0) })
    let rows = widths.map { workspace.matrix(rows: batchSize, columns: $0) }
    for matrix in rows { matrix.fill(with: 0.01) }
    layers = pairs.indices.map { index in
      let weights = workspace.matrix(rows: pairs[index].1, columns: pairs[index].0)
      weights.fill(with: 0.01)
      return Layer(
        inputs: rows[index], weights: weights, outputs: rows[index + 1], isFirst: index == 0)
    }
    self.workspace = workspace
    stepCount = (rowCount + batchSize - 1) / batchSize
    let perRow = pairs.enumerated().reduce(0) { sum, layer in
      sum + (layer.offset == 0 ? 4 : 6) * layer.element.0 * layer.element.1
    }
    operationsPerEpoch = Double(perRow * rowCount)
  }

  /// As many steps as an epoch has, with the threads that were asked for.
  func runEpoch() {
    let before = BLASThreads.count
    if before != threads { _ = BLASThreads.setCount(threads) }
    for _ in 0..<stepCount {
      for layer in layers {
        layer.outputs.assignProduct(layer.inputs, layer.weights, transposingSecond: true)
      }
      // A factor of 0 keeps the numbers finite however often this runs.
      for layer in layers.reversed() {
        layer.weights.assignProduct(
          layer.outputs, layer.inputs, transposingFirst: true, alpha: 1e-6)
        if !layer.isFirst {
          layer.inputs.assignProduct(layer.outputs, layer.weights, alpha: 1e-3)
        }
      }
    }
    if before != threads { _ = BLASThreads.setCount(before) }
  }
}
