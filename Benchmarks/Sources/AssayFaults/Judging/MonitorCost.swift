import Learning
import Sanity

/// What watching a training takes of its time: the same training with the monitor and without it,
/// in turn.
struct MonitorCost: Sendable {
  /// What was trained: "B6 with model.hidden=[512,256]".
  let title: String
  let stepCount: Int
  let watched: [Double]
  let unwatched: [Double]

  private static let overrides = ["model.hidden=[512,256]", "training.epochs=12"]
  private static let pairs = 11

  /// nil where the base cannot be widened.
  init?(_ base: Base) {
    guard base.isNetwork else { return nil }
    var pipeline = Pipeline(base, seed: 1)
    pipeline.overrides += Self.overrides
    guard let ready = try? ReadyPipeline(pipeline) else { return nil }
    func seconds(_ monitor: RunMonitor?) -> Double? {
      let start = ContinuousClock.now
      let outcome = try? ready.recipe.fitted(
        to: ready.rows.train, dev: ready.rows.dev, plan: ready.plan,
        context: TrainingContext(monitor: monitor))
      return outcome == nil ? nil : (ContinuousClock.now - start).inSeconds
    }
    var watched: [Double] = []
    var unwatched: [Double] = []
    for pair in 0...Self.pairs {
      let monitor = RunMonitor(
        train: ready.rows.train, plan: ready.plan, settings: ready.settings)
      // Who goes first changes from pair to pair.
      let (first, second) =
        pair % 2 == 0
        ? (seconds(monitor), seconds(nil)) : (seconds(nil), seconds(monitor))
      guard let first, let second else { return nil }
      // The first pair fills the caches.
      guard pair > 0 else { continue }
      watched.append(pair % 2 == 0 ? first : second)
      unwatched.append(pair % 2 == 0 ? second : first)
    }
    title = "\(base.name) with \(Self.overrides.joined(separator: " "))"
    stepCount = ready.plannedStepCount
    self.watched = watched
    self.unwatched = unwatched
  }

  /// The median of the pairs' differences, as a share of the unwatched training.
  var share: Double {
    quantile(zip(watched, unwatched).map { ($0 - $1) / $1 }, 0.5)
  }
}
