/// What Assay and its peers made of one instance of a fault.
struct Examination: Sendable {
  let fault: Fault
  let base: Base
  let instance: Instance
  let verdicts: Verdicts
  /// Kinds of findings on the sound base with the same seed.
  let usual: Set<String>
  /// By peer: the rules that alarm on the sound base with the same seed.
  let usualAlarms: [String: String]
  /// By peer; nil where it kept silent.
  let alarms: [String: Peer.Alarm]
  /// The place among the named causes of the first whose edits bring the full run back to what
  /// the sound base reaches; nil if none of the first three does.
  let restoringRank: Int?
  /// Whether one edit drawn at random does as much.
  let isRestoredAtRandom: Bool

  /// The seed of what is to be detected; no run that decided on the fault used it.
  static let seed: UInt64 = 101

  init(
    _ fault: Fault, _ base: Base, _ instance: Instance, usual: Set<String>,
    usualAlarms: [String: String], repairs: RepairTrial, index: Int
  ) {
    self.fault = fault
    self.base = base
    self.instance = instance
    self.usual = usual
    self.usualAlarms = usualAlarms
    let pipeline = fault.pipeline(base, severity: instance.severity, seed: Self.seed)
    verdicts = Verdicts(pipeline)
    alarms = Peer.alarms(on: pipeline)
    restoringRank = verdicts.causes(beyond: usual).prefix(3).firstIndex {
      !$0.edits.isEmpty && repairs.restores(pipeline, edits: $0.edits)
    }
    isRestoredAtRandom =
      fault.isRepairable && verdicts.refusal == nil
      && repairs.restores(pipeline, edits: [RandomEdit.drawn(base, stream: index)])
  }

  /// A stop, or a warning that the sound base does not get. That a check itself is broken says
  /// nothing of the pipeline.
  var news: [Verdicts.DatedFinding] {
    verdicts.findings.filter {
      $0.code != Verdicts.brokenCode && ($0.isStop || !usual.contains($0.kind))
    }
  }

  /// A peer's alarm, unless the same rule alarms on the sound base.
  func news(of peer: String) -> Peer.Alarm? {
    alarms[peer].flatMap { $0.rule == usualAlarms[peer] ? nil : $0 }
  }

  /// How much of the run was over when it was first detected; nil if it never was.
  var detectedAt: Double? {
    verdicts.refusal == nil ? news.map(\.share).min() : 0
  }

  func isDetected(by share: Double) -> Bool { detectedAt.map { $0 <= share } ?? false }

  var isStopped: Bool { verdicts.refusal != nil || news.contains(where: \.isStop) }

  /// How much of the run was over when it was stopped; 1 if it never was.
  var stoppedAt: Double {
    verdicts.refusal != nil ? 0 : news.filter(\.isStop).map(\.share).min() ?? 1
  }

  var causes: [Verdicts.NamedCause] { verdicts.causes(beyond: usual) }

  /// The place of the first right cause, from 0; nil if none is right. Right is the fault itself,
  /// or another edit that restores the full run.
  var causeRank: Int? {
    let named = causes.firstIndex(where: fault.isNamed)
    return [named, restoringRank].compactMap(\.self).min()
  }
}

extension Fault {
  /// Whether a named cause is this fault.
  func isNamed(by cause: Verdicts.NamedCause) -> Bool {
    let text = cause.text.lowercased()
    return checks.contains(cause.code) || causes.contains { text.contains($0) }
  }
}
