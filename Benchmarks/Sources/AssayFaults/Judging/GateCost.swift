/// What the gate takes of a sound base, beside its full run; measured alone, one thread.
struct GateCost: Sendable {
  let base: String
  let gateSeconds: [Double]
  let runSeconds: [Double]

  init(_ base: Base) {
    self.base = base.name
    var gate: [Double] = []
    var run: [Double] = []
    for seed: UInt64 in 1...5 {
      let verdicts = Verdicts(Pipeline(base, seed: seed))
      gate.append(verdicts.gateSeconds)
      run.append(verdicts.runSeconds)
    }
    gateSeconds = gate
    runSeconds = run
  }

  var shares: [Double] { zip(gateSeconds, runSeconds).map { $0 / max($1, 1e-9) } }
}
