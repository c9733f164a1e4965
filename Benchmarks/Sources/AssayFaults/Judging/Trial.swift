/// A fault put into a base, at the severities at which it hurts.
struct Trial: Sendable {
  let fault: Fault
  let base: Base
  let instances: [Instance]
  /// Why there are no instances, if so.
  let note: String?

  /// How the note begins of a fault that does not hurt.
  static let harmless = "does not hurt"
}

/// A fault in a base at one severity: what is to be detected.
struct Instance: Sendable, Codable {
  enum Level: String, Sendable, CaseIterable, Codable {
    case just, medium, gross
  }

  let level: Level
  let severity: Double
  /// The fault's parameter, in words.
  let amount: String
  /// Of the ten runs against the healthy ten; the larger in size of both losses.
  let effect: Double
}

/// Decides by full runs which faults hurt, and from which severity on.
struct Killability: Sendable {
  /// Seeds of the runs; the same for healthy and faulty ones.
  let seeds: [UInt64]
  /// Halvings of the severity between harmless and gross.
  let halvings: Int

  static func seeds(_ count: Int) -> [UInt64] { (1...UInt64(count)).map(\.self) }

  func healthy(_ base: Base) -> [FullRun] { seeds.map { FullRun(Pipeline(base, seed: $0)) } }

  func trial(_ fault: Fault, _ base: Base, healthy: [FullRun]) -> Trial {
    func effect(_ severity: Double) -> Effect {
      Effect(
        mayFlatter: [.data, .rows].contains(fault.place), healthy,
        seeds.map { FullRun(fault.pipeline(base, severity: severity, seed: $0)) })
    }
    let gross = effect(1)
    switch gross {
    case .refused(let reason): return Trial(fault: fault, base: base, instances: [], note: reason)
    case .harmless(let size, let pValue):
      return Trial(
        fault: fault, base: base, instances: [],
        note: "\(Trial.harmless): d \(number(size)), p \(number(pValue))")
    case .hurts(let size):
      func instance(_ level: Instance.Level, _ severity: Double, _ size: Double) -> Instance {
        Instance(
          level: level, severity: severity,
          amount: fault.amount.map { "\($0.name) \(number($0.value(at: severity)))" } ?? "",
          effect: size)
      }
      guard fault.amount != nil else {
        return Trial(
          fault: fault, base: base, instances: [instance(.gross, 1, size)], note: nil)
      }
      var (harmless, hurting, hurtingSize) = (0.0, 1.0, size)
      for _ in 0..<halvings {
        let middle = (harmless + hurting) / 2
        if case .hurts(let size) = effect(middle) {
          (hurting, hurtingSize) = (middle, size)
        } else {
          harmless = middle
        }
      }
      guard hurting < 1 else {
        return Trial(
          fault: fault, base: base, instances: [instance(.gross, 1, size)], note: nil)
      }
      var instances = [instance(.just, hurting, hurtingSize)]
      let between = (hurting + 1) / 2
      if case .hurts(let size) = effect(between) {
        instances.append(instance(.medium, between, size))
      }
      instances.append(instance(.gross, 1, size))
      return Trial(fault: fault, base: base, instances: instances, note: nil)
    }
  }
}

/// What a fault does to the results of the full run.
enum Effect: Sendable {
  /// The spec or the data are refused before any run.
  case refused(String)
  /// With the larger effect and its p.
  case harmless(Double, pValue: Double)
  /// In pooled standard deviations of the loss that it changes more.
  case hurts(Double)

  /// - Parameter mayFlatter: whether a reported loss that is too good is harm as well, as it is
  ///   with wrong data; a spec that trains better is no fault.
  init(mayFlatter: Bool, _ healthy: [FullRun], _ faulty: [FullRun]) {
    if let refusal = faulty.first(where: { $0.isRefusedBeforeTraining })?.refusal {
      self = .refused(refusal)
      return
    }
    // A core that refuses to train leaves nothing: as bad as a divergence.
    func losses(_ runs: [FullRun], _ loss: (FullRun) -> Double) -> [Double] {
      runs.map { $0.refusal == nil ? loss($0) : FullRun.worst }
    }
    let reported = TwoSamples(losses(healthy, \.reported), losses(faulty, \.reported))
    let honest = TwoSamples(losses(healthy, \.honest), losses(faulty, \.honest))
    let changes = [reported, honest]
    let informative =
      [reported].filter { $0.isDifferent && (mayFlatter || $0.effect > 0) }
      + [honest].filter { $0.isDifferent && $0.effect > 0 }
    let largest = (informative.isEmpty ? changes : informative)
      .max { $0.effect.magnitude < $1.effect.magnitude }
    guard let largest else { fatalError("two samples left no comparison") }
    self =
      informative.isEmpty
      ? .harmless(largest.effect, pValue: largest.pValue) : .hurts(largest.effect)
  }
}
