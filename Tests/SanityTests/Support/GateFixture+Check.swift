import Findings
import HealthyPipelines
import Schema

@testable import Sanity

extension GateFixture {
  /// What one check finds.
  func check(_ code: CheckCode) throws -> CheckResult {
    let entry = checkCatalog.entry(code.rawValue)
    guard case .before(let body) = entry.body else { fatalError("\(code) runs after training") }
    let context = context
    return try entry.checkedResult(settings: settings) { try body(context) }
  }
}
