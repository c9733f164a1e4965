import Findings
import Learning
import Runs
import Sanity
import Schema

/// What of a run was done before it was interrupted and need not be done again.
struct EarlierWork: Sendable {
  /// What the gate found.
  var gate: GateReport?
  /// Where the training was.
  var checkpoint: TrainingCheckpoint?
  /// Checkpoints that cannot be used, each with the reason.
  var damages: [String] = []
}

extension EarlierWork {
  /// What is kept in an interrupted run's directory: the latest checkpoint that is whole.
  init(of listing: RunListing, gate: GateReport?, store: RunStore) throws {
    self.gate = gate?.withoutLaterChecks
    for name in [CheckpointFile.name, CheckpointFile.previousName] {
      do {
        guard let content = try store.checkpoint(name, of: listing) else { continue }
        checkpoint = try Self.checkpoint(content)
        return
      } catch let damage as CheckpointDamage {
        damages.append("\(listing.path)/\(name) is damaged: \(damage)")
      }
    }
  }

  private static func checkpoint(_ content: [UInt8]) throws -> TrainingCheckpoint {
    do throws(CheckpointError) {
      return try TrainingCheckpoint(decoding: content)
    } catch { throw CheckpointDamage.malformed }
  }
}

extension GateReport {
  /// Without the checks that look at the finished training: they are made again.
  fileprivate var withoutLaterChecks: GateReport {
    func isKept(_ check: CheckResult) -> Bool { checkCatalog[check.code]?.isGateCheck ?? true }
    let later = checks.filter { !isKept($0) }
    return GateReport(
      checks: checks.filter(isKept),
      elapsedSeconds: elapsedSeconds - later.reduce(0) { $0 + $1.elapsedSeconds })
  }
}
