import LinearAlgebra

/// Whether the same pipeline gets the same verdicts again, and with another number of threads.
struct Sameness: Sendable {
  let count: Int
  /// Pipelines whose verdicts changed, with what differs first.
  let again: [String]
  let otherThreads: [String]

  /// Every seventh instance is asked again.
  init(_ examinations: [Examination]) {
    let chosen = examinations.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
    func differing() -> [String] {
      chosen.compactMap { examination in
        let now = Verdicts(
          examination.fault.pipeline(
            examination.base, severity: examination.instance.severity, seed: Examination.seed))
        guard now.lines != examination.verdicts.lines else { return nil }
        let pair = zip(now.lines + [""], examination.verdicts.lines + [""]).first { $0 != $1 }
        return "\(examination.fault.code) \(examination.base.name): "
          + "\(pair?.1 ?? "") | \(pair?.0 ?? "")"
      }
    }
    count = chosen.count
    again = differing()
    let before = BLASThreads.count
    _ = BLASThreads.setCount(before == 1 ? 2 : 1)
    otherThreads = differing()
    _ = BLASThreads.setCount(before)
  }
}
