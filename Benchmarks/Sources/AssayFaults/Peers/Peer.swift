/// A published debugger of training, by its rules on a trace.
struct Peer: Sendable {
  let name: String
  /// Where the rules are from, and what of them is left out.
  let source: String
  /// The first alarm; nil keeps silent.
  let alarm: @Sendable (TrainingTrace) -> Alarm?

  struct Alarm: Sendable {
    let rule: String
    /// How much of the run was over.
    let share: Double
  }
}

extension Peer {
  /// What each peer says of a pipeline, by name; those that keep silent are left out.
  static func alarms(on pipeline: Pipeline) -> [String: Alarm] {
    alarms(on: TraceRecorder.trace(pipeline))
  }

  static func alarms(on trace: TrainingTrace?) -> [String: Alarm] {
    guard let trace else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: peers.compactMap { peer in
        peer.alarm(trace).map { (peer.name, $0) }
      })
  }
}

let peers: [Peer] = [
  .notANumber, .autoTrainer, .deepDiagnosis, .theDeepChecker, .sageMaker,
]

extension TrainingTrace {
  func share(_ snapshot: Snapshot) -> Double {
    Double(snapshot.epoch) / Double(max(1, epochCount))
  }

  /// The first rule that some snapshot breaks, in the order of time.
  func firstAlarm(
    from start: Double = 0, _ rules: [(name: String, isBroken: (Snapshot) -> Bool)]
  ) -> Peer.Alarm? {
    for snapshot in snapshots where share(snapshot) >= start {
      for rule in rules where rule.isBroken(snapshot) {
        return Peer.Alarm(rule: rule.name, share: share(snapshot))
      }
    }
    return nil
  }

  static func earliest(_ alarms: [Peer.Alarm?]) -> Peer.Alarm? {
    alarms.compactMap(\.self).min { $0.share < $1.share }
  }
}

extension TrainingTrace.Snapshot {
  var isFinite: Bool { trainLoss.isFinite && areTensorsFinite }
}
