import Findings
import Testing

@testable import Sanity

extension CheckEntry {
  /// The result of a body, which must not be more severe than the entry allows.
  func checkedResult(
    settings: GateSettings, _ body: () throws -> Finding
  ) throws -> CheckResult {
    let result = try self.result(settings: settings, body)
    #expect(result.verdict != .stop || worst == .stop, "\(code) stops, at worst \(worst)")
    #expect(result.verdict != .warning || worst != .note, "\(code) warns, at worst \(worst)")
    return result
  }
}
