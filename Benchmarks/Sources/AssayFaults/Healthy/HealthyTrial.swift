import Datasets
import HealthyPipelines
import Learning

/// What was said of a pipeline that is sound.
struct HealthyTrial: Sendable {
  let name: String
  /// "G29: SO01 …" for each stop.
  let stops: [String]
  let warnings: [String]
  let warnedCodes: [String]
  /// Peers that raised an alarm.
  let alarmed: Set<String>

  /// Sound if over five seeds it beats the linear model, or is within two standard errors of who
  /// knows the truth.
  static func isSound(_ spec: RandomSpec) -> Bool {
    var own: [Double] = []
    var overTruth: [Double] = []
    var overLinear: [Double] = []
    for seed: UInt64 in 1...5 {
      let pipeline = spec.pipeline(seed: seed)
      guard let ready = try? ReadyPipeline(pipeline), ready.rows.dev.rowCount > 0 else {
        return false
      }
      let run = FullRun(pipeline)
      guard run.refusal == nil, run.reported < run.reportedPrior else { return false }
      let linear = FullRun(spec.linearPipeline(seed: seed))
      let truth = spec.rows.truthLoss(
        of: ready.rows.dataset.split.dev, deviation: ready.rows.preprocessing.targetDeviation)
      own.append(run.reported)
      overTruth.append(run.reported - truth)
      overLinear.append(run.reported - linear.reported)
      // Far from both after two seeds: three more would not help.
      if own.count == 2, overLinear.allSatisfy({ $0 > 0.1 * linear.reported }),
        overTruth.allSatisfy({ $0 > 0.3 * truth })
      {
        return false
      }
    }
    let (truth, linear) = (Moments(overTruth), Moments(overLinear))
    return linear.mean < 0 || truth.mean <= 2 * truth.standardError
  }

  /// The verdicts on a sound spec, of Assay and of its peers.
  init(_ spec: RandomSpec) {
    self.init(name: spec.base.name, spec.pipeline(seed: 1))
  }

  /// The same for a base without a fault.
  init(_ base: Base, seed: UInt64) {
    self.init(name: "\(base.name) seed \(seed)", Pipeline(base, seed: seed))
  }

  /// The same for a sound pipeline of the tests.
  init(_ name: String, _ fixture: GateFixture, seed: UInt64) {
    var fixture = fixture
    fixture.plan.seed = seed
    let watched = WatchedPipeline(fixture)
    self.init(
      name: "\(name), seed \(seed)", Verdicts(watched),
      Peer.alarms(on: TraceRecorder.trace(watched.traced)))
  }

  private init(name: String, _ pipeline: Pipeline) {
    self.init(name: name, Verdicts(pipeline), Peer.alarms(on: pipeline))
  }

  private init(name: String, _ verdicts: Verdicts, _ alarms: [String: Peer.Alarm]) {
    self.name = name
    stops =
      verdicts.findings.filter(\.isStop).map { "\(name): \($0.code) \($0.message)" }
      + [verdicts.refusal].compactMap(\.self).map { "\(name): refused \($0)" }
    warnings = verdicts.findings.filter { !$0.isStop }.map { "\(name): \($0.code) \($0.message)" }
    warnedCodes = verdicts.findings.filter { !$0.isStop }.map(\.code)
    alarmed = Set(alarms.keys)
  }

  /// Every sound pipeline of the tests, five seeds each.
  static func listed(threads: Int) -> [HealthyTrial] {
    sideBySide(5 * healthyPipelines.count, threads: threads) { index in
      let (name, make) = healthyPipelines[index / 5]
      let seed = UInt64(1 + index % 5)
      return HealthyTrial(name, make(seed), seed: seed)
    }
  }

  /// Draws specs until so many are sound.
  static func sound(_ count: Int, threads: Int) -> (trials: [HealthyTrial], drawn: Int) {
    var trials: [HealthyTrial] = []
    var drawn = 0
    while trials.count < count, drawn < 20 * count {
      let first = drawn
      let batch = sideBySide(40, threads: threads) { offset -> HealthyTrial? in
        guard let spec = try? RandomSpec(index: first + offset), isSound(spec) else { return nil }
        return HealthyTrial(spec)
      }
      trials += batch.compactMap(\.self)
      drawn += 40
      Progress.say("sound specs: \(trials.count) of \(drawn) drawn")
    }
    return (Array(trials.prefix(count)), drawn)
  }
}
