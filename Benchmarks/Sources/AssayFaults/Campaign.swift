import Foundation
import LinearAlgebra

/// All that the benchmark does, in order.
struct Campaign: Sendable {
  let options: Options
  let bases: [Base]

  init(_ options: Options) throws {
    self.options = options
    try GeneratedData.write(to: ".build/faults/data", datasets: "datasets")
    bases = try Base.all(in: "Benchmarks/faults/bases").filter {
      options.bases.isEmpty || options.bases.contains($0.name)
    }
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let costs = bases.map { GateCost($0) }
    let monitorCost = bases.last { $0.isNetwork }.flatMap { MonitorCost($0) }
    let trials = try trials()
    Progress.say("\(trials.count) pairs of fault and base; \(seconds(since: start)) s so far")
    let usual = bases.map { Verdicts(Pipeline($0, seed: Examination.seed)).warnedKinds }
    let instances = trials.flatMap { trial in trial.instances.map { (trial, $0) } }
    let usualAlarms = bases.map {
      Peer.alarms(on: Pipeline($0, seed: Examination.seed)).mapValues(\.rule)
    }
    let bases = bases
    let repairs = bases.map { RepairTrial($0) }
    let examinations = sideBySide(instances.count, threads: options.threads) { index in
      let (trial, instance) = instances[index]
      let place = bases.firstIndex { $0.name == trial.base.name } ?? 0
      if index % 50 == 0 { Progress.say("examined \(index) of \(instances.count) instances") }
      return Examination(
        trial.fault, trial.base, instance, usual: usual[place],
        usualAlarms: usualAlarms[place], repairs: repairs[place], index: index)
    }
    Progress.say("examined all; \(seconds(since: start)) s so far")
    let refused = trials.filter { $0.instances.isEmpty }
    let (healthy, drawn) = HealthyTrial.sound(options.generated, threads: options.threads)
    let soundBases = sideBySide(bases.count * 5, threads: options.threads) { index in
      HealthyTrial(bases[index / 5], seed: UInt64(201 + index % 5))
    }
    let listed = options.generated > 0 ? HealthyTrial.listed(threads: options.threads) : []
    let sameness = Sameness(examinations)
    let results = Results(
      options: options, costs: costs, monitorCost: monitorCost, examinations: examinations,
      unhurting: refused,
      healthy: healthy, drawn: drawn, soundBases: soundBases, listed: listed, sameness: sameness,
      seconds: seconds(since: start))
    try results.verdictFile.write(
      toFile: "\(options.folder)/verdicts.txt", atomically: true, encoding: .utf8)
    try Report(results).text.write(toFile: options.output, atomically: true, encoding: .utf8)
    Progress.say("wrote \(options.output) after \(seconds(since: start)) s")
  }

  /// Each fault in each base that it fits, with the severities at which it hurts.
  private func trials() throws -> [Trial] {
    let (bases, options) = (bases, options)
    let pairs = bases.indices.flatMap { base in
      faultCatalog.filter {
        $0.fits(bases[base]) && (options.faults.isEmpty || options.faults.contains($0.code))
      }.map { (fault: $0, base: base) }
    }
    let path = "\(options.folder)/trials-\(options.scope).json"
    if options.keepsTrials,
      let known = TrialFile.read(
        pairs.map { (fault: $0.fault, base: bases[$0.base]) }, options, from: path)
    {
      Progress.say("which faults hurt is taken from \(path)")
      return known
    }
    let killability = Killability(
      seeds: Killability.seeds(options.seeds), halvings: options.halvings)
    let healthy = sideBySide(bases.count, threads: options.threads) {
      killability.healthy(bases[$0])
    }
    for (base, runs) in zip(bases, healthy) {
      let losses = Moments(runs.map(\.reported))
      Progress.say(
        "\(base.name): dev loss \(number(losses.mean)) ± \(number(losses.variance.squareRoot())), "
          + "of a constant \(number(runs[0].reportedPrior)) \(runs[0].refusal ?? "")")
    }
    let trials = sideBySide(pairs.count, threads: options.threads) { index in
      let (fault, base) = pairs[index]
      let trial = killability.trial(fault, bases[base], healthy: healthy[base])
      let found =
        trial.note.map { String($0.prefix(80)) }
        ?? trial.instances.map { "\($0.level) \($0.amount)" }.joined(separator: "; ")
      Progress.say("\(index + 1)/\(pairs.count) \(fault.code) \(bases[base].name): \(found)")
      return trial
    }
    try TrialFile.write(trials, options, to: path)
    return trials
  }
}

func seconds(since start: ContinuousClock.Instant) -> Int {
  Int((ContinuousClock.now - start).inSeconds.rounded())
}
